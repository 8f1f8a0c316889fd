// A circuit and its witness, made together, row by row. The headers beside this one append the rows
// of each gate family: values go in, cells come out, and wiring two cells makes them equal.
//
//   CircuitBuilder<C> builder;
//   const auto hash = build_poseidon(builder, state);
//   builder.make_public(hash.output[0]);
//   const auto index = ProverIndex<C>::create(builder.circuit(), srs);
//   const auto proof = prove<C>(index, builder.witness(), rng);
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/builder/cell.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/memory/byte_count.h"

namespace onggi {

template <class C>
class CircuitBuilder {
 public:
  using F = typename C::Scalar;

  explicit CircuitBuilder(Revision revision = Revision::berkeley) { circuit_.revision = revision; }

  Revision revision() const { return circuit_.revision; }
  uint32_t rows() const { return static_cast<uint32_t>(circuit_.gates.size()); }
  F value(Cell cell) const { return witness_.columns[cell.column][cell.row]; }

  uint32_t public_input_size() const { return static_cast<uint32_t>(public_.size()); }

  // Whether the cell has a value and may be wired: it is in the first kPermuted columns, and no
  // later call fills it. Errors: wire_out_of_range.
  Result<void> check(Cell cell) const;

  // A row with its witness; cells that are left out are zero. Returns the row.
  uint32_t append(GateType type, std::span<const F> cells, std::vector<F> coefficients = {});

  // Makes two cells equal. Wiring cells that are equal by earlier wires changes nothing. Errors:
  // those of check, and unsatisfied_copy if their values differ.
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

  // The circuit so far, its public inputs before all other rows, and the witness that it was built
  // with. If the last row has lookups, Zero rows follow it, because lookups in the last row before
  // the zero-knowledge rows are not enforced.
  Circuit<F> circuit() const;
  Witness<C> witness() const;

  // Bytes on the heap, by capacity.
  size_t heap_bytes() const;

  // Reserves space for this many more rows. The space at least doubles if it is too small.
  void reserve_rows(size_t rows);

  // The maximum number of bytes that the lists take for this many more rows: if they are appended
  // one by one, and after reserve_rows(). Coefficients are not counted.
  size_t growth_bytes(size_t rows) const;
  size_t reserve_bytes(size_t rows) const;
  // Bytes that circuit() and witness() take.
  size_t circuit_bytes() const;
  size_t witness_bytes() const;

  // What was appended, without the rows of public inputs.
  const Circuit<F>& appended() const { return circuit_; }

 private:
  std::array<Cell, 3> place_half(const std::array<F, 5>& coefficients, const std::array<F, 3>& w);
  uint32_t cycle_of(Cell cell);
  uint32_t rows_after_lookups() const;
  // The capacity of a list that reserve_rows() has made space in.
  template <class List>
  static size_t grown_capacity(const List& list, ByteCount more) {
    const size_t needed = (list.size() + more).value();
    const size_t capacity = list.capacity();
    return needed <= capacity ? capacity : std::max(needed, (ByteCount(2) * capacity).value());
  }
  Wire& next(Cell cell) { return circuit_.gates[cell.row].wires[cell.column]; }

  Circuit<F> circuit_;
  Witness<C> witness_;
  // A forest over the cells that may be wired: those of one tree are in one cycle.
  std::vector<uint32_t> cycles_;
  size_t coefficient_bytes_ = 0;
  std::vector<Cell> public_;
  std::map<std::array<uint64_t, 4>, Cell> constants_;
  static constexpr uint32_t kHalfColumns = 3;
  std::optional<uint32_t> half_row_;  // a Generic row whose second half is free
  Cell free_{0, kPermuted};           // the next free cell of a Zero row, if column < kPermuted
};

}  // namespace onggi

#include "core/kimchi/builder/circuit_builder_impl.h"
