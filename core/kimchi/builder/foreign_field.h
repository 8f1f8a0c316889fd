// Rows of arithmetic modulo another prime, on 88-bit limbs.
// Source: Kimchi book, "Foreign Field Addition", "Foreign Field Multiplication".
#pragma once

#include "core/kimchi/builder/bits.h"

namespace onggi {

using LimbCells = std::array<Cell, 3>;  // the least significant limb first

// The caller must check that the operands' limbs are below 2^88. Limbs that these functions return
// are already checked.
struct ForeignFieldCells {
  LimbCells left;
  LimbCells right;
  LimbCells result;  // proved to be below 2^264 and congruent, not to be reduced
};

namespace detail {

template <class F>
std::array<F, 3> limbs_of(const U256& value) {
  return {*F::from_canonical(value.low_bits(gates::kLimbBits)),
          *F::from_canonical(value.shr(gates::kLimbBits).low_bits(gates::kLimbBits)),
          *F::from_canonical(value.shr(2 * gates::kLimbBits))};
}

// The limbs of 2^264 − modulus.
template <class F>
std::array<F, 3> negated_limbs(const U256& modulus) {
  std::array<F, 3> limbs = limbs_of<F>(modulus);
  bool borrow = false;
  for (F& limb : limbs) {
    if (borrow) limb += F::one();
    borrow = !limb.is_zero();
    if (borrow) limb = gates::kPowerOfTwo<F, gates::kLimbBits> - limb;
  }
  return limbs;
}

struct QuotientAndRemainder {
  U256 quotient;
  U256 remainder;
};

// a·b = quotient·modulus + remainder for a, b < modulus, computed bit by bit from the top bit of a.
inline QuotientAndRemainder multiply_modulo(const U256& a, const U256& b, const U256& modulus) {
  QuotientAndRemainder out{};
  auto reduce = [&](bool carry) {
    const bool too_large = carry || out.remainder >= modulus;
    if (too_large) sub_assign(out.remainder, modulus);
    return too_large;
  };
  for (unsigned i = 256; i-- > 0;) {
    out.quotient = out.quotient.shl(1);
    uint64_t subtracted = reduce(add_assign(out.remainder, U256(out.remainder)));
    if (a.bit(i)) subtracted += reduce(add_assign(out.remainder, b));
    add_assign(out.quotient, U256::from_u64(subtracted));
  }
  return out;
}

inline Result<void> check_reduced(const U256& left, const U256& right, const U256& modulus) {
  if (left < modulus && right < modulus) return success();
  return fail(Errc::invalid_argument, "a foreign field element must be less than the modulus");
}

template <class C>
void wire_limbs(CircuitBuilder<C>& builder, const LimbCells& a, const LimbCells& b) {
  for (size_t i = 0; i < 3; ++i) builder.wire(a[i], b[i]).value();
}

inline LimbCells limb_cells(uint32_t row, uint32_t column) {
  return {{{row, column}, {row, column + 1}, {row, column + 2}}};
}

// left + sign·right − overflow·modulus = result in limbs: a ForeignFieldAdd row, a Zero row with
// the result, and a multi range check of the result.
template <class C>
ForeignFieldCells append_foreign_field_add(CircuitBuilder<C>& builder,
                                           const std::array<typename C::Scalar, 3>& left,
                                           const std::array<typename C::Scalar, 3>& right,
                                           const std::array<typename C::Scalar, 3>& modulus,
                                           const typename C::Scalar& sign,
                                           const typename C::Scalar& overflow,
                                           const std::array<typename C::Scalar, 3>& result) {
  using F = typename C::Scalar;
  // The high limbs: left2 + sign·right2 − overflow·modulus2 + carry = result2
  const F carry = result[2] - left[2] - sign * right[2] + overflow * modulus[2];
  const std::array<F, 8> cells{left[0],  left[1],  left[2],  right[0],
                               right[1], right[2], overflow, carry};
  const uint32_t row =
      builder.append(GateType::ForeignFieldAdd, cells, {modulus[0], modulus[1], modulus[2], sign});
  builder.append(GateType::Zero, result);
  const ForeignFieldCells out{limb_cells(row, 0), limb_cells(row, 3), limb_cells(row + 1, 0)};
  wire_limbs(builder, out.result, build_multi_range_check(builder, result).value());
  return out;
}

}  // namespace detail

// The value of an integer in three limbs. Errors: wire_out_of_range, invalid_argument (256 bits or
// more, or a limb of more than 88 bits).
template <class C>
Result<U256> foreign_field_value(const CircuitBuilder<C>& builder, const LimbCells& limbs) {
  U256 value{};
  for (unsigned i = 0; i < limbs.size(); ++i) {
    BOOST_OUTCOME_TRYV(builder.check(limbs[i]));
    const auto& limb = builder.value(limbs[i]);
    BOOST_OUTCOME_TRYV(
        detail::check_bits(limb, i == 2 ? 256 - 2 * gates::kLimbBits : gates::kLimbBits));
    add_assign(value, limb.to_canonical().shl(i * gates::kLimbBits));
  }
  return value;
}

// A number in three limbs, with a multi range check of the limbs.
template <class C>
LimbCells build_foreign_field_limbs(CircuitBuilder<C>& builder, const U256& value) {
  return build_multi_range_check(builder, detail::limbs_of<typename C::Scalar>(value)).value();
}

// left + right, or left − right: a ForeignFieldAdd row, a Zero row and a multi range check of the
// result. Errors: invalid_argument (an operand is not reduced).
template <class C>
Result<ForeignFieldCells> build_foreign_field_add(CircuitBuilder<C>& builder, const U256& left,
                                                  const U256& right, const U256& modulus,
                                                  bool subtract) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(detail::check_reduced(left, right, modulus));
  U256 result = left;
  bool overflow;
  if (subtract) {
    overflow = sub_assign(result, right);
    if (overflow) add_assign(result, modulus);
  } else {
    overflow = add_assign(result, right) || result >= modulus;
    if (overflow) sub_assign(result, modulus);
  }
  const F sign = subtract ? -F::one() : F::one();
  return detail::append_foreign_field_add(
      builder, detail::limbs_of<F>(left), detail::limbs_of<F>(right), detail::limbs_of<F>(modulus),
      sign, overflow ? sign : F::zero(), detail::limbs_of<F>(result));
}

