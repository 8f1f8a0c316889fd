// Sums and products of cells, with half a Generic row each.
// Source: Kimchi book, "Double Generic Gate".
#pragma once

#include "core/kimchi/builder/circuit_builder.h"

namespace onggi {

// Constrains three cells: c0·l + c1·r + c2·o + c3·l·r + c4 = 0. Errors: wire_out_of_range,
// unsatisfied_gate.
template <class C>
Result<void> build_generic(CircuitBuilder<C>& builder,
                           const std::array<typename C::Scalar, 5>& coefficients,
                           const std::array<Cell, 3>& cells) {
  for (const Cell cell : cells) {
    BOOST_OUTCOME_TRYV(builder.check(cell));
  }
  BOOST_OUTCOME_TRY(half, builder.generic(coefficients, builder.value(cells[0]),
                                          builder.value(cells[1]), builder.value(cells[2])));
  for (size_t i = 0; i < 3; ++i) builder.wire(cells[i], half[i]).value();
  return success();
}

namespace detail {

// Appends half a row and computes `result` from l, r and the coefficients. Returns its cell.
template <class C>
Cell append_half(CircuitBuilder<C>& builder, const std::array<typename C::Scalar, 5>& coefficients,
                 Cell l, Cell r, const typename C::Scalar& result) {
  const auto half =
      builder.generic(coefficients, builder.value(l), builder.value(r), result).value();
  builder.wire(l, half[0]).value();
  builder.wire(r, half[1]).value();
  return half[2];
}

}  // namespace detail

// Returns the cell of l + r. Errors: wire_out_of_range.
template <class C>
Result<Cell> build_add(CircuitBuilder<C>& builder, Cell l, Cell r) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(builder.check(l));
  BOOST_OUTCOME_TRYV(builder.check(r));
  return detail::append_half(builder, {F::one(), F::one(), -F::one(), F::zero(), F::zero()}, l, r,
                             builder.value(l) + builder.value(r));
}

// Returns the cell of l·r. Errors: wire_out_of_range.
template <class C>
Result<Cell> build_mul(CircuitBuilder<C>& builder, Cell l, Cell r) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(builder.check(l));
  BOOST_OUTCOME_TRYV(builder.check(r));
  return detail::append_half(builder, {F::zero(), F::zero(), -F::one(), F::one(), F::zero()}, l, r,
                             builder.value(l) * builder.value(r));
}

}  // namespace onggi
