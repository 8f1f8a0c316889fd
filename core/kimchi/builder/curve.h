// Rows of arithmetic on the curve whose coordinates are in the circuit's field.
// Source: Kimchi book, "Elliptic Curve Addition", "Variable Base Scalar Multiplication",
// "Endo Scalar Multiplication".
#pragma once

#include <cassert>

#include "core/curve/affine.h"
#include "core/curve/endo_coefficient.h"
#include "core/field/u256.h"
#include "core/kimchi/builder/circuit_builder.h"

namespace onggi {

struct PointCells {
  Cell x;
  Cell y;
};

struct CompleteAddCells {
  PointCells left;
  PointCells right;
  PointCells sum;
  Cell infinity;  // 1 if the sum is the identity; then `sum` is 2·left and must not be used
};

struct ScaleCells {
  PointCells base;
  PointCells result;
  Cell scalar;
};

namespace detail {

// (in + addend) + in, with the slopes of both additions.
template <class F>
struct DoubleAndAdd {
  F first_slope;
  F x;
  F y;
};

// Requires in ≠ ±addend. This holds in both uses: multiples of a base start at 2·base, and reach
// ±base only after ±base or infinity; sums a·base + b·φ(base) have a and b from 2 to 2^67. Errors:
// invalid_argument if the second addition is of a point and its negative, for which the gates have
// no witness.
template <class F>
Result<DoubleAndAdd<F>> double_and_add(const F& x, const F& y, const F& xq, const F& yq) {
  assert(x != xq);
  const F s1 = (y - yq) * (x - xq).inverse_vartime();
  const F xr = s1.square() - x - xq;
  if (x == xr) {
    return fail(Errc::invalid_argument, "the multiplication must not add a point and its negative");
  }
  const F s2 = y.doubled() * (x - xr).inverse_vartime() - s1;
  const F x_out = xq + s2.square() - s1.square();
  return DoubleAndAdd<F>{s1, x_out, (x - x_out) * s2 - y};
}

template <class C>
Result<void> check_point(const Affine<C>& point) {
  if (point.is_identity()) return fail(Errc::invalid_argument, "a point must not be at infinity");
  if (!point.is_on_curve()) return fail(Errc::point_not_on_curve);
  return success();
}

template <class C>
void wire_points(CircuitBuilder<C>& builder, const PointCells& a, const PointCells& b) {
  builder.wire(a.x, b.x).value();
  builder.wire(a.y, b.y).value();
}

// The CompleteAdd row of two points. Neither may be at infinity.
template <class C>
std::array<typename C::Base, 11> complete_add_row(const Affine<C>& left, const Affine<C>& right) {
  using F = typename C::Base;
  const F x21 = right.x - left.x;
  const F y21 = right.y - left.y;
  const bool same_x = x21.is_zero();
  const bool infinity = same_x && !y21.is_zero();
  const F x1_squared = left.x.square();
  const F slope = same_x ? (x1_squared.doubled() + x1_squared) * left.y.doubled().inverse_vartime()
                         : y21 * x21.inverse_vartime();
  const F x3 = slope.square() - left.x - right.x;
  const F y3 = slope * (left.x - x3) - left.y;
  auto bit = [](bool b) { return b ? F::one() : F::zero(); };
  return {left.x,
          left.y,
          right.x,
          right.y,
          x3,
          y3,
          bit(infinity),
          bit(same_x),
          slope,
          infinity ? y21.inverse_vartime() : F::zero(),
          x21.inverse_vartime()};
}

template <class C>
Affine<C> sum_of_row(const std::array<typename C::Base, 11>& complete_add) {
  return {complete_add[4], complete_add[5]};
}

template <class C>
CompleteAddCells append_complete_add(CircuitBuilder<C>& builder,
                                     const std::array<typename C::Scalar, 11>& cells) {
  const uint32_t row = builder.append(GateType::CompleteAdd, cells);
  return {{{row, 0}, {row, 1}}, {{row, 2}, {row, 3}}, {{row, 4}, {row, 5}}, {row, 6}};
}

// Computes all rows before it appends the first: if no witness exists, the builder does not change.
template <class F>
using WitnessRows = std::vector<std::array<F, kColumns>>;

// The row pairs of a variable base multiplication that starts at `point`.
template <class C>
Result<WitnessRows<typename C::Base>> variable_base_rows(const Affine<C>& base, Affine<C> point,
                                                         const U256& scalar, unsigned pairs) {
  using F = typename C::Base;
  constexpr std::array<size_t, 6> kPoints{2, 7, 9, 11, 13, 15};
  WitnessRows<F> rows;
  rows.reserve(size_t{2} * pairs);
  F n = F::zero();
  for (unsigned pair = pairs; pair-- > 0;) {
    std::array<F, kColumns> current{base.x, base.y};
    std::array<F, kColumns> next{};
    current[4] = n;
    for (unsigned i = 0; i < 5; ++i) {
      const bool bit = scalar.bit(5 * pair + 4 - i);
      current[kPoints[i]] = point.x;
      current[kPoints[i] + 1] = point.y;
      BOOST_OUTCOME_TRY(step, double_and_add(point.x, point.y, base.x, bit ? base.y : -base.y));
      next[2 + i] = bit ? F::one() : F::zero();
      next[7 + i] = step.first_slope;
      n = n.doubled() + next[2 + i];
      point = {step.x, step.y};
    }
    current[5] = n;
    next[0] = point.x;
    next[1] = point.y;
    rows.push_back(current);
    rows.push_back(next);
  }
  return rows;
}

inline constexpr unsigned kChallengeBits = 128;

// The EndoMul rows of a challenge, starting at `point`, and the Zero row with the result.
template <class C>
Result<WitnessRows<typename C::Base>> endo_mul_rows(const Affine<C>& base, Affine<C> point,
                                                    const U256& challenge, Revision revision) {
  using F = typename C::Base;
  const Affine<C> image = base.endomorphism();
  WitnessRows<F> rows;
  F n = F::zero();
  for (unsigned top = kChallengeBits; top > 0; top -= 4) {
    std::array<F, 4> b;
    for (unsigned i = 0; i < 4; ++i) b[i] = F::from_u64(challenge.bit(top - 1 - i) ? 1 : 0);
    auto add = [&](const F& x, const F& y, size_t i) {
      return double_and_add(x, y, b[i].is_zero() ? base.x : image.x,
                            b[i + 1].is_zero() ? -base.y : base.y);
    };
    BOOST_OUTCOME_TRY(r, add(point.x, point.y, 0));
    BOOST_OUTCOME_TRY(s, add(r.x, r.y, 2));
    std::array<F, kColumns> cells{base.x, base.y, F::zero(), F::zero(),     point.x,      point.y,
                                  n,      r.x,    r.y,       r.first_slope, s.first_slope};
    if (revision == Revision::mesa) cells[2] = ((point.x - r.x) * (r.x - s.x)).inverse_vartime();
    for (unsigned i = 0; i < 4; ++i) {
      cells[11 + i] = b[i];
      n = n.doubled() + b[i];
    }
    point = {s.x, s.y};
    rows.push_back(cells);
  }
  rows.push_back({F::zero(), F::zero(), F::zero(), F::zero(), point.x, point.y, n});
  return rows;
}

}  // namespace detail

// left + right with one CompleteAdd row. Errors: invalid_argument (an input at infinity),
// point_not_on_curve.
template <class C>
Result<CompleteAddCells> build_complete_add(CircuitBuilder<C>& builder,
                                            const Affine<typename C::Other>& left,
                                            const Affine<typename C::Other>& right) {
  BOOST_OUTCOME_TRYV(detail::check_point(left));
  BOOST_OUTCOME_TRYV(detail::check_point(right));
  return detail::append_complete_add(builder, detail::complete_add_row(left, right));
}

// The most rows that build_variable_base_mul appends: two for five bits, one for the doubling, one
// for the constant zero.
constexpr size_t variable_base_mul_rows(size_t bits) { return 2 * ((bits + 4) / 5) + 2; }

// (2^n + 2·scalar + 1)·base for n = 5·ceil(bits / 5): a doubling, then ceil(bits / 5) pairs of a
// VarBaseMul and a Zero row. Errors: invalid_argument (infinity; `bits` is 0 or above 255; the
// scalar has more bits; an addition of a point and its negative occurs), point_not_on_curve.
template <class C>
Result<ScaleCells> build_variable_base_mul(CircuitBuilder<C>& builder,
                                           const Affine<typename C::Other>& base,
                                           const U256& scalar, unsigned bits) {
  if (bits == 0 || bits > 255) {
    return fail(Errc::invalid_argument, fmt::format("bits must be from 1 to 255, got {}", bits));
  }
  if (scalar.bit_length() > bits) {
    return fail(Errc::invalid_argument, fmt::format("the scalar must have at most {} bits", bits));
  }
  BOOST_OUTCOME_TRYV(detail::check_point(base));
  const auto doubling = detail::complete_add_row(base, base);
  BOOST_OUTCOME_TRY(
      rows, detail::variable_base_rows(base, detail::sum_of_row<typename C::Other>(doubling),
                                       scalar, (bits + 4) / 5));
  builder.reserve_rows(variable_base_mul_rows(bits));
  const CompleteAddCells doubled = detail::append_complete_add(builder, doubling);
  detail::wire_points(builder, doubled.left, doubled.right);
  ScaleCells cells{doubled.left, doubled.sum, builder.constant(C::Scalar::zero())};
  for (size_t i = 0; i < rows.size(); i += 2) {
    const uint32_t row = builder.append(GateType::VarBaseMul, rows[i]);
    builder.append(GateType::Zero, rows[i + 1]);
    detail::wire_points(builder, cells.base, {{row, 0}, {row, 1}});
    detail::wire_points(builder, cells.result, {{row, 2}, {row, 3}});
    builder.wire(cells.scalar, {row, 4}).value();
    cells = {{{row, 0}, {row, 1}}, {{row + 1, 0}, {row + 1, 1}}, {row, 5}};
  }
  return cells;
}

// challenge·base, with the challenge expanded as in ScalarChallenge::to_field: the rows of 2·(base
// + φ(base)), then EndoMul rows for 128 bits and a Zero row. Errors: invalid_argument (infinity,
// more than 128 bits), point_not_on_curve.
template <class C>
Result<ScaleCells> build_endo_mul(CircuitBuilder<C>& builder, const Affine<typename C::Other>& base,
                                  const U256& challenge) {
  using F = typename C::Scalar;
  using Curve = typename C::Other;
  if (challenge.bit_length() > detail::kChallengeBits) {
    return fail(Errc::invalid_argument, "the challenge must have at most 128 bits");
  }
  BOOST_OUTCOME_TRYV(detail::check_point(base));
  const Affine<Curve> image = base.endomorphism();
  const auto adding = detail::complete_add_row(base, image);
  const auto sum = detail::sum_of_row<Curve>(adding);
  const auto doubling = detail::complete_add_row(sum, sum);
  BOOST_OUTCOME_TRY(rows, detail::endo_mul_rows(base, detail::sum_of_row<Curve>(doubling),
                                                challenge, builder.revision()));

  const CompleteAddCells once = detail::append_complete_add(builder, adding);
  // φ(base) = (endo·x, y)
  const std::array<F, 5> is_image{endo_coefficient<F>(), F::zero(), -F::one(), F::zero(),
                                  F::zero()};
  const auto scaled = builder.generic(is_image, base.x, F::zero(), image.x).value();
  detail::wire_points(builder, once.left, {scaled[0], once.right.y});
  builder.wire(scaled[2], once.right.x).value();
  const CompleteAddCells twice = detail::append_complete_add(builder, doubling);
  detail::wire_points(builder, once.sum, twice.left);
  detail::wire_points(builder, twice.left, twice.right);

  const uint32_t first = builder.rows();
  for (size_t i = 0; i + 1 < rows.size(); ++i) {
    const uint32_t row = builder.append(GateType::EndoMul, rows[i]);
    detail::wire_points(builder, once.left, {{row, 0}, {row, 1}});
  }
  const uint32_t last = builder.append(GateType::Zero, rows.back());
  detail::wire_points(builder, twice.sum, {{first, 4}, {first, 5}});
  builder.wire(builder.constant(F::zero()), {first, 6}).value();
  return ScaleCells{once.left, {{last, 4}, {last, 5}}, {last, 6}};
}

struct EndoScalarCells {
  Cell challenge;
  Cell scalar;
};

// The field element that ScalarChallenge::to_field computes from a challenge, with `endo` as its λ:
// eight EndoMulScalar rows and half a Generic row. Errors: invalid_argument (more than 128 bits).
template <class C>
Result<EndoScalarCells> build_endo_mul_scalar(CircuitBuilder<C>& builder, const U256& challenge,
                                              const typename C::Scalar& endo) {
  using F = typename C::Scalar;
  if (challenge.bit_length() > detail::kChallengeBits) {
    return fail(Errc::invalid_argument, "the challenge must have at most 128 bits");
  }
  // The terms that a two-bit digit adds to a and to b.
  const std::array<F, 4> to_a{F::zero(), F::zero(), -F::one(), F::one()};
  const std::array<F, 4> to_b{-F::one(), F::one(), F::zero(), F::zero()};
  const Cell two = builder.constant(F::from_u64(2));
  Cell n_cell = builder.constant(F::zero());
  Cell a_cell = two;
  Cell b_cell = two;
  for (unsigned top = detail::kChallengeBits; top > 0; top -= 16) {
    F n = builder.value(n_cell);
    F a = builder.value(a_cell);
    F b = builder.value(b_cell);
    std::array<F, kColumns> cells{n, F::zero(), a, b};
    for (unsigned i = 0; i < 8; ++i) {
      const uint64_t crumb = challenge.bits(top - 2 - 2 * i, 2);
      cells[6 + i] = F::from_u64(crumb);
      n = n.doubled().doubled() + cells[6 + i];
      a = a.doubled() + to_a[crumb];
      b = b.doubled() + to_b[crumb];
    }
    cells[1] = n;
    cells[4] = a;
    cells[5] = b;
    const uint32_t row = builder.append(GateType::EndoMulScalar, cells);
    builder.wire(n_cell, {row, 0}).value();
    builder.wire(a_cell, {row, 2}).value();
    builder.wire(b_cell, {row, 3}).value();
    n_cell = {row, 1};
    a_cell = {row, 4};
    b_cell = {row, 5};
  }
  // endo·a + b = scalar
  const F a = builder.value(a_cell);
  const F b = builder.value(b_cell);
  BOOST_OUTCOME_TRY(
      sum, builder.generic({endo, F::one(), -F::one(), F::zero(), F::zero()}, a, b, endo * a + b));
  builder.wire(a_cell, sum[0]).value();
  builder.wire(b_cell, sum[1]).value();
  return EndoScalarCells{n_cell, sum[2]};
}

}  // namespace onggi
