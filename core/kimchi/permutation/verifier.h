// The verifier of the permutation argument. Source: Kimchi book, "Permutation". The terms
// correspond to those in prover.h.
#pragma once

#include <array>

#include "core/kimchi/evaluation_challenges.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/permutation/vanishing.h"
#include "core/kimchi/proof.h"
#include "core/poly/domain.h"

namespace onggi {

// The scalar of σ_6 in ft. σ_6 is not opened by itself.
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

// The permutation's terms of ft(ζ): its constraint without the term of σ_6(ζ), and its two boundary
// terms, divided by ζ^n − 1 like the quotient.
template <class F>
F permutation_constraints_at_zeta(const Domain<F>& domain, size_t zk_rows,
                                  const std::array<F, kPermuted>& shifts,
                                  const ProofEvaluations<F>& evals,
                                  const EvaluationChallenges<F>& c) {
  const F alpha21 = c.alpha.pow_u64(kGateAlphas);
  const F alpha22 = alpha21 * c.alpha;
  const F alpha23 = alpha22 * c.alpha;
  const F zkpm = permutation_vanishing(domain, zk_rows, c.zeta);
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
    with_shifts *= c.gamma + beta_zeta * shifts[i] + at_zeta(evals.w[i], c);
  }
  // (1 − z(ζ))·(ζ^n − 1)·(α^22·(ζ − ω^(n−zk)) + α^23·(ζ − 1)) / ((ζ − ω^(n−zk))·(ζ − 1))
  const F to_last = c.zeta - domain.element(domain.size() - zk_rows);
  const F to_first = c.zeta - F::one();
  const F boundary = (F::one() - z_zeta) * (c.zeta_to_n - F::one()) *
                     (alpha22 * to_last + alpha23 * to_first) *
                     (to_last * to_first).inverse_vartime();
  return with_sigma - with_shifts + boundary;
}

}  // namespace onggi
