#pragma once

#include <array>

#include "core/field/divsteps_impl.h"
#include "core/field/montgomery.h"
#include "core/field/square_root.h"

namespace onggi {

template <class Params, class Radix>
auto Montgomery<Params, Radix>::two_adic_root() -> Montgomery {
  static const Montgomery root = multiplicative_generator().pow(kOddPart);
  return root;
}

// 4-bit digits from the top. Runs of zero digits cost only squarings.
template <class Params, class Radix>
auto Montgomery<Params, Radix>::pow(const U256& exponent) const -> Montgomery {
  constexpr unsigned kWidth = 4;
  const unsigned digits = (exponent.bit_length() + kWidth - 1) / kWidth;
  if (digits == 0) return one();
  std::array<Montgomery, 1 << kWidth> powers;
  powers[1] = *this;
  for (size_t i = 2; i < powers.size(); ++i) {
    powers[i] = i % 2 == 0 ? powers[i / 2].square() : powers[i - 1] * *this;
  }
  Montgomery out = powers[exponent.bits(kWidth * (digits - 1), kWidth)];
  for (unsigned i = digits - 1; i-- > 0;) {
    for (unsigned j = 0; j < kWidth; ++j) out = out.square();
    const uint64_t digit = exponent.bits(kWidth * i, kWidth);
    if (digit != 0) out *= powers[digit];
  }
  return out;
}

template <class Params, class Radix>
auto Montgomery<Params, Radix>::inverse_vartime() const -> Montgomery {
  count_work(Work::inversion);
  // (a·R)^−1·R^3 / R = a^−1·R
  const U256 value = Arithmetic::join(Arithmetic::canonical(limbs_));
  const U256 inverse = Radix::Steps::inverse_vartime(value, kModulus);
  Montgomery out;
  Arithmetic::mul(out.limbs_, Arithmetic::split(inverse), kR3);
  return out;
}

template <class Params, class Radix>
bool Montgomery<Params, Radix>::is_square_vartime() const {
  if (is_zero()) return true;
  const int symbol = Radix::Steps::jacobi_vartime(to_canonical(), kModulus);
  if (symbol != 0) return symbol == 1;
  return pow(kModulus.shr1()) == one();
}

template <class Params, class Radix>
auto Montgomery<Params, Radix>::sqrt_vartime() const -> std::optional<Montgomery> {
  return SquareRootTables<Montgomery>::shared().sqrt_vartime(*this);
}

}  // namespace onggi
