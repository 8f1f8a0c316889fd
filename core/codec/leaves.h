// The leaves of all formats: field elements, points and domains from their bytes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "core/codec/place.h"
#include "core/curve/affine.h"
#include "core/curve/compress.h"
#include "core/field/bytes.h"
#include "core/field/prime_field.h"
#include "core/poly/domain.h"

namespace onggi::codec {

inline constexpr size_t kElementBytes = 32;

using ElementBytes = std::array<uint8_t, kElementBytes>;
using PointBytes = std::array<uint8_t, kCompressedPointBytes>;

// From 32 little-endian bytes. Errors: noncanonical_field_element.
template <PrimeField F>
Result<> assign_element(F& out, std::span<const uint8_t, kElementBytes> bytes) {
  const auto element = field_from_bytes<F>(bytes);
  if (!element) return fail_here(Errc::noncanonical_field_element, "not reduced");
  out = *element;
  return success();
}

// From a compressed point. Errors: those of decompress.
template <class C>
Result<> assign_point(Affine<C>& out, std::span<const uint8_t, kCompressedPointBytes> bytes) {
  const auto point = decompress<C>(bytes);
  if (!point) return fail_here(point.error().errc(), "not a compressed point");
  out = point.value();
  return success();
}

// The domain of `size` elements. Errors: size_out_of_range.
template <class F>
Result<> assign_domain(Domain<F>& out, uint64_t size) {
  if (size > kMaxTransformSize) {
    return fail_here(Errc::size_out_of_range, fmt::format("a domain of {} elements", size));
  }
  auto domain = Domain<F>::create(static_cast<size_t>(size));
  if (!domain) {
    return fail_here(domain.error().errc(), fmt::format("a domain of {} elements", size));
  }
  out = std::move(domain).value();
  return success();
}

inline auto fail_domain() {
  return fail_here(Errc::invalid_argument, "not the domain of its size");
}

}  // namespace onggi::codec
