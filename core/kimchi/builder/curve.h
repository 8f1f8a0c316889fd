// Rows of curve arithmetic, on the curve whose coordinates are in the circuit's field.
// Source: Kimchi book, "Elliptic Curve Addition", "Variable Base Scalar Multiplication",
// "Endo Scalar Multiplication".
#pragma once

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
  Cell infinity;  // 1 if the sum is the identity; then `sum` is twice `left` and means nothing
};

struct ScaleCells {
  PointCells base;
  PointCells result;
  Cell scalar;
};

namespace detail {

// (in + addend) + in, by the slopes of both additions.
template <class F>
struct DoubleAndAdd {
  F first_slope;
  F x;
  F y;
};

// Errors: invalid_argument where an addition is of a point and itself or its negative, for which
// the gates have no witness.
template <class F>
Result<DoubleAndAdd<F>> double_and_add(const F& x, const F& y, const F& xq, const F& yq,
                                       uint32_t row) {
  const auto exceptional = [row] {
    return fail(Errc::invalid_argument,
                fmt::format("row {}: an addition of a point and itself or its negative", row));
  };
  if (x == xq) return exceptional();
  const F s1 = (y - yq) * (x - xq).inverse_vartime();
  const F xr = s1.square() - x - xq;
  if (x == xr) return exceptional();
  const F s2 = y.doubled() * (x - xr).inverse_vartime() - s1;
  const F x_out = xq + s2.square() - s1.square();
  return DoubleAndAdd<F>{s1, x_out, (x - x_out) * s2 - y};
}

template <class C>
Result<void> check_point(const Affine<C>& point) {
  if (point.is_identity()) return fail(Errc::invalid_argument, "the point at infinity");
  if (!point.is_on_curve()) return fail(Errc::point_not_on_curve);
  return success();
}

template <class C>
void wire_points(CircuitBuilder<C>& builder, const PointCells& a, const PointCells& b) {
  builder.wire(a.x, b.x).value();
  builder.wire(a.y, b.y).value();
}

}  // namespace detail

// left + right, one CompleteAdd row. Errors: invalid_argument (an input at infinity),
// point_not_on_curve.
template <class C>
Result<CompleteAddCells> build_complete_add(CircuitBuilder<C>& builder,
                                            const Affine<typename C::Other>& left,
                                            const Affine<typename C::Other>& right) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(detail::check_point(left));
  BOOST_OUTCOME_TRYV(detail::check_point(right));
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
  const std::array<F, 11> cells{left.x,
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
  const uint32_t row = builder.append(GateType::CompleteAdd, cells);
  return CompleteAddCells{
      {{row, 0}, {row, 1}}, {{row, 2}, {row, 3}}, {{row, 4}, {row, 5}}, {row, 6}};
}

// (2^n + 2·scalar + 1)·base for n = 5·ceil(bits / 5), by a doubling and ceil(bits / 5) pairs of a
// VarBaseMul and a Zero row. Errors: invalid_argument (infinity, bits of 0 or over 255, a scalar of
// more bits, a scalar whose additions meet a point and itself or its negative), point_not_on_curve.
template <class C>
Result<ScaleCells> build_variable_base_mul(CircuitBuilder<C>& builder,
                                           const Affine<typename C::Other>& base,
                                           const U256& scalar, unsigned bits) {
  using F = typename C::Scalar;
  if (bits == 0 || bits > 255 || scalar.bit_length() > bits) {
    return fail(Errc::invalid_argument, fmt::format("a scalar of at most {} bits", bits));
  }
  BOOST_OUTCOME_TRY(doubled, build_complete_add(builder, base, base));
  detail::wire_points(builder, doubled.left, doubled.right);
  PointCells base_cells = doubled.left;
  PointCells point = doubled.sum;
  Cell accumulated = builder.constant(F::zero());
  for (unsigned pair = (bits + 4) / 5; pair-- > 0;) {
    constexpr std::array<size_t, 6> kPoints{2, 7, 9, 11, 13, 15};
    const uint32_t row = builder.rows();
    std::array<F, kColumns> current{base.x, base.y};
    std::array<F, 12> next{};
    F x = builder.value(point.x);
    F y = builder.value(point.y);
    F n = builder.value(accumulated);
    current[4] = n;
    for (unsigned i = 0; i < 5; ++i) {
      const bool bit = scalar.bit(5 * pair + 4 - i);
      current[kPoints[i]] = x;
      current[kPoints[i] + 1] = y;
      BOOST_OUTCOME_TRY(step, detail::double_and_add(x, y, base.x, bit ? base.y : -base.y, row));
      next[2 + i] = bit ? F::one() : F::zero();
      next[7 + i] = step.first_slope;
      n = n.doubled() + next[2 + i];
      x = step.x;
      y = step.y;
    }
    current[5] = n;
    next[0] = x;
    next[1] = y;
    builder.append(GateType::VarBaseMul, current);
    builder.append(GateType::Zero, next);
    detail::wire_points(builder, base_cells, {{row, 0}, {row, 1}});
    detail::wire_points(builder, point, {{row, 2}, {row, 3}});
    builder.wire(accumulated, {row, 4}).value();
    base_cells = {{row, 0}, {row, 1}};
    point = {{row + 1, 0}, {row + 1, 1}};
    accumulated = {row, 5};
  }
  return ScaleCells{base_cells, point, accumulated};
}

