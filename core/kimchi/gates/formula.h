// Parts that the formulas of several gates share. E is a field or AnyValue.
#pragma once

#include <array>
#include <cstddef>

namespace onggi::gates {

template <class E, unsigned kBits>
inline constexpr E kPowerOfTwo = [] {
  E power = E::one();
  for (unsigned i = 0; i < kBits; ++i) power = power.doubled();
  return power;
}();

// a · 2^kBits
template <unsigned kBits, class E>
E shift_left(const E& a) {
  if constexpr (kBits > 4) {
    return a * kPowerOfTwo<E, kBits>;
  } else {
    E shifted = a;
    for (unsigned i = 0; i < kBits; ++i) shifted = shifted.doubled();
    return shifted;
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
E tripled(const E& a) {
  return a.doubled() + a;
}

// Zero iff b is 0 or 1: b² − b
template <class E>
E boolean(const E& b) {
  return b.square() - b;
}

// Zero iff x is 0, 1, 2 or 3: x·(x − 1)·(x − 2)·(x − 3) = y² + 2y with y = x² − 3x
template <class E>
E crumb(const E& x, const E& square_of_x) {
  const E y = square_of_x - tripled(x);
  return y.square() + y.doubled();
}
template <class E>
E crumb(const E& x) {
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
