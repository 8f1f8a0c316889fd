#include "core/curve/signed_digits.h"

namespace onggi {

SignedDigits::SignedDigits(const HalfScalar& half) {
  constexpr unsigned kWidth = 4;
  const unsigned bits = half.bit_length();
  unsigned carry = 0;
  for (unsigned i = 0; i < bits || carry != 0;) {
    if (half.bits(i, 1) == carry) {
      ++i;
      continue;
    }
    // An odd number in (−2^3, 2^3). Subtracting it clears the low four bits.
    int value = static_cast<int>(half.bits(i, kWidth) + carry);
    carry = static_cast<unsigned>(value) >> (kWidth - 1);
    value -= static_cast<int>(carry << kWidth);
    digit[i] = static_cast<int8_t>(half.negative ? -value : value);
    length = i + 1;
    i += kWidth;
  }
}

}  // namespace onggi
