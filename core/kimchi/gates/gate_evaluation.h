// Values of the gates' formulas, by gate type: in the prover, the verifier and the check of a
// witness. The formulas are compiled here and nowhere else.
#pragma once

#include <optional>
#include <span>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/environment.h"

namespace onggi {

// Σ_i alpha^i · constraint_i; zero for a gate without constraints.
template <class F>
F combined_constraints(GateType type, const RowEnvironment<F>& env, const F& alpha);

// The first constraint that does not vanish. A public row subtracts its public input from its first
// constraint; other rows pass zero.
template <class F>
std::optional<size_t> failing_constraint(GateType type, const RowEnvironment<F>& env,
                                         const F& public_input);

// out[row] += selector[row] · combined_constraints, for the rows from begin to end of columns of
// out.size() rows, a power of two. The last row is followed by the first. `columns` says neither
// row.
template <class F>
void add_gate_rows(GateType type, RowEnvironment<F> columns, const F* selector, const F& alpha,
                   size_t begin, size_t end, std::span<F> out);

}  // namespace onggi
