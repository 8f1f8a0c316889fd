// The 33 bytes of a point: x, 32 bytes little endian, then a flag byte: 0x80 if y > -y as integers,
// 0x00 if not, 0x40 with x = 0 for the identity.
// Source: o1-labs/proof-systems, utils/src/serialization.rs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/curve/affine.h"
#include "core/error/error.h"

namespace onggi {

inline constexpr size_t kCompressedPointBytes = 33;

// p is on the curve.
template <class C>
void compress(const Affine<C>& p, std::span<uint8_t, kCompressedPointBytes> out);

// Errors: noncanonical_field_element (x is not below the modulus), malformed_point (any other flag
// byte, or an identity with x ≠ 0), point_not_on_curve.
template <class C>
Result<Affine<C>> decompress(std::span<const uint8_t, kCompressedPointBytes> bytes);

// out[i] from bytes 33 i onwards; there are 33 out.size() bytes. The error of the first point that
// has one, with its index in the context.
template <class C>
Result<> decompress_batch(std::span<const uint8_t> bytes, std::span<Affine<C>> out);

}  // namespace onggi