// Checks value < modulus by checking value + 2^264 − modulus < 2^264: a ForeignFieldAdd row, a Zero
// row and a multi range check. Returns the cells of the value. Errors: invalid_argument.
template <class C>
Result<LimbCells> build_foreign_field_bound_check(CircuitBuilder<C>& builder, const U256& value,
                                                  const U256& modulus) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(detail::check_reduced(value, {}, modulus));
  const F two_88 = gates::kPowerOfTwo<F, gates::kLimbBits>;
  const auto v = detail::limbs_of<F>(value);
  const auto f = detail::negated_limbs<F>(modulus);
  std::array<F, 3> sum;
  F carry = F::zero();
  for (size_t i = 0; i < 3; ++i) {
    sum[i] = v[i] + f[i] + carry;
    const bool carries = sum[i].to_canonical().bit_length() > gates::kLimbBits;
    if (carries) sum[i] -= two_88;
    carry = carries ? F::one() : F::zero();
  }
  const Cell zero = builder.constant(F::zero());
  const Cell one = builder.constant(F::one());
  const Cell high = builder.constant(two_88);
  const ForeignFieldCells cells =
      detail::append_foreign_field_add(builder, v, {F::zero(), F::zero(), two_88},
                                       detail::limbs_of<F>(modulus), F::one(), F::one(), sum);
  detail::wire_limbs(builder, cells.right, {zero, zero, high});
  builder.wire(one, {cells.left[0].row, 6}).value();
  return cells.left;
}

namespace detail {

// Checks that the high limbs of two numbers are at most the modulus's, by a multi range check of
// limb + 2^88 − 1 − modulus_high. With larger limbs, a product could be wrong by a multiple of
// 2^264 times the native modulus, which the gate does not detect.
template <class C>
Result<void> append_high_limb_bounds(CircuitBuilder<C>& builder, const LimbCells& left,
                                     const LimbCells& right,
                                     const typename C::Scalar& modulus_high) {
  using F = typename C::Scalar;
  const F slack = gates::kPowerOfTwo<F, gates::kLimbBits> - modulus_high - F::one();
  std::array<Cell, 2> bounds;
  std::array<F, 3> values{};
  const std::array<Cell, 2> high{left[2], right[2]};
  for (size_t i = 0; i < 2; ++i) {
    const F& limb = builder.value(high[i]);
    values[i] = limb + slack;
    const std::array<F, 5> sum{F::one(), F::zero(), -F::one(), F::zero(), slack};
    BOOST_OUTCOME_TRY(half, builder.generic(sum, limb, F::zero(), values[i]));
    BOOST_OUTCOME_TRYV(builder.wire(high[i], half[0]));
    bounds[i] = half[2];
  }
  BOOST_OUTCOME_TRY(checked, build_multi_range_check(builder, values));
  for (size_t i = 0; i < 2; ++i) {
    BOOST_OUTCOME_TRYV(builder.wire(bounds[i], checked[i]));
  }
  return success();
}

}  // namespace detail

