// The verifier's side of the quotient identity: ft, which the proof contains only as an evaluation.
// Source: Kimchi book, "Proof verification / ft_eval0"; kimchi/src/verifier.rs of the peer.
#pragma once

#include "core/kimchi/columns.h"
#include "core/kimchi/evaluation_challenges.h"
#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/lookup/verifier.h"
#include "core/kimchi/permutation/verifier.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Σ over gates of selector(ζ) · Σ_i α^i · constraint_i(ζ)
template <class F>
F gate_constraints_at_zeta(Revision revision, const ProofEvaluations<F>& evals,
                           const EvaluationChallenges<F>& c) {
  // The evaluations at zeta and zeta·omega as two rows.
  std::array<std::array<F, 2>, kColumns> w;
  std::array<F, kColumns> coefficients;
  RowEnvironment<F> env{revision, {}, {}, 0, 1};
  for (size_t i = 0; i < kColumns; ++i) {
    w[i] = {at_zeta(evals.w[i], c), at_zeta_omega(evals.w[i], c)};
    coefficients[i] = at_zeta(evals.coefficients[i], c);
    env.w_columns[i] = w[i].data();
    env.coefficient_columns[i] = &coefficients[i];
  }
  const AlphaPowers<F> alphas = alpha_powers(c.alpha);
  F sum = F::zero();
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      const auto add = [&](const PointEvaluations<F>& selector) {
        sum += at_zeta(selector, c) * combined_constraints(G::kType, env, alphas);
      };
      columns::visit_evaluations<columns::List<columns::Selector<G>>>(evals, add);
    }
  });
  return sum;
}

// Σ over the lookup constraints. Index and proof must have lookups.
template <class F>
F lookup_constraints_at_zeta(const Domain<F>& domain, size_t zk_rows, const LookupInfo& info,
                             const ProofEvaluations<F>& evals, const EvaluationChallenges<F>& c) {
  auto pair = [&c](const PointEvaluations<F>& eval) {
    return typename LookupValues<F>::Pair{at_zeta(eval, c), at_zeta_omega(eval, c)};
  };
  LookupValues<F> values{};
  for (size_t i = 0; i < kColumns; ++i) values.w[i] = at_zeta(evals.w[i], c);
  columns::PatternSelectors::for_each([&]<class Column>() {
    if (const auto& selector = columns::evaluations<Column>(evals)) {
      values.selectors[static_cast<size_t>(Column::kPattern)] = at_zeta(*selector, c);
    }
  });
  for (const auto& sorted : evals.lookup_sorted) {
    if (sorted) values.sorted.push_back(pair(*sorted));
  }
  values.aggregation = pair(*evals.lookup_aggregation);
  values.table = pair(*evals.lookup_table);
  if (info.uses_runtime_tables) {
    values.runtime = at_zeta(*evals.runtime_lookup_table, c);
    values.runtime_selector = at_zeta(*evals.runtime_lookup_table_selector, c);
  }
  const LookupArgument<F> argument({*c.joint_combiner, info}, info, c.beta, c.gamma);
  return lookup_constraints_at_zeta(domain, zk_rows, argument, values, c.alpha, c.zeta);
}

// ft(ζ), computed from the other evaluations.
template <class C>
typename C::Scalar ft_eval0(const VerifierIndex<C>& index,
                            const ProofEvaluations<typename C::Scalar>& evals,
                            const PointEvaluations<typename C::Scalar>& public_evals,
                            const EvaluationChallenges<typename C::Scalar>& c) {
  using F = typename C::Scalar;
  const F ft =
      permutation_constraints_at_zeta(index.domain, index.zk_rows, index.shifts, evals, c) -
      at_zeta(public_evals, c) - gate_constraints_at_zeta(index.revision, evals, c);
  if (!index.lookup) return ft;
  return ft - lookup_constraints_at_zeta(index.domain, index.zk_rows, index.lookup->info, evals, c);
}

}  // namespace onggi
