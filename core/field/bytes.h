// The encoding of a field element: 32 bytes, little-endian, canonical.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/field/u256.h"

namespace onggi {

inline U256 u256_from_bytes(std::span<const uint8_t, 32> bytes) {
  U256 value;
  for (size_t i = 0; i < 32; ++i) {
    value.limb[i / 8] |= uint64_t{bytes[i]} << (8 * (i % 8));
  }
  return value;
}

inline void u256_to_bytes(const U256& value, std::span<uint8_t, 32> bytes) {
  for (size_t i = 0; i < 32; ++i) {
    bytes[i] = static_cast<uint8_t>(value.limb[i / 8] >> (8 * (i % 8)));
  }
}

template <class F>
void field_to_bytes(const F& a, std::span<uint8_t, 32> bytes) {
  u256_to_bytes(a.to_canonical(), bytes);
}

// nullopt if the integer is not below the modulus.
template <class F>
std::optional<F> field_from_bytes(std::span<const uint8_t, 32> bytes) {
  return F::from_canonical(u256_from_bytes(bytes));
}

}  // namespace onggi
