// Slow arithmetic modulo p on U256, for compile-time constants.
#pragma once

#include "core/field/u256.h"

namespace onggi {

// 2·a mod p for a < p < 2^255.
constexpr U256 double_mod(U256 a, const U256& p) {
  add_assign(a, a);
  if (a >= p) sub_assign(a, p);
  return a;
}

// 2^n mod p, 1 < p < 2^255.
constexpr U256 pow2_mod(unsigned n, const U256& p) {
  U256 a = U256::from_u64(1);
  for (unsigned i = 0; i < n; ++i) a = double_mod(a, p);
  return a;
}

// 1/p mod 2^64 for odd p. Newton: x ← x·(2 − p·x) doubles the number of correct low bits; the start
// x = p has 3 correct bits.
constexpr uint64_t inverse_mod_2_64(uint64_t p) {
  uint64_t x = p;
  for (int i = 0; i < 5; ++i) x *= 2 - p * x;
  return x;
}

}  // namespace onggi
