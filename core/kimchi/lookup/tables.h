// All tables of a circuit as one stacked table.
// Source: kimchi/src/circuits/lookup/index.rs and tables/ of the peer.
#pragma once

#include <cstdint>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/lookup/info.h"

namespace onggi {

// The id of a table as an element of the field. Above −2^31.
template <class F>
F lookup_table_id(int32_t id) {
  const F magnitude = F::from_u64(static_cast<uint64_t>(id < 0 ? -int64_t{id} : int64_t{id}));
  return id < 0 ? -magnitude : magnitude;
}

// The circuit's own tables, then the built-in tables of the patterns (range check before XOR), then
// the runtime tables. The second columns of runtime tables are zero here; each witness provides
// them.
template <class F>
struct LookupTables {
  // `rows` entries each. There are at least as many columns as the widest lookup has cells.
  std::vector<std::vector<F>> columns;
  std::vector<F> ids;     // the table id of each row
  bool uses_ids = false;  // whether any table has an id other than zero
  size_t rows = 0;
  size_t runtime_begin = 0;  // the first row of the runtime tables, which end at `rows`

  size_t heap_bytes() const;
};

// The number of rows for the tables of a circuit: its own tables, the built-in tables of its
// patterns, and one row of zeros unless one of its own tables has the id 0.
template <class F>
size_t lookup_rows_needed(const Circuit<F>& circuit, const LookupPatterns& patterns);

// `usable_rows`: the number of rows for lookups, n − zk_rows − 1. Errors:
// inconsistent_table_length; lookup_table_too_long unless one row remains;
// table_id_zero_must_have_zero_entry if tables have the id 0 and none of them has an entry of
// zeros; lookup_table_id_collision within the fixed tables or within the runtime tables;
// size_out_of_range for the id −2^31.
template <class F>
Result<LookupTables<F>> stack_tables(const Circuit<F>& circuit, const LookupInfo& info,
                                     size_t usable_rows);

}  // namespace onggi
