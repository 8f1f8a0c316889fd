#pragma once

#include <fmt/core.h>

#include <utility>

#include "core/codec/bytes/flat_srs.h"
#include "core/field/bytes.h"

namespace onggi {
namespace codec {

template <class C>
Result<Affine<C>> read_flat_point(std::span<const uint8_t> bytes, size_t index) {
  const auto at = bytes.subspan(kFlatPointBytes * index);
  const auto x = field_from_bytes<typename C::Base>(at.template first<32>());
  const auto y = field_from_bytes<typename C::Base>(at.subspan(32).template first<32>());
  if (!x || !y) {
    return fail(Errc::noncanonical_field_element,
                fmt::format("point {}: coordinates must be below the modulus", index));
  }
  const Affine<C> point{*x, *y};
  if (!point.is_on_curve()) return fail(Errc::point_not_on_curve, fmt::format("point {}", index));
  return point;
}

}  // namespace codec

template <class C>
Result<std::shared_ptr<const Srs<C>>> decode_flat_srs(std::span<const uint8_t> bytes) {
  if (bytes.empty() || bytes.size() % kFlatPointBytes != 0) {
    return fail(Errc::invalid_length,
                fmt::format("h and the bases must have {} bytes each, got {} bytes",
                            kFlatPointBytes, bytes.size()));
  }
  const size_t depth = bytes.size() / kFlatPointBytes - 1;
  if (depth > Srs<C>::kMaxDepth) {
    return fail(Errc::size_out_of_range,
                fmt::format("an SRS has at most {} bases, got {}", Srs<C>::kMaxDepth, depth));
  }
  BOOST_OUTCOME_TRY(h, codec::read_flat_point<C>(bytes, 0));
  std::vector<Affine<C>> g(depth);
  for (size_t i = 0; i < depth; ++i) {
    BOOST_OUTCOME_TRY(point, codec::read_flat_point<C>(bytes, i + 1));
    g[i] = point;
  }
  return Srs<C>::from_points(std::move(g), h);
}

template <class C>
std::vector<uint8_t> encode_flat_srs(const Srs<C>& srs) {
  std::vector<uint8_t> bytes(kFlatPointBytes * (srs.size() + 1));
  const auto write = [&bytes](const Affine<C>& point, size_t index) {
    const auto at = std::span<uint8_t>(bytes).subspan(kFlatPointBytes * index);
    field_to_bytes(point.x, at.template first<32>());
    field_to_bytes(point.y, at.subspan(32).template first<32>());
  };
  write(srs.h(), 0);
  for (size_t i = 0; i < srs.size(); ++i) write(srs.g()[i], i + 1);
  return bytes;
}

}  // namespace onggi
