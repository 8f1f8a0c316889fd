#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/kimchi/builder/circuit_builder.h"
#include "core/kimchi/lookup/constraint_system_impl.h"
#include "core/memory/byte_count.h"

namespace onggi {

template <class C>
uint32_t CircuitBuilder<C>::append(GateType type, std::span<const F> cells,
                                   std::vector<F> coefficients) {
  assert(cells.size() <= kColumns && coefficients.size() <= kColumns);
  const uint32_t row = rows();
  coefficient_bytes_ += coefficients.capacity() * sizeof(F);
  circuit_.gates.push_back({type, identity_wires(row), std::move(coefficients)});
  for (uint32_t i = 0; i < kPermuted; ++i) {
    cycles_.push_back(static_cast<uint32_t>(cycles_.size()));
  }
  for (size_t i = 0; i < kColumns; ++i) {
    witness_.columns[i].push_back(i < cells.size() ? cells[i] : F::zero());
  }
  return row;
}

template <class C>
Result<void> CircuitBuilder<C>::check(Cell cell) const {
  if (cell.row >= rows() || cell.column >= kPermuted) {
    return fail(Errc::wire_out_of_range, fmt::format("row {}, column {} of {} rows and {} columns",
                                                     cell.row, cell.column, rows(), kPermuted));
  }
  // A cell that a later call will fill has no value yet.
  const bool in_free_half = cell.row == half_row_ && cell.column >= kHalfColumns;
  const bool in_free_row = cell.row == free_.row && cell.column >= free_.column;
  if (in_free_half || in_free_row) {
    return fail(Errc::wire_out_of_range,
                fmt::format("row {}, column {} has no value yet", cell.row, cell.column));
  }
  return success();
}

// The root of the cell's tree; the path to it is halved.
template <class C>
uint32_t CircuitBuilder<C>::cycle_of(Cell cell) {
  uint32_t at = cell.row * kPermuted + cell.column;
  while (cycles_[at] != at) at = cycles_[at] = cycles_[cycles_[at]];
  return at;
}

template <class C>
Result<void> CircuitBuilder<C>::wire(Cell a, Cell b) {
  BOOST_OUTCOME_TRYV(check(a));
  BOOST_OUTCOME_TRYV(check(b));
  if (value(a) != value(b)) {
    return fail(Errc::unsatisfied_copy, fmt::format("row {}, column {} and row {}, column {}",
                                                    a.row, a.column, b.row, b.column));
  }
  const uint32_t cycle_a = cycle_of(a);
  const uint32_t cycle_b = cycle_of(b);
  if (cycle_a == cycle_b) return success();
  // Exchanging the successors of two cells joins two cycles, and would cut one in two.
  std::swap(next(a), next(b));
  cycles_[cycle_b] = cycle_a;
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
  coefficient_bytes_ -= all.capacity() * sizeof(F);
  all.insert(all.end(), coefficients.begin(), coefficients.end());
  coefficient_bytes_ += all.capacity() * sizeof(F);
  std::array<Cell, 3> cells;
  for (uint32_t i = 0; i < 3; ++i) {
    cells[i] = {row, i + (second ? kHalfColumns : 0)};
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
    return fail(Errc::unsatisfied_gate, fmt::format("row {}: Generic", half_row_.value_or(rows())));
  }
  return place_half(c, {l, r, o});
}

template <class C>
Result<void> CircuitBuilder<C>::make_public(Cell cell) {
  BOOST_OUTCOME_TRYV(check(cell));
  public_.push_back(cell);
  return success();
}

template <class C>
uint32_t CircuitBuilder<C>::rows_after_lookups() const {
  const auto& gates = circuit_.gates;
  if (pattern_of(gates, rows())) return 2;
  return rows() > 0 && pattern_of(gates, rows() - 1) ? 1 : 0;
}

template <class C>
Circuit<typename C::Scalar> CircuitBuilder<C>::circuit() const {
  const uint32_t shift = public_input_size();
  Circuit<F> out;
  out.public_input_size = shift;
  out.revision = circuit_.revision;
  out.lookup_tables = circuit_.lookup_tables;
  out.runtime_tables = circuit_.runtime_tables;
  const uint32_t end = shift + rows() + rows_after_lookups();
  out.gates.reserve(end);
  // Public input i is row i: l = public.
  for (uint32_t i = 0; i < shift; ++i) {
    out.gates.push_back({GateType::Generic, identity_wires(i), {F::one()}});
  }
  for (const Gate<F>& gate : circuit_.gates) {
    out.gates.push_back(gate);
    for (Wire& wire : out.gates.back().wires) wire.row += shift;
  }
  for (uint32_t row = shift + rows(); row < end; ++row) {
    out.gates.push_back({GateType::Zero, identity_wires(row), {}});
  }
  for (uint32_t i = 0; i < shift; ++i) {
    const Cell cell = public_[i];
    std::swap(out.gates[i].wires[0], out.gates[cell.row + shift].wires[cell.column]);
  }
  return out;
}

template <class C>
Witness<C> CircuitBuilder<C>::witness() const {
  Witness<C> out;
  out.runtime_tables = witness_.runtime_tables;
  const size_t end = public_.size() + rows() + rows_after_lookups();
  for (size_t i = 0; i < kColumns; ++i) {
    std::vector<F>& column = out.columns[i];
    column.reserve(end);
    for (const Cell cell : public_) column.push_back(i == 0 ? value(cell) : F::zero());
    column.insert(column.end(), witness_.columns[i].begin(), witness_.columns[i].end());
    column.resize(end, F::zero());
  }
  return out;
}

template <class C>
size_t CircuitBuilder<C>::heap_bytes() const {
  constexpr size_t kNodeBytes =
      sizeof(typename decltype(constants_)::value_type) + 4 * sizeof(void*);
  size_t bytes = circuit_.gates.capacity() * sizeof(Gate<F>) + coefficient_bytes_ +
                 cycles_.capacity() * sizeof(uint32_t) + public_.capacity() * sizeof(Cell) +
                 constants_.size() * kNodeBytes;
  for (const auto& column : witness_.columns) bytes += column.capacity() * sizeof(F);
  for (const auto& table : circuit_.lookup_tables) {
    for (const auto& column : table.columns) bytes += column.capacity() * sizeof(F);
  }
  for (const auto& table : circuit_.runtime_tables) {
    bytes += table.first_column.capacity() * sizeof(F);
  }
  for (const auto& table : witness_.runtime_tables) bytes += table.data.capacity() * sizeof(F);
  return bytes;
}

template <class C>
void CircuitBuilder<C>::reserve_rows(size_t rows) {
  const auto grow = [](auto& list, size_t more) { list.reserve(grown_capacity(list, more)); };
  grow(circuit_.gates, rows);
  grow(cycles_, rows * kPermuted);
  for (auto& column : witness_.columns) grow(column, rows);
}

template <class C>
size_t CircuitBuilder<C>::reserve_bytes(size_t rows) const {
  ByteCount bytes = 0;
  size_t largest = 0;  // of those that are copied
  const auto grow = [&](const auto& list, ByteCount more) {
    const size_t more_items = grown_capacity(list, more) - list.capacity();
    if (more_items == 0) return;
    bytes += ByteCount(more_items) * sizeof(list[0]);
    largest = std::max(largest, list.capacity() * sizeof(list[0]));
  };
  grow(circuit_.gates, rows);
  grow(cycles_, ByteCount(rows) * kPermuted);
  for (const auto& column : witness_.columns) grow(column, rows);
  return (bytes + largest).value();
}

template <class C>
size_t CircuitBuilder<C>::growth_bytes(size_t rows) const {
  ByteCount bytes = 0;
  size_t largest = 0;
  const auto grow = [&](const auto& list, ByteCount more) {
    const ByteCount needed = list.size() + more;
    if (needed <= list.capacity()) return;
    const size_t item = sizeof(list[0]);
    const size_t least = more <= list.capacity() ? list.capacity() : needed.value();
    bytes += (ByteCount(least) + (least - list.capacity())) * item;
    largest = std::max(largest, list.capacity() * item);
  };
  grow(circuit_.gates, rows);
  grow(cycles_, ByteCount(rows) * kPermuted);
  grow(public_, 1);
  for (const auto& column : witness_.columns) grow(column, rows);
  return (bytes + largest).value();
}

template <class C>
size_t CircuitBuilder<C>::circuit_bytes() const {
  size_t bytes = coefficient_bytes_;
  bytes += (rows() + public_.size() + 2) * (sizeof(Gate<F>) + kAllocatorOverhead);
  bytes += public_.size() * sizeof(F);
  for (const auto& table : circuit_.lookup_tables) {
    for (const auto& column : table.columns)
      bytes += column.size() * sizeof(F) + kAllocatorOverhead;
  }
  for (const auto& table : circuit_.runtime_tables) bytes += table.first_column.size() * sizeof(F);
  return bytes;
}

template <class C>
size_t CircuitBuilder<C>::witness_bytes() const {
  size_t bytes = kColumns * (public_.size() + rows() + 2) * sizeof(F);
  for (const auto& table : witness_.runtime_tables) bytes += table.data.size() * sizeof(F);
  return bytes;
}

}  // namespace onggi
