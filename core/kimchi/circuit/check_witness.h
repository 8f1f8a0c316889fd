// Checks that a witness satisfies a circuit, and names the first violation.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/parallel/steps.h"

namespace onggi {

// `columns`: the witness on the whole domain, with random values in the last zk_rows rows.
// `runtime`: the data of the circuit's runtime tables. Checks rows in order: first the row's gate,
// then its wires, then its lookups. Errors: unsatisfied_gate (row, gate, constraint),
// unsatisfied_copy (both cells), value_not_in_table (row, lookup), runtime_tables_inconsistent.
// Values are secret and do not appear in errors.
template <class F>
Steps<Result<>> check_witness(const ConstraintSystem<F>& system,
                              const std::array<std::vector<F>, kColumns>& columns,
                              std::span<const RuntimeTable<F>> runtime = {});

}  // namespace onggi
