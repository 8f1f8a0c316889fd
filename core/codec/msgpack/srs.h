// SRS files: MessagePack [[g_0, g_1, …], h] with 33-byte compressed points.
// Source: proof-systems `srs/vesta.srs`, `srs/pallas.srs`; the peer's Srs.serialize().
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/curve/compress.h"
#include "core/error/error.h"

namespace onggi {
namespace codec {

// The size of an encoded point with its header.
inline constexpr size_t kPointEntry = 2 + kCompressedPointBytes;

}  // namespace codec

// Decompresses all points, so they are on the curve. Does not check that they are the points of
// this curve's SRS. Allocates no more points than the bytes can hold. Errors name the point or the
// byte: malformed_msgpack (truncated, trailing bytes, other types), invalid_length,
// noncanonical_field_element, malformed_point, point_not_on_curve, and size_out_of_range as in
// Srs::from_points.
template <class C>
Result<std::shared_ptr<const Srs<C>>> decode_srs(std::span<const uint8_t> bytes);

template <class C>
std::vector<uint8_t> encode_srs(const Srs<C>& srs);

// The size of the encoding, or a few bytes more.
template <class C>
size_t encoded_srs_bytes(const Srs<C>& srs) {
  return 8 + (srs.size() + 1) * codec::kPointEntry;
}

}  // namespace onggi
