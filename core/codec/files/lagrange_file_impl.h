#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/codec/files/column_sections.h"
#include "core/codec/files/lagrange_file.h"
#include "core/codec/schema/primitive_codecs.h"
#include "core/memory/byte_count.h"

namespace onggi {

template <class C>
std::vector<uint8_t> encode_lagrange_basis(const Srs<C>& srs,
                                           const Domain<typename C::Scalar>& domain) {
  using namespace codec;
  const auto& basis = srs.lagrange_basis(domain);
  SectionWriter writer({FileKind::lagrange_basis, C::kName, static_cast<uint32_t>(srs.size())});
  writer.add("srs", srs_fingerprint(srs));
  for (size_t chunk = 0; chunk < srs.chunks_for(domain.size()); ++chunk) {
    add_chunk(writer, "chunk", chunk, basis);
  }
  return writer.finish();
}

template <class C>
Result<size_t> load_lagrange_basis(std::span<const uint8_t> bytes, const Srs<C>& srs) {
  using namespace codec;
  BOOST_OUTCOME_TRY(reader, SectionReader::open(bytes, FileKind::lagrange_basis, C::kName));
  BOOST_OUTCOME_TRYV(check_srs(reader, srs));
  // The number of points in the first chunk is the size of the domain.
  const size_t size = reader.next_size() / kPointBytes;
  DecodeError error;
  Domain<typename C::Scalar> domain;
  if (!assign_domain(error, domain, size)) return boost::outcome_v2::failure(error.to_error());
  BOOST_OUTCOME_TRY(basis, take_commitments<C>(reader, "chunk", size, srs.chunks_for(size)));
  BOOST_OUTCOME_TRYV(reader.end());
  srs.keep_lagrange_basis(domain, std::move(basis));
  return size;
}

// One point per L_i and chunk: n·chunks_for(n) points, so n ≤ √(points·|srs|). While the points of
// a chunk are added to their commitments, they are in memory both as coordinates and as points.
template <class C>
size_t loaded_lagrange_basis_bytes(size_t file_bytes, const Srs<C>& srs) {
  constexpr size_t kSectionBytes = 192;  // per table entry, while it is read and hashed
  const size_t points = file_bytes / codec::kPointBytes;
  const double square = static_cast<double>(points) * static_cast<double>(srs.size());
  const size_t n = std::min(points, static_cast<size_t>(std::sqrt(square)) + 1);
  return (ByteCount(points) * sizeof(Affine<C>) +
          ByteCount(n) * (sizeof(PolyComm<C>) + kAllocatorOverhead + 2 * sizeof(Affine<C>)) +
          ByteCount(srs.chunks_for(n)) * kSectionBytes + (srs.size() + 1) * codec::kPointBytes)
      .value();
}

}  // namespace onggi
