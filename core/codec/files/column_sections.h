// Sections of onggi's own files that hold elements or points of fixed size, one after the other.
#pragma once

#include <fmt/core.h>

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/codec/bytes/flat_vector_impl.h"
#include "core/codec/files/section_file.h"
#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"
#include "core/sponge/blake2b.h"

namespace onggi::codec {

// x and y. The identity is all zeros.
inline constexpr size_t kPointBytes = 2 * kFieldBytes;

template <class F>
void write_elements(std::span<const F> elements, std::span<uint8_t> out) {
  for (size_t i = 0; i < elements.size(); ++i) {
    field_to_bytes(elements[i], out.subspan(kFieldBytes * i).template first<kFieldBytes>());
  }
}

template <class C>
void write_point(const Affine<C>& point, std::span<uint8_t> out) {
  const std::array<typename C::Base, 2> coordinates{point.x, point.y};
  write_elements<typename C::Base>(coordinates, out);
}

// Reads a section of `count` elements. Errors: damaged_file, invalid_length,
// noncanonical_field_element.
template <class F>
Result<std::vector<F>> take_elements(SectionReader& reader, const std::string& name, size_t count) {
  BOOST_OUTCOME_TRY(bytes, reader.take(name));
  if (bytes.size() / kFieldBytes != count || bytes.size() % kFieldBytes != 0) {
    return fail(Errc::invalid_length,
                fmt::format("section \"{}\": {} bytes for {} elements", name, bytes.size(), count));
  }
  std::vector<F> elements(count);
  const size_t read = read_flat<F>(bytes, elements);
  if (read == count) return elements;
  return fail(Errc::noncanonical_field_element,
              fmt::format("section \"{}\": element {}", name, read));
}

// Reads a section of `count` points. Errors: those of take_elements, point_not_on_curve.
template <class C>
Result<std::vector<Affine<C>>> take_points(SectionReader& reader, const std::string& name,
                                           size_t count) {
  BOOST_OUTCOME_TRY(coordinates, take_elements<typename C::Base>(reader, name, 2 * count));
  std::vector<Affine<C>> points(count);
  for (size_t i = 0; i < count; ++i) {
    points[i] = {coordinates[2 * i], coordinates[2 * i + 1]};
    if (points[i].is_on_curve()) continue;
    return fail(Errc::point_not_on_curve, fmt::format("section \"{}\": point {}", name, i));
  }
  return points;
}

// Writes one chunk of many commitments as a section. All commitments must have more than `chunk`
// chunks.
template <class C>
void add_chunk(SectionWriter& writer, std::string_view prefix, size_t chunk,
               const std::vector<PolyComm<C>>& commitments) {
  writer.add(fmt::format("{} {}", prefix, chunk), commitments.size() * kPointBytes,
             [&commitments, chunk](std::span<uint8_t> out) {
               for (size_t i = 0; i < commitments.size(); ++i) {
                 write_point(commitments[i].chunks[chunk], out.subspan(kPointBytes * i));
               }
             });
}

// Reads `count` commitments of `chunks` chunks, one section per chunk.
template <class C>
Result<std::vector<PolyComm<C>>> take_commitments(SectionReader& reader, std::string_view prefix,
                                                  size_t count, size_t chunks) {
  // Allocates no more than the file can hold.
  const bool whole = reader.next_are(chunks, count * kPointBytes);
  std::vector<PolyComm<C>> commitments;
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    const std::string name = fmt::format("{} {}", prefix, chunk);
    BOOST_OUTCOME_TRY(points, take_points<C>(reader, name, count));
    commitments.resize(count);
    for (size_t i = 0; i < count; ++i) {
      if (chunk == 0 && whole) commitments[i].chunks.reserve(chunks);
      commitments[i].chunks.push_back(points[i]);
    }
  }
  return commitments;
}

// The fingerprint of an SRS: the first half of BLAKE2b-512 of h, g_0, g_1, …
template <class C>
std::vector<uint8_t> srs_fingerprint(const Srs<C>& srs) {
  std::vector<uint8_t> bytes((1 + srs.size()) * kPointBytes);
  write_point(srs.h(), bytes);
  for (size_t i = 0; i < srs.size(); ++i) {
    write_point(srs.g()[i], std::span(bytes).subspan((1 + i) * kPointBytes));
  }
  const auto hash = blake2b_512(bytes);
  return {hash.begin(), hash.begin() + hash.size() / 2};
}

// Errors: damaged_file, wrong_srs.
template <class C>
Result<> check_srs(SectionReader& reader, const Srs<C>& srs) {
  if (reader.srs_size() != srs.size()) {
    return fail(Errc::wrong_srs, fmt::format("the SRS of the file has {} points, this SRS has {}",
                                             reader.srs_size(), srs.size()));
  }
  BOOST_OUTCOME_TRY(recorded, reader.take("srs"));
  const std::vector<uint8_t> fingerprint = srs_fingerprint(srs);
  if (std::equal(recorded.begin(), recorded.end(), fingerprint.begin(), fingerprint.end())) {
    return success();
  }
  return fail(Errc::wrong_srs, "the SRS of the file has other points");
}

}  // namespace onggi::codec
