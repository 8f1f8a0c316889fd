#pragma once

#include <fmt/core.h>

#include <cassert>
#include <optional>

#include "core/curve/compress.h"
#include "core/field/bytes.h"

namespace onggi {
namespace compress_detail {

inline constexpr uint8_t kPositive = 0x00;
inline constexpr uint8_t kIdentity = 0x40;
inline constexpr uint8_t kNegative = 0x80;

template <class F>
bool is_negative(const F& y) {
  return y.to_canonical() > (-y).to_canonical();
}

}  // namespace compress_detail

template <class C>
void compress(const Affine<C>& p, std::span<uint8_t, kCompressedPointBytes> out) {
  field_to_bytes(p.x, out.template first<32>());
  out[32] = p.is_identity()                     ? compress_detail::kIdentity
            : compress_detail::is_negative(p.y) ? compress_detail::kNegative
                                                : compress_detail::kPositive;
}

template <class C>
Result<Affine<C>> decompress(std::span<const uint8_t, kCompressedPointBytes> bytes) {
  using Base = typename C::Base;
  const uint8_t flag = bytes[32];
  const std::optional<Base> x = field_from_bytes<Base>(bytes.template first<32>());
  if (!x) {
    return fail(Errc::noncanonical_field_element, "the x of a point must be below the modulus");
  }
  if (flag == compress_detail::kIdentity) {
    if (!x->is_zero()) return fail(Errc::malformed_point, "the x of the identity must be zero");
    return Affine<C>::identity();
  }
  if (flag != compress_detail::kPositive && flag != compress_detail::kNegative) {
    return fail(Errc::malformed_point, "the flag byte must be 0x00, 0x40 or 0x80");
  }
  const std::optional<Base> y = (x->square() * *x + C::b()).sqrt_vartime();
  if (!y) return fail(Errc::point_not_on_curve, "the curve has no point with this x");
  const bool negative = flag == compress_detail::kNegative;
  return Affine<C>{*x, compress_detail::is_negative(*y) == negative ? *y : -*y};
}

template <class C>
Result<> decompress_batch(std::span<const uint8_t> bytes, std::span<Affine<C>> out) {
  assert(bytes.size() == kCompressedPointBytes * out.size());
  for (size_t i = 0; i < out.size(); ++i) {
    auto point = decompress<C>(
        bytes.subspan(kCompressedPointBytes * i).template first<kCompressedPointBytes>());
    if (!point) {
      return fail(point.error().errc(), fmt::format("point {}: {}", i, point.error().context));
    }
    out[i] = point.value();
  }
  return success();
}

}  // namespace onggi
