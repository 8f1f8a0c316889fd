// Half scalars in non-adjacent form of width 4: the digits are 0, ±1, ±3, ±5 and ±7. On average one
// digit in five is not zero.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/curve/endomorphism.h"

namespace onggi {

// The odd multiples that digits select: 1, 3, 5, 7.
inline constexpr size_t kOddMultiples = 4;

struct SignedDigits {
  static constexpr unsigned kMaxLength = 129;
  // half = Σ_i digit[i]·2^i.
  std::array<int8_t, kMaxLength> digit{};

  unsigned length = 0;  // all digits from here on are zero

  explicit SignedDigits(const HalfScalar& half);
};

// The digits of both halves of a scalar.
struct SplitDigits {
  std::array<SignedDigits, 2> half;

  unsigned length() const { return std::max(half[0].length, half[1].length); }

  explicit SplitDigits(const SplitScalar& k) : half{SignedDigits(k.k1), SignedDigits(k.k2)} {}
};

}  // namespace onggi
