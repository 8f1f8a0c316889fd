// The verifier's side of the quotient identity: ft, the polynomial that is never sent.
// Source: Kimchi book, "Proof verification / ft_eval0"; kimchi/src/verifier.rs of the peer.
#pragma once

#include <optional>
#include <span>

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/lookup/verifier.h"
#include "core/kimchi/permutation/vanishing.h"
#include "core/kimchi/proof.h"
#include "core/kimchi/selectors.h"

namespace onggi {

// Challenges of a transcript up to zeta, and the powers that everything after needs.
template <class F>
struct EvaluationChallenges {
  F beta;
  F gamma;
  F alpha;
  F zeta;
  F zeta_omega;
  F zeta_to_n;    // zeta^|domain|
  F zeta_to_srs;  // zeta^max_poly_size: the step between the chunks of a column
  F zeta_omega_to_srs;
  std::optional<F> joint_combiner;  // of an index with lookups
};

template <class F>
EvaluationChallenges<F> evaluation_challenges(const Domain<F>& domain, size_t max_poly_size,
                                              const F& beta, const F& gamma, const F& alpha,
                                              const F& zeta) {
  const F zeta_omega = zeta * domain.omega();
  return {beta,
          gamma,
          alpha,
          zeta,
          zeta_omega,
          zeta.pow_u64(domain.size()),
          zeta.pow_u64(max_poly_size),
          zeta_omega.pow_u64(max_poly_size),
          std::nullopt};
}

// Σ_j chunk_j · x^j
template <class F>
F combine_chunks(std::span<const F> chunks, const F& x) {
  F sum = F::zero();
  for (size_t j = chunks.size(); j-- > 0;) sum = sum * x + chunks[j];
  return sum;
}

template <class F>
F at_zeta(const PointEvaluations<F>& eval, const EvaluationChallenges<F>& c) {
  return combine_chunks<F>(eval.zeta, c.zeta_to_srs);
}

template <class F>
F at_zeta_omega(const PointEvaluations<F>& eval, const EvaluationChallenges<F>& c) {
  return combine_chunks<F>(eval.zeta_omega, c.zeta_omega_to_srs);
}

// The scalar of sigma_6's commitment in ft:
//   −z(ζω)·β·α^21·zkpm(ζ)·Π_{i<6} (γ + β·σ_i(ζ) + w_i(ζ))
template <class F>
F sigma_scalar(const Domain<F>& domain, size_t zk_rows, const ProofEvaluations<F>& evals,
               const EvaluationChallenges<F>& c) {
  F product = at_zeta_omega(evals.z, c) * c.beta * c.alpha.pow_u64(kGateAlphas) *
              permutation_vanishing(domain, zk_rows, c.zeta);
  for (size_t i = 0; i + 1 < kPermuted; ++i) {
    product *= c.gamma + c.beta * at_zeta(evals.s[i], c) + at_zeta(evals.w[i], c);
  }
  return -product;
}

// Σ over gates of selector(ζ) · Σ_i α^i · constraint_i(ζ)
template <class F>
F gate_constraints_at_zeta(Revision revision, const ProofEvaluations<F>& evals,
                           const EvaluationChallenges<F>& c) {
  // The two points as two rows.
  std::array<std::array<F, 2>, kColumns> w;
  std::array<F, kColumns> coefficients;
  RowEnvironment<F> env{revision, {}, {}, 0, 1};
  for (size_t i = 0; i < kColumns; ++i) {
    w[i] = {at_zeta(evals.w[i], c), at_zeta_omega(evals.w[i], c)};
    coefficients[i] = at_zeta(evals.coefficients[i], c);
    env.w_columns[i] = w[i].data();
    env.coefficient_columns[i] = &coefficients[i];
  }
  F sum = F::zero();
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      if (const auto* selector = selector_evaluation(evals, G::kType)) {
        sum += at_zeta(*selector, c) * combined_constraints(G::kType, env, c.alpha);
      }
    }
  });
  return sum;
}

// Σ over the lookup constraints, for an index and a proof that have them.
template <class F>
F lookup_constraints_at_zeta(const Domain<F>& domain, size_t zk_rows, const LookupInfo& info,
                             const ProofEvaluations<F>& evals, const EvaluationChallenges<F>& c) {
  auto pair = [&c](const PointEvaluations<F>& eval) {
    return typename LookupValues<F>::Pair{at_zeta(eval, c), at_zeta_omega(eval, c)};
  };
  LookupValues<F> values{};
  for (size_t i = 0; i < kColumns; ++i) values.w[i] = at_zeta(evals.w[i], c);
  for (LookupPattern pattern : kLookupPatterns) {
    if (const auto& selector = lookup_selector_evaluation(evals, pattern)) {
      values.selectors[static_cast<size_t>(pattern)] = at_zeta(*selector, c);
    }
  }
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

// ft(ζ), from the evaluations of everything else.
template <class C>
typename C::Scalar ft_eval0(const VerifierIndex<C>& index,
                            const ProofEvaluations<typename C::Scalar>& evals,
                            const PointEvaluations<typename C::Scalar>& public_evals,
                            const EvaluationChallenges<typename C::Scalar>& c) {
  using F = typename C::Scalar;
  const F alpha21 = c.alpha.pow_u64(kGateAlphas);
  const F alpha22 = alpha21 * c.alpha;
  const F alpha23 = alpha22 * c.alpha;
  const F zkpm = permutation_vanishing(index.domain, index.zk_rows, c.zeta);
  const F z_zeta = at_zeta(evals.z, c);

  // (w_6 + γ)·z(ζω)·α^21·zkpm·Π_{i<6} (β·σ_i + w_i + γ)
  F with_sigma = (at_zeta(evals.w[6], c) + c.gamma) * at_zeta_omega(evals.z, c) * alpha21 * zkpm;
  for (size_t i = 0; i + 1 < kPermuted; ++i) {
    with_sigma *= c.beta * at_zeta(evals.s[i], c) + at_zeta(evals.w[i], c) + c.gamma;
  }
  // α^21·zkpm·z(ζ)·Π_{i<7} (γ + β·ζ·shift_i + w_i)
  F with_shifts = alpha21 * zkpm * z_zeta;
  const F beta_zeta = c.beta * c.zeta;
  for (size_t i = 0; i < kPermuted; ++i) {
    with_shifts *= c.gamma + beta_zeta * index.shifts[i] + at_zeta(evals.w[i], c);
  }
  // (1 − z(ζ))·(ζ^n − 1)·(α^22·(ζ − ω^(n−zk)) + α^23·(ζ − 1)) / ((ζ − ω^(n−zk))·(ζ − 1))
  const F to_last = c.zeta - index.domain.element(index.domain.size() - index.zk_rows);
  const F to_first = c.zeta - F::one();
  const F boundary = (F::one() - z_zeta) * (c.zeta_to_n - F::one()) *
                     (alpha22 * to_last + alpha23 * to_first) *
                     (to_last * to_first).inverse_vartime();

  const F ft = with_sigma - at_zeta(public_evals, c) - with_shifts + boundary -
               gate_constraints_at_zeta(index.revision, evals, c);
  if (!index.lookup) return ft;
  return ft - lookup_constraints_at_zeta(index.domain, index.zk_rows, index.lookup->info, evals, c);
}

}  // namespace onggi