// challenge·base with the challenge as ScalarChallenge::to_field expands it: rows of EndoMul for
// its 128 bits and a Zero row, after those of 2·(base + φ(base)). Errors: invalid_argument
// (infinity, more than 128 bits, exceptional additions), point_not_on_curve.
template <class C>
Result<ScaleCells> build_endo_mul(CircuitBuilder<C>& builder, const Affine<typename C::Other>& base,
                                  const U256& challenge) {
  using F = typename C::Scalar;
  constexpr unsigned kBits = 128;
  if (challenge.bit_length() > kBits) {
    return fail(Errc::invalid_argument, "a challenge of more than 128 bits");
  }
  const F& endo = endo_coefficient<F>();
  const Affine<typename C::Other> image = base.endomorphism();
  BOOST_OUTCOME_TRY(once, build_complete_add(builder, base, image));
  // φ(base) = (endo·x, y)
  BOOST_OUTCOME_TRY(scaled, builder.generic({endo, F::zero(), -F::one(), F::zero(), F::zero()},
                                            base.x, F::zero(), image.x));
  detail::wire_points(builder, once.left, {scaled[0], once.right.y});
  builder.wire(scaled[2], once.right.x).value();
  const Affine<typename C::Other> sum{builder.value(once.sum.x), builder.value(once.sum.y)};
  BOOST_OUTCOME_TRY(twice, build_complete_add(builder, sum, sum));
  detail::wire_points(builder, once.sum, twice.left);
  detail::wire_points(builder, twice.left, twice.right);

  F x = builder.value(twice.sum.x);
  F y = builder.value(twice.sum.y);
  F n = F::zero();
  PointCells base_cells = once.left;
  const uint32_t first = builder.rows();
  for (unsigned top = kBits; top > 0; top -= 4) {
    std::array<F, kColumns> cells{base.x, base.y, F::zero(), F::zero(), x, y, n};
    std::array<F, 4> b;
    for (unsigned i = 0; i < 4; ++i) b[i] = F::from_u64(challenge.bit(top - 1 - i) ? 1 : 0);
    auto addend = [&](size_t i) {
      return std::pair(b[i].is_zero() ? base.x : image.x, b[i + 1].is_zero() ? -base.y : base.y);
    };
    const auto [xq1, yq1] = addend(0);
    const auto [xq2, yq2] = addend(2);
    BOOST_OUTCOME_TRY(r, detail::double_and_add(x, y, xq1, yq1, builder.rows()));
    BOOST_OUTCOME_TRY(s, detail::double_and_add(r.x, r.y, xq2, yq2, builder.rows()));
    const F distinct = (x - r.x) * (r.x - s.x);
    if (builder.revision() == Revision::mesa) {
      if (distinct.is_zero()) {
        return fail(Errc::invalid_argument,
                    fmt::format("row {}: two points in a row share x", builder.rows()));
      }
      cells[2] = distinct.inverse_vartime();
    }
    cells[7] = r.x;
    cells[8] = r.y;
    cells[9] = r.first_slope;
    cells[10] = s.first_slope;
    for (unsigned i = 0; i < 4; ++i) {
      cells[11 + i] = b[i];
      n = n.doubled() + b[i];
    }
    x = s.x;
    y = s.y;
    const uint32_t row = builder.append(GateType::EndoMul, cells);
    detail::wire_points(builder, base_cells, {{row, 0}, {row, 1}});
    base_cells = {{row, 0}, {row, 1}};
  }
  const std::array<F, 7> output{F::zero(), F::zero(), F::zero(), F::zero(), x, y, n};
  const uint32_t last = builder.append(GateType::Zero, output);
  detail::wire_points(builder, twice.sum, {{first, 4}, {first, 5}});
  builder.wire(builder.constant(F::zero()), {first, 6}).value();
  return ScaleCells{base_cells, {{last, 4}, {last, 5}}, {last, 6}};
}

struct EndoScalarCells {
  Cell challenge;
  Cell scalar;
};

// The field element that ScalarChallenge::to_field makes of a challenge, with `endo` as its λ:
// eight EndoMulScalar rows and a Generic half. Errors: invalid_argument (more than 128 bits).
template <class C>
Result<EndoScalarCells> build_endo_mul_scalar(CircuitBuilder<C>& builder, const U256& challenge,
                                              const typename C::Scalar& endo) {
  using F = typename C::Scalar;
  constexpr unsigned kBits = 128;
  if (challenge.bit_length() > kBits) {
    return fail(Errc::invalid_argument, "a challenge of more than 128 bits");
  }
  // What a crumb adds to a and to b.
  const std::array<F, 4> to_a{F::zero(), F::zero(), -F::one(), F::one()};
  const std::array<F, 4> to_b{-F::one(), F::one(), F::zero(), F::zero()};
  const Cell two = builder.constant(F::from_u64(2));
  Cell n_cell = builder.constant(F::zero());
  Cell a_cell = two;
  Cell b_cell = two;
  for (unsigned top = kBits; top > 0; top -= 16) {
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
