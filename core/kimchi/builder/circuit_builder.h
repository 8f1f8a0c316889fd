// A circuit and its witness, made together, row by row. The headers beside this one append the rows
// of each gate family: values go in, cells come out, and wiring two cells makes them equal.
//
//   CircuitBuilder<C> builder;
//   const auto hash = build_poseidon(builder, state);
//   builder.make_public(hash.output[0]);
//   auto [circuit, witness] = std::move(builder).finish();
#pragma once

#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit.h"

namespace onggi {

// A witness cell. Rows count from the first row that is not a public input's.
struct Cell {
  uint32_t row = 0;
  uint32_t column = 0;

  auto operator<=>(const Cell&) const = default;
};

template <class C>
class CircuitBuilder {
 public:
  using F = typename C::Scalar;

  explicit CircuitBuilder(Revision revision = Revision::berkeley) { circuit_.revision = revision; }

  Revision revision() const { return circuit_.revision; }
  uint32_t rows() const { return static_cast<uint32_t>(circuit_.gates.size()); }
  const F& value(Cell cell) const { return witness_.columns[cell.column][cell.row]; }

  // A row with its witness; cells that are left out are zero. Returns the row.
  uint32_t append(GateType type, std::span<const F> cells, std::vector<F> coefficients = {});

  // Makes two cells equal; both are in the first kPermuted columns of rows that are there. Wiring
  // cells that are equal by earlier wires changes nothing. Errors: wire_out_of_range, and
  // unsatisfied_copy if their values differ.
  Result<void> wire(Cell a, Cell b);

  // A cell that is wired to nothing yet, without a constraint of its own.
  Cell free_cell(const F& value);

  // A cell that is constrained to `value`; the same one for the same value.
  Cell constant(const F& value);

  // The cell's value becomes the next public input. Errors: wire_out_of_range.
  Result<void> make_public(Cell cell);

  // Tables that Lookup rows may name. The data of a runtime table is the witness's.
  void add_table(LookupTable<F> table) { circuit_.lookup_tables.push_back(std::move(table)); }
  void add_runtime_table(RuntimeTableConfig<F> table, std::vector<F> data) {
    witness_.runtime_tables.push_back({table.id, std::move(data)});
    circuit_.runtime_tables.push_back(std::move(table));
  }

  // One half of a Generic row: c0·l + c1·r + c2·o + c3·l·r + c4 = 0. Two halves share a row.
  // Errors: unsatisfied_gate.
  Result<std::array<Cell, 3>> generic(const std::array<F, 5>& coefficients, const F& l, const F& r,
                                      const F& o);

  // The circuit, its public inputs before all other rows, and the witness that it was built with.
  std::pair<Circuit<F>, Witness<C>> finish() &&;

 private:
  bool is_wireable(Cell cell) const { return cell.row < rows() && cell.column < kPermuted; }
  std::array<Cell, 3> place_half(const std::array<F, 5>& coefficients, const std::array<F, 3>& w);
  bool in_one_cycle(Cell a, Cell b) const;
  Wire& next(Cell cell) { return circuit_.gates[cell.row].wires[cell.column]; }
  const Wire& next(Cell cell) const { return circuit_.gates[cell.row].wires[cell.column]; }

  Circuit<F> circuit_;
  Witness<C> witness_;
  std::vector<Cell> public_;
  std::map<std::array<uint64_t, 4>, Cell> constants_;
  std::optional<uint32_t> half_row_;  // a Generic row whose second half is free
  Cell free_{0, kPermuted};           // the next free cell of a Zero row, if column < kPermuted
};

}  // namespace onggi

#include "core/kimchi/builder/circuit_builder_impl.h"
