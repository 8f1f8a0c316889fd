// An independent oracle: Boost's big integers, and schoolbook formulas on them.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <random>
#include <vector>

#include "core/field/u256.h"

namespace onggi {

inline void PrintTo(const U256& value, std::ostream* out) { *out << value.to_hex(); }

}  // namespace onggi

namespace onggi::testing {

using Int = boost::multiprecision::cpp_int;

inline Int to_int(const U256& value) {
  Int out = 0;
  for (std::size_t i = 4; i-- > 0;) out = (out << 64) | value.limb[i];
  return out;
}

// 0 <= value < 2^256
inline U256 to_u256(const Int& value) {
  U256 out;
  for (std::size_t i = 0; i < 4; ++i) {
    out.limb[i] = static_cast<std::uint64_t>((value >> (64 * i)) & Int(UINT64_MAX));
  }
  return out;
}

inline Int pow_mod(const Int& base, const Int& exponent, const Int& p) {
  return boost::multiprecision::powm(base, exponent, p);
}

// value mod p in [0, p), also for a negative value.
inline Int mod(const Int& value, const Int& p) {
  const Int rest = value % p;
  return rest < 0 ? Int(rest + p) : rest;
}

template <class F>
Int modulus() {
  return to_int(F::kModulus);
}

// The element of an integer of any size and sign.
template <class F>
F element(const Int& value) {
  return *F::from_canonical(to_u256(mod(value, modulus<F>())));
}

template <class F>
Int integer(const F& a) {
  return to_int(a.to_canonical());
}

class RandomInts {
 public:
  explicit RandomInts(std::uint64_t seed) : engine_(seed) {}

  Int below(const Int& bound) {
    Int value = 0;
    for (int i = 0; i < 5; ++i) value = (value << 64) | engine_();
    return value % bound;
  }
  std::uint64_t word() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

// Integers in [0, p) about which carries, borrows and last subtractions turn: small ones, ones near
// p, p/2 and p/16, and powers of two at the limb boundaries of both radices; each as the value
// itself and as the value whose Montgomery form it is.
template <class F>
std::vector<Int> edges() {
  const Int p = modulus<F>();
  std::vector<Int> points{0, p, p / 2, p / 16, p / 3, p - p / 16};
  for (unsigned bits = 29; bits < 256; bits += 29) points.push_back(Int(1) << bits);
  for (unsigned bits = 64; bits < 256; bits += 64) points.push_back(Int(1) << bits);
  std::vector<Int> out;
  const Int inverse_64x4 = pow_mod(pow_mod(2, 256, p), p - 2, p);
  const Int inverse_29x9 = pow_mod(pow_mod(2, 261, p), p - 2, p);
  for (const Int& point : points) {
    for (int offset = -1; offset <= 1; ++offset) {
      for (const Int& factor : {Int(1), inverse_64x4, inverse_29x9}) {
        out.push_back(mod((point + offset) * factor, p));
      }
    }
  }
  return out;
}

}  // namespace onggi::testing
