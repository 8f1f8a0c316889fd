#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/kimchi/builder/circuit_builder.h"

namespace onggi {

template <class C>
uint32_t CircuitBuilder<C>::append(GateType type, std::span<const F> cells,
                                   std::vector<F> coefficients) {
  assert(cells.size() <= kColumns && coefficients.size() <= kColumns);
  const uint32_t row = rows();
  circuit_.gates.push_back({type, identity_wires(row), std::move(coefficients)});
  for (size_t i = 0; i < kColumns; ++i) {
    witness_.columns[i].push_back(i < cells.size() ? cells[i] : F::zero());
  }
  return row;
}

template <class C>
bool CircuitBuilder<C>::in_one_cycle(Cell a, Cell b) const {
  const Wire start{a.row, a.column};
  const Wire wanted{b.row, b.column};
  Wire at = start;
  do {
    if (at == wanted) return true;
    at = next({at.row, at.column});
  } while (!(at == start));
  return false;
}

template <class C>
Result<void> CircuitBuilder<C>::wire(Cell a, Cell b) {
  for (const Cell cell : {a, b}) {
    if (is_wireable(cell)) continue;
    return fail(Errc::wire_out_of_range, fmt::format("row {}, column {} of {} rows and {} columns",
                                                     cell.row, cell.column, rows(), kPermuted));
  }
  if (value(a) != value(b)) {
    return fail(Errc::unsatisfied_copy, fmt::format("row {}, column {} and row {}, column {}",
                                                    a.row, a.column, b.row, b.column));
  }
  // Exchanging the successors of two cells joins two cycles, and would cut one in two.
  if (!in_one_cycle(a, b)) std::swap(next(a), next(b));
  return success();
}

template <class C>
Cell CircuitBuilder<C>::free_cell(const F& value) {
  if (free_.column == kPermuted) free_ = {append(GateType::Zero, {}), 0};
  const Cell cell = free_;
  ++free_.column;
  witness_.columns[cell.column][cell.row] = value;
  return cell;
}

template <class C>
std::array<Cell, 3> CircuitBuilder<C>::place_half(const std::array<F, 5>& coefficients,
                                                  const std::array<F, 3>& w) {
  const bool second = half_row_.has_value();
  const uint32_t row = second ? *half_row_ : append(GateType::Generic, {});
  half_row_ = second ? std::nullopt : std::optional(row);
  auto& all = circuit_.gates[row].coefficients;
  all.insert(all.end(), coefficients.begin(), coefficients.end());
  std::array<Cell, 3> cells;
  for (uint32_t i = 0; i < 3; ++i) {
    cells[i] = {row, i + (second ? 3 : 0)};
    witness_.columns[cells[i].column][row] = w[i];
  }
  return cells;
}

template <class C>
Cell CircuitBuilder<C>::constant(const F& value) {
  const auto [known, is_new] = constants_.try_emplace(value.to_canonical().limb);
  // l − value = 0
  if (is_new) {
    known->second =
        place_half({F::one(), F::zero(), F::zero(), F::zero(), -value}, {value, {}, {}})[0];
  }
  return known->second;
}

template <class C>
Result<std::array<Cell, 3>> CircuitBuilder<C>::generic(const std::array<F, 5>& c, const F& l,
                                                       const F& r, const F& o) {
  if (!(c[0] * l + c[1] * r + c[2] * o + c[3] * (l * r) + c[4]).is_zero()) {
    return fail(Errc::unsatisfied_gate, fmt::format("row {}: Generic", rows()));
  }
  return place_half(c, {l, r, o});
}

template <class C>
Result<void> CircuitBuilder<C>::make_public(Cell cell) {
  if (!is_wireable(cell)) {
    return fail(Errc::wire_out_of_range, fmt::format("row {}, column {}", cell.row, cell.column));
  }
  public_.push_back(cell);
  return success();
}

template <class C>
std::pair<Circuit<typename C::Scalar>, Witness<C>> CircuitBuilder<C>::finish() && {
  const auto shift = static_cast<uint32_t>(public_.size());
  // Public input i is row i: l = public.
  std::vector<Gate<F>> gates;
  gates.reserve(shift + rows());
  for (uint32_t i = 0; i < shift; ++i) {
    gates.push_back({GateType::Generic, identity_wires(i), {F::one()}});
  }
  for (Gate<F>& gate : circuit_.gates) {
    for (Wire& wire : gate.wires) wire.row += shift;
    gates.push_back(std::move(gate));
  }
  for (auto& column : witness_.columns) column.insert(column.begin(), shift, F::zero());
  for (uint32_t i = 0; i < shift; ++i) {
    const Cell cell{public_[i].row + shift, public_[i].column};
    witness_.columns[0][i] = witness_.columns[cell.column][cell.row];
    std::swap(gates[i].wires[0], gates[cell.row].wires[cell.column]);
  }
  circuit_.public_input_size = shift;
  circuit_.gates = std::move(gates);
  return {std::move(circuit_), std::move(witness_)};
}

}  // namespace onggi
