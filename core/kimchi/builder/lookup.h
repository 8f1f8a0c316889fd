// Rows of table queries.
#pragma once

#include "core/kimchi/builder/circuit_builder.h"

namespace onggi {

struct LookupCells {
  Cell table;
  std::array<Cell, 3> keys;
  std::array<Cell, 3> values;
};

// The constant that names the table `id`.
template <class C>
Cell build_table_id(CircuitBuilder<C>& builder, int32_t id) {
  using F = typename C::Scalar;
  const F magnitude = F::from_u64(static_cast<uint64_t>(id < 0 ? -int64_t{id} : int64_t{id}));
  return builder.constant(id < 0 ? -magnitude : magnitude);
}

// Three queries of the table that a cell names, one Lookup row: each pair is (first column, second
// column) of one of its rows. Whether it is is found out when the witness is checked. Errors:
// wire_out_of_range.
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
