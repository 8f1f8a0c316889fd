// Square roots in a field with 2^k | p − 1 for a large k. Takes one exponentiation, and a discrete
// logarithm to the base of a 2^k-th root of unity, by tables (Sarkar: Computing square roots faster
// than the Tonelli-Shanks/Bernstein algorithm, 2020).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/field/u256.h"

namespace onggi {

// z = F::two_adic_root() has order 2^k, k = F::kTwoAdicity. Logarithms are computed in k/w digits
// of w bits.
template <class F>
class SquareRootTables {
 public:
  // Built on first use and shared; about 36 KiB for k = 32.
  static const SquareRootTables& shared() {
    static const SquareRootTables tables;
    return tables;
  }

  // See Montgomery::sqrt_vartime.
  std::optional<F> sqrt_vartime(const F& a) const {
    // w = a^((T−1)/2), x = a·w = a^((T+1)/2), b = x·w = a^T
    const F w = a.pow(F::kOddPart.shr1());
    const F x = a * w;
    const uint64_t e = log(x * w);
    if (e % 2 != 0) return std::nullopt;
    // b = z^e, so s = −e/2 mod 2^(k−1): z^s = −z^(−e/2) for e > 0, since z^(2^(k−1)) = −1.
    if (e == 0) return x;
    return -(x * inverse_power(e / 2));
  }

 private:
  static constexpr unsigned kBits = F::kTwoAdicity;

  static constexpr unsigned digit_bits() {
    unsigned width = kBits < 8 ? kBits : 8;
    while (kBits % width != 0) --width;
    return width;
  }
  static constexpr unsigned kDigitBits = digit_bits();
  static constexpr unsigned kDigits = kBits / kDigitBits;
  static constexpr size_t kDigitValues = size_t{1} << kDigitBits;
  static_assert(kBits <= 63);

  SquareRootTables() {
    F base = F::two_adic_root().inverse_vartime();
    for (auto& row : inverse_power_) {
      F power = F::one();
      for (F& entry : row) {
        entry = power;
        power *= base;
      }
      base = power;
    }
    for (size_t d = 0; d < kDigitValues; ++d) {
      sorted_[d] = {key(inverse_power_[kDigits - 1][d]), (kDigitValues - d) % kDigitValues};
    }
    std::sort(sorted_.begin(), sorted_.end());
  }

  static uint64_t key(const F& a) { return a.to_canonical().limb[0]; }

  // z^−e, 0 ≤ e < 2^k.
  F inverse_power(uint64_t e) const {
    F product = inverse_power_[0][e % kDigitValues];
    for (unsigned i = 1; i < kDigits; ++i) {
      e >>= kDigitBits;
      product *= inverse_power_[i][e % kDigitValues];
    }
    return product;
  }

  // The digit d with a = h^d, where h = z^(2^(k−w)) has order 2^w. 0 for a = 0: h^0 = 1 has the
  // least key, and so 0 is the root of 0.
  uint64_t digit(const F& a) const {
    const auto found =
        std::lower_bound(sorted_.begin(), sorted_.end(), std::pair<uint64_t, uint64_t>{key(a), 0});
    return found == sorted_.end() ? 0 : found->second;
  }

  // The e in [0, 2^k) with b = z^e, lowest digit first. Given e = e_0 + … + e_(j−1)·2^(w·(j−1)),
  // (b·z^−e)^(2^(k−w·(j+1))) = h^(e_j).
  uint64_t log(const F& b) const {
    // powers[j] = b^(2^(k−w·(j+1)))
    std::array<F, kDigits> powers;
    powers[kDigits - 1] = b;
    for (unsigned j = kDigits - 1; j > 0; --j) {
      F power = powers[j];
      for (unsigned i = 0; i < kDigitBits; ++i) power = power.square();
      powers[j - 1] = power;
    }
    uint64_t e = 0;
    for (unsigned j = 0; j < kDigits; ++j) {
      F power = powers[j];
      for (unsigned i = 0; i < j; ++i) {
        power *= inverse_power_[kDigits - 1 - (j - i)][(e >> (kDigitBits * i)) % kDigitValues];
      }
      e |= digit(power) << (kDigitBits * j);
    }
    return e;
  }

  // inverse_power_[i][d] = z^(−d·2^(w·i))
  std::array<std::array<F, kDigitValues>, kDigits> inverse_power_;
  // (key(h^d), d) in ascending order
  std::array<std::pair<uint64_t, uint64_t>, kDigitValues> sorted_;
};

}  // namespace onggi