// left·right: a ForeignFieldMul row, a Zero row, and multi range checks of the result, of the
// quotient, of the values that the gate does not check itself, and of the operands' high limbs,
// which must be at most the modulus's. Errors: invalid_argument (an operand is not reduced).
template <class C>
Result<ForeignFieldCells> build_foreign_field_mul(CircuitBuilder<C>& builder, const U256& left,
                                                  const U256& right, const U256& modulus) {
  using F = typename C::Scalar;
  using gates::kLimbBits;
  BOOST_OUTCOME_TRYV(detail::check_reduced(left, right, modulus));
  const auto [quotient, remainder] = detail::multiply_modulo(left, right, modulus);
  const F two_88 = gates::kPowerOfTwo<F, kLimbBits>;
  const auto a = detail::limbs_of<F>(left);
  const auto b = detail::limbs_of<F>(right);
  const auto q = detail::limbs_of<F>(quotient);
  const auto r = detail::limbs_of<F>(remainder);
  const auto f = detail::negated_limbs<F>(modulus);
  const F modulus_high = detail::limbs_of<F>(modulus)[2];

  // All integers here are below 2^180, so field arithmetic equals integer arithmetic.
  auto high = [](const F& value, unsigned bits) {
    return *F::from_canonical(value.to_canonical().shr(bits));
  };
  auto low = [](const F& value) {
    return *F::from_canonical(value.to_canonical().low_bits(kLimbBits));
  };
  const F p0 = a[0] * b[0] + q[0] * f[0];
  const F p1 = a[0] * b[1] + a[1] * b[0] + q[0] * f[1] + q[1] * f[0];
  const F p2 = a[0] * b[2] + a[1] * b[1] + a[2] * b[0] + q[0] * f[2] + q[1] * f[1] + q[2] * f[0];
  const F p1_low = low(p1);
  const F p1_high = high(p1, kLimbBits);
  const F r01 = r[0] + two_88 * r[1];
  const F carry0 = high(p0 + two_88 * p1_low - r01, 2 * kLimbBits);
  const U256 carry1 = (p2 + p1_high + carry0 - r[2]).to_canonical().shr(kLimbBits);
  const F bound = q[2] + two_88 - modulus_high - F::one();

  auto digit = [&carry1](unsigned bit, unsigned width) {
    return F::from_u64(carry1.bits(bit, width));
  };
  const std::array<F, kColumns> current{a[0],          a[1],          a[2],          b[0],
                                        b[1],          b[2],          p1_low,        digit(0, 12),
                                        digit(12, 12), digit(24, 12), digit(36, 12), digit(84, 2),
                                        digit(86, 2),  digit(88, 2),  digit(90, 1)};
  const std::array<F, 12> next{
      r01,           r[2],          q[0],          q[1],
      q[2],          bound,         low(p1_high),  high(p1_high, kLimbBits),
      digit(48, 12), digit(60, 12), digit(72, 12), carry0};
  const uint32_t row =
      builder.append(GateType::ForeignFieldMul, current, {modulus_high, f[0], f[1], f[2]});
  builder.append(GateType::Zero, next);
  BOOST_OUTCOME_TRY(parts, build_multi_range_check(builder, {p1_low, low(p1_high), bound}));
  detail::wire_limbs(builder, parts, {{{row, 6}, {row + 1, 6}, {row + 1, 5}}});
  BOOST_OUTCOME_TRY(quotient_limbs, build_multi_range_check(builder, q));
  detail::wire_limbs(builder, quotient_limbs, detail::limb_cells(row + 1, 2));
  BOOST_OUTCOME_TRY(result, build_compact_multi_range_check(builder, r));
  builder.wire(result.compact, {row + 1, 0}).value();
  builder.wire(result.limbs[2], {row + 1, 1}).value();
  const ForeignFieldCells cells{detail::limb_cells(row, 0), detail::limb_cells(row, 3),
                                result.limbs};
  BOOST_OUTCOME_TRYV(
      detail::append_high_limb_bounds(builder, cells.left, cells.right, modulus_high));
  return cells;
}

}  // namespace onggi
