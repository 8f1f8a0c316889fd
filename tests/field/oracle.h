// Arithmetic modulo p with the big integers of an independent library. Operands and results are
// integers in [0, p). The bodies are in a separate file because that library is slow to compile.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <random>
#include <string_view>
#include <vector>

#include "core/field/u256.h"

namespace onggi {

inline void PrintTo(const U256& value, std::ostream* out) { *out << value.to_hex(); }

}  // namespace onggi

namespace onggi::testing {

class Oracle {
 public:
  explicit Oracle(const U256& p) : p_(p) {}

  U256 add(const U256& a, const U256& b) const;
  U256 sub(const U256& a, const U256& b) const;
  U256 mul(const U256& a, const U256& b) const;
  U256 pow(const U256& a, const U256& exponent) const;
  U256 inverse(const U256& a) const;  // 0 for 0
  bool is_square(const U256& a) const;
  // arkworks' SqrtPrecomputation::TonelliShanks (ark-ff, fields/sqrt.rs), step by step.
  std::optional<U256> tonelli_shanks(const U256& a, uint64_t generator, unsigned two_adicity) const;

  // Integers at which carries, borrows and final subtractions change: small ones, ones near p, p/2,
  // p/3 and p/16, and powers of two at the limb boundaries of both radices. Each occurs as the
  // value itself and as the Montgomery form of a value.
  std::vector<U256> edges() const;

 private:
  U256 p_;
};

U256 decimal(std::string_view text);

class RandomIntegers {
 public:
  explicit RandomIntegers(uint64_t seed) : engine_(seed) {}

  U256 below(const U256& bound);
  U256 any();  // in [0, 2^256)
  uint64_t word() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

// The element of an integer in [0, p).
template <class F>
F element(const U256& value) {
  return F::from_canonical(value).value();
}

}  // namespace onggi::testing
