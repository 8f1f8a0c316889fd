// Evaluates the gates' formulas by gate type, for the prover, the verifier and the check of a
// witness. Only pasta/gates.cpp compiles the formulas.
#pragma once

#include <optional>
#include <span>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/environment.h"
#include "core/kimchi/gates/gate_list.h"

namespace onggi {

// Σ_i alpha^i · constraint_i; zero for a gate without constraints.
template <class F>
F combined_constraints(GateType type, const RowEnvironment<F>& env, const AlphaPowers<F>& alphas);

// The index of the first constraint that is not zero. In a public row, `public_input` is subtracted
// from the first constraint; pass zero for other rows.
template <class F>
std::optional<size_t> failing_constraint(GateType type, const RowEnvironment<F>& env,
                                         const F& public_input);

// Columns of a gate's own. `linear`: the combination of its linear terms, null if it has none.
template <class F>
struct GateColumns {
  const PackedElement<F>* selector = nullptr;
  const PackedElement<F>* linear = nullptr;
};

// sums[k] += selector·combined_constraints for the k-th vector of rows from rows.row on.
template <class F>
void add_gate_rows(GateType type, PackedRows<F> rows, const GateColumns<F>& gate,
                   const AlphaPowers<F>& alphas, std::span<Packed<F>> sums);

}  // namespace onggi
