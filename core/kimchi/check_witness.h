// Does a witness satisfy a circuit? Says where it does not.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/constraint_system.h"

namespace onggi {

// `columns`: the witness on the whole domain, its last zk_rows rows random. Rows are checked in
// order, a row's gate before its wires. Errors: unsatisfied_gate (row, gate, constraint),
// unsatisfied_copy (both cells). Values are secret and are not named.
template <class F>
Result<void> check_witness(const ConstraintSystem<F>& system,
                           const std::array<std::vector<F>, kColumns>& columns);

}  // namespace onggi
