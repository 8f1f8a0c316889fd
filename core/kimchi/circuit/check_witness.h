// Does a witness satisfy a circuit? Says where it does not.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/constraint_system.h"

namespace onggi {

// `columns`: the witness on the whole domain, its last zk_rows rows random. `runtime`: the data of
// the circuit's runtime tables. Rows are checked in order, a row's gate before its wires before its
// lookups. Errors: unsatisfied_gate (row, gate, constraint), unsatisfied_copy (both cells),
// value_not_in_table (row, lookup), runtime_tables_inconsistent. Values are secret and not named.
template <class F>
Result<void> check_witness(const ConstraintSystem<F>& system,
                           const std::array<std::vector<F>, kColumns>& columns,
                           std::span<const RuntimeTable<F>> runtime = {});

}  // namespace onggi
