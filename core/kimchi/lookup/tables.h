// All tables of a circuit, laid under one another.
// Source: kimchi/src/circuits/lookup/index.rs and tables/ of the peer.
#pragma once

#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/lookup/info.h"

namespace onggi {

// The circuit's own tables, then those of the patterns (range check before XOR), then the runtime
// tables, whose second columns are zero here: they come with each witness.
template <class F>
struct LookupTables {
  // `rows` entries each; at least as many as the widest lookup has cells.
  std::vector<std::vector<F>> columns;
  std::vector<F> ids;     // of each row's table
  bool uses_ids = false;  // some table's id is not zero
  size_t rows = 0;
  size_t runtime_begin = 0;  // the first row of a runtime table; they end at `rows`

  size_t heap_bytes() const;
};

// Rows that the tables of a circuit need: those of its tables and of its patterns', and one of
// zeros unless a table of the circuit's own has the id 0.
template <class F>
size_t lookup_rows_needed(const Circuit<F>& circuit, const LookupPatterns& patterns);

// `room`: the rows that lookups may use, n − zk_rows − 1. Errors: inconsistent_table_length,
// lookup_table_too_long unless a row is left, table_id_zero_must_have_zero_entry if there is a
// table with the id 0 and none of them has an entry of zeros, lookup_table_id_collision among the
// fixed tables or among the runtime tables.
template <class F>
Result<LookupTables<F>> lay_tables(const Circuit<F>& circuit, const LookupInfo& info, size_t room);

}  // namespace onggi
