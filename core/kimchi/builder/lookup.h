// Rows of table lookups.
#pragma once

#include "core/kimchi/builder/circuit_builder.h"
#include "core/kimchi/lookup/tables.h"

namespace onggi {

struct LookupCells {
  Cell table;
  std::array<Cell, 3> keys;
  std::array<Cell, 3> values;
};

// The cell of a constant with the id of the table.
template <class C>
Cell build_table_id(CircuitBuilder<C>& builder, int32_t id) {
  return builder.constant(lookup_table_id<typename C::Scalar>(id));
}

// Looks up three entries in one table with one Lookup row. `table` is a cell with the table's id.
// Each query is a pair (first column, second column). Whether they are entries of the table is
// checked with the witness. Errors: wire_out_of_range.
template <class C>
Result<LookupCells> build_lookup(CircuitBuilder<C>& builder, Cell table,
                                 const std::array<std::array<typename C::Scalar, 2>, 3>& queries) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(builder.check(table));
  std::array<F, 7> cells{builder.value(table)};
  for (size_t i = 0; i < 3; ++i) {
    cells[2 * i + 1] = queries[i][0];
    cells[2 * i + 2] = queries[i][1];
  }
  const uint32_t row = builder.append(GateType::Lookup, cells);
  builder.wire(table, {row, 0}).value();
  return LookupCells{{row, 0}, {{{row, 1}, {row, 3}, {row, 5}}}, {{{row, 2}, {row, 4}, {row, 6}}}};
}

}  // namespace onggi
