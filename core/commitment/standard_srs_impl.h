// Bodies of standard_srs.h.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <span>

#include "core/commitment/standard_srs.h"
#include "core/curve/compress.h"
#include "core/field/bytes.h"
#include "core/sponge/blake2b.h"

namespace onggi {

// H_0 = 0, H_{j+1} = BLAKE2b(H_j ‖ x and y of each point of block j); the first half of the last H.
template <class C>
U256 digest_of_points(std::span<const Affine<C>> points) {
  constexpr size_t kBlock = 64;
  constexpr size_t kHash = 64;
  assert(points.size() % kBlock == 0);
  std::array<uint8_t, kHash + kBlock * 64> message{};
  const std::span<uint8_t> bytes(message);
  while (!points.empty()) {
    for (size_t i = 0; i < kBlock; ++i) {
      const auto point = bytes.subspan(kHash + 64 * i);
      field_to_bytes(points[i].x, point.template first<32>());
      field_to_bytes(points[i].y, point.subspan(32).template first<32>());
    }
    const auto hash = blake2b_512(message);
    std::copy(hash.begin(), hash.end(), message.begin());
    points = points.subspan(kBlock);
  }
  return u256_from_bytes(bytes.template first<32>());
}

template <class C>
bool are_standard_points(std::span<const Affine<C>> points) {
  const auto log_size = static_cast<unsigned>(std::countr_zero(points.size()));
  return digest_of_points(points) ==
         standard_srs_table<C>().digests[log_size - kLeastStandardDomain];
}

template <class C>
Affine<C> standard_lagrange_commitment(unsigned log_size, size_t i) {
  const U256& entry = standard_srs_table<C>().lagrange[log_size - kLeastStandardDomain][i];
  std::array<uint8_t, kCompressedPointBytes> bytes{};
  u256_to_bytes(entry.low_bits(255), std::span(bytes).template first<32>());
  bytes[32] = entry.bit(255) ? 0x80 : 0x00;
  return decompress<C>(bytes).value();
}

}  // namespace onggi
