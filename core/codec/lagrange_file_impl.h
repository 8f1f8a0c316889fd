#pragma once

#include <utility>

#include "core/codec/columns.h"
#include "core/codec/lagrange_file.h"
#include "core/codec/leaves.h"

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
  // The first chunk tells the size of the domain.
  const size_t size = reader.next_size() / kPointBytes;
  Fault fault;
  Domain<typename C::Scalar> domain;
  if (!assign_domain(fault, domain, size)) return boost::outcome_v2::failure(fault.error());
  BOOST_OUTCOME_TRY(basis, take_commitments<C>(reader, "chunk", size, srs.chunks_for(size)));
  BOOST_OUTCOME_TRYV(reader.end());
  srs.keep_lagrange_basis(domain, std::move(basis));
  return size;
}

}  // namespace onggi
