// The 33-byte encoding of a point: x in 32 little-endian bytes, then a flag byte. The flag is 0x80
// if y > −y as integers, else 0x00. The identity is x = 0 with the flag 0x40. Source:
// o1-labs/proof-systems, utils/src/serialization.rs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/curve/affine.h"
#include "core/error/error.h"

namespace onggi {

inline constexpr size_t kCompressedPointBytes = 33;

// `p` must be on the curve.
template <class C>
void compress(const Affine<C>& p, std::span<uint8_t, kCompressedPointBytes> out);

// Errors: noncanonical_field_element (x ≥ the modulus), malformed_point (any other flag byte, or an
// identity with x ≠ 0), point_not_on_curve.
template <class C>
Result<Affine<C>> decompress(std::span<const uint8_t, kCompressedPointBytes> bytes);

// Decompresses bytes [33·i, 33·(i + 1)) to out[i]. `bytes` has 33·out.size() bytes. Returns the
// error of the first invalid point, with its index in the context.
template <class C>
Result<> decompress_batch(std::span<const uint8_t> bytes, std::span<Affine<C>> out);

}  // namespace onggi
