// A prime field in Montgomery form: the element a is stored as a·R mod p.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/field/modular.h"
#include "core/field/u256.h"
#include "core/field/work_count.h"

namespace onggi {

template <class F, size_t N, unsigned Bound>
class Packed;

// Params: kModulus (odd prime below 2^255), kGenerator (of the multiplicative group), kTwoAdicity
// (the exponent of 2 in p − 1). Radix: the size and number of limbs (radix64x4.h, radix29x9.h).
//
// Each object holds a valid element. Two objects compare equal iff their values are equal. Objects
// are trivially copyable. Arithmetic without the suffix _vartime does not branch on values, except
// that comparisons may stop early.
template <class Params, class Radix>
class Montgomery {
  using Arithmetic = typename Radix::template Arithmetic<Params>;
  using Limbs = typename Arithmetic::Limbs;
  template <class, size_t, unsigned>
  friend class Packed;

 public:
  static constexpr U256 kModulus = Params::kModulus;
  static constexpr unsigned kModulusBits = kModulus.bit_length();
  // p − 1 = 2^kTwoAdicity·kOddPart
  static constexpr unsigned kTwoAdicity = Params::kTwoAdicity;
  static constexpr U256 kOddPart = kModulus.shr(kTwoAdicity);
  static_assert(kModulus.bits(0, kTwoAdicity) == 1 && kOddPart.bit(0));

  constexpr Montgomery() = default;  // zero

  static constexpr Montgomery zero() { return {}; }
  static constexpr Montgomery one() { return from_limbs(kOne); }
  static constexpr Montgomery from_u64(uint64_t value) { return from_any(U256::from_u64(value)); }
  // nullopt unless value < kModulus.
  static constexpr std::optional<Montgomery> from_canonical(const U256& value) {
    if (value >= kModulus) return std::nullopt;
    return from_any(value);
  }
  // In [0, kModulus).
  constexpr U256 to_canonical() const {
    // a·R·1 / R = a
    Limbs out{};
    Arithmetic::mul(out, limbs_, Arithmetic::split(U256::from_u64(1)));
    return Arithmetic::join(Arithmetic::canonical(out));
  }

  // Params::kGenerator.
  static constexpr Montgomery multiplicative_generator() { return from_u64(Params::kGenerator); }
  // generator^kOddPart, a primitive 2^kTwoAdicity-th root of unity.
  static Montgomery two_adic_root();

  friend constexpr Montgomery operator+(const Montgomery& a, const Montgomery& b) {
    count_work(Work::addition);
    Montgomery out;
    Arithmetic::add(out.limbs_, a.limbs_, b.limbs_);
    return out;
  }
  friend constexpr Montgomery operator-(const Montgomery& a, const Montgomery& b) {
    count_work(Work::addition);
    Montgomery out;
    Arithmetic::sub(out.limbs_, a.limbs_, b.limbs_);
    return out;
  }
  friend constexpr Montgomery operator*(const Montgomery& a, const Montgomery& b) {
    count_work(Work::multiplication);
    Montgomery out;
    Arithmetic::mul(out.limbs_, a.limbs_, b.limbs_);
    return out;
  }
  constexpr Montgomery operator-() const { return Montgomery{} - *this; }
  constexpr Montgomery& operator+=(const Montgomery& b) {
    count_work(Work::addition);
    Arithmetic::add(limbs_, limbs_, b.limbs_);
    return *this;
  }
  constexpr Montgomery& operator-=(const Montgomery& b) {
    count_work(Work::addition);
    Arithmetic::sub(limbs_, limbs_, b.limbs_);
    return *this;
  }
  constexpr Montgomery& operator*=(const Montgomery& b) {
    count_work(Work::multiplication);
    Arithmetic::mul(limbs_, limbs_, b.limbs_);
    return *this;
  }
  friend constexpr bool operator==(const Montgomery& a, const Montgomery& b) {
    return Arithmetic::equal(a.limbs_, b.limbs_);
  }

  constexpr bool is_zero() const { return Arithmetic::is_zero(limbs_); }
  constexpr Montgomery doubled() const { return *this + *this; }
  constexpr Montgomery square() const {
    count_work(Work::square);
    Montgomery out;
    Arithmetic::sqr(out.limbs_, limbs_);
    return out;
  }

  // The time depends on the exponent, which must be public. 0^0 = 1.
  Montgomery pow(const U256& exponent) const;
  Montgomery pow_u64(uint64_t exponent) const { return pow(U256::from_u64(exponent)); }

  // Returns 0 for 0.
  Montgomery inverse_vartime() const;

  // Also true for 0.
  bool is_square_vartime() const;
  // The root that arkworks' Tonelli-Shanks returns: a^((T+1)/2)·z^s with T = kOddPart, z =
  // two_adic_root() and the s in [0, 2^(kTwoAdicity−1)) for which z^(2s) = a^−T. nullopt for a
  // non-residue.
  std::optional<Montgomery> sqrt_vartime() const;

 private:
  static constexpr unsigned kMontgomeryBits = Arithmetic::kMontgomeryBits;
  static constexpr Limbs kOne = Arithmetic::split(pow2_mod(kMontgomeryBits, kModulus));
  static constexpr Limbs kR2 = Arithmetic::split(pow2_mod(2 * kMontgomeryBits, kModulus));
  static constexpr Limbs kR3 = Arithmetic::split(pow2_mod(3 * kMontgomeryBits, kModulus));

  static constexpr Montgomery from_limbs(const Limbs& limbs) {
    Montgomery out;
    out.limbs_ = limbs;
    return out;
  }
  // value mod p for value < 2^64 or value < p.
  static constexpr Montgomery from_any(const U256& value) {
    Montgomery out;
    Arithmetic::mul(out.limbs_, Arithmetic::split(value), kR2);
    return out;
  }

  Limbs limbs_{};
};

}  // namespace onggi
