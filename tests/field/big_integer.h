// Boost's big integers: the reference for the tests of core/field.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>

#include "core/field/u256.h"

namespace onggi::testing {

using Int = boost::multiprecision::cpp_int;

inline Int to_int(const U256& value) {
  Int out = 0;
  for (size_t i = 4; i-- > 0;) out = (out << 64) | value.limb[i];
  return out;
}

// 0 <= value < 2^256
inline U256 to_u256(const Int& value) {
  U256 out;
  for (size_t i = 0; i < 4; ++i) {
    out.limb[i] = static_cast<uint64_t>((value >> (64 * i)) & Int(UINT64_MAX));
  }
  return out;
}

// value mod p in [0, p), also for a negative value.
inline Int mod(const Int& value, const Int& p) {
  const Int rest = value % p;
  return rest < 0 ? Int(rest + p) : rest;
}

}  // namespace onggi::testing
