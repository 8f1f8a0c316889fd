// The leaves of all formats: field elements, points and domains from their bytes.
#pragma once

#include <fmt/core.h>

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "core/codec/fault.h"
#include "core/codec/flat_vector.h"
#include "core/curve/affine.h"
#include "core/curve/compress.h"
#include "core/field/bytes.h"
#include "core/field/prime_field.h"
#include "core/poly/domain.h"

namespace onggi::codec {

using ElementBytes = std::array<uint8_t, kFieldBytes>;
using PointBytes = std::array<uint8_t, kCompressedPointBytes>;

// From 32 little-endian bytes. Errors: noncanonical_field_element.
template <PrimeField F>
bool assign_element(Fault& fault, F& out, std::span<const uint8_t, kFieldBytes> bytes) {
  const auto element = field_from_bytes<F>(bytes);
  if (!element) return fault.fail(Errc::noncanonical_field_element, "not reduced");
  out = *element;
  return true;
}

// From a compressed point. Errors: those of decompress.
template <class C>
bool assign_point(Fault& fault, Affine<C>& out,
                  std::span<const uint8_t, kCompressedPointBytes> bytes) {
  const auto point = decompress<C>(bytes);
  if (!point) return fault.fail(point.error().errc(), "not a compressed point");
  out = point.value();
  return true;
}

// The domain of `size` elements. Errors: size_out_of_range.
template <class F>
bool assign_domain(Fault& fault, Domain<F>& out, uint64_t size) {
  // Domain::create takes a size_t.
  auto domain = Domain<F>::create(size > kMaxTransformSize ? 0 : static_cast<size_t>(size));
  if (!domain) {
    return fault.fail(domain.error().errc(), fmt::format("a domain of {} elements", size));
  }
  out = std::move(domain).value();
  return true;
}

inline bool fail_domain(Fault& fault) {
  return fault.fail(Errc::invalid_argument, "not the domain of its size");
}

}  // namespace onggi::codec
