// Parts that the formulas of several gates share. E is a field, a vector of its elements (where the
// result may be a lazy one), or AnyValue.
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/field/packed.h"

namespace onggi::gates {

// kValue · 2^kBits
template <class F, uint64_t kValue, unsigned kBits = 0>
inline constexpr F kInteger = [] {
  F power = F::from_u64(kValue);
  for (unsigned i = 0; i < kBits; ++i) power = power.doubled();
  return power;
}();

// 2^kBits
template <class F, unsigned kBits>
inline constexpr F kPowerOfTwo = kInteger<F, 1, kBits>;

// kValue · 2^kBits as an element, in every lane of a vector.
template <class E, uint64_t kValue, unsigned kBits = 0>
E integer() {
  using F = FieldOf<E>;
  if constexpr (std::is_same_v<E, F>) {
    return kInteger<E, kValue, kBits>;
  } else {
    static constexpr auto kConstant = E::constant(kInteger<F, kValue, kBits>);
    return E(kConstant);
  }
}

// a · 2^kBits
template <unsigned kBits, class E>
auto shift_left(const E& a) {
  if constexpr (kBits > 4) {
    return a * integer<E, 1, kBits>();
  } else if constexpr (kBits == 0) {
    return a;
  } else {
    return shift_left<kBits - 1>(a.doubled());
  }
}

// The number of bits in a limb of a foreign field element.
inline constexpr unsigned kLimbBits = 88;

// low + 2^88·high
template <class E>
E two_limbs(const E& low, const E& high) {
  return low + shift_left<kLimbBits>(high);
}

// low + 2^88·middle + 2^176·high
template <class E>
E three_limbs(const E& low, const E& middle, const E& high) {
  return two_limbs(low, two_limbs(middle, high));
}

template <class E>
auto tripled(const E& a) {
  return a.doubled() + a;
}

// Zero iff b is 0 or 1: b² − b
template <class E>
auto boolean(const E& b) {
  return b.square() - b;
}

// Zero iff x is 0, 1, 2 or 3: x·(x − 1)·(x − 2)·(x − 3) = y² + 2y with y = x² − 3x
template <class E>
auto crumb(const E& x, const E& square_of_x) {
  const E y = square_of_x - tripled(x);
  return y.square() + y.doubled();
}
template <class E>
auto crumb(const E& x) {
  return crumb(x, x.square());
}

// Builds a number from its digits, most significant first.
template <class E>
class Digits {
 public:
  explicit Digits(const E& first) : value_(first) {}

  template <unsigned kBits>
  Digits& append(const E& digit) {
    value_ = shift_left<kBits>(value_) + digit;
    return *this;
  }

  const E& value() const { return value_; }

 private:
  E value_;
};

}  // namespace onggi::gates
