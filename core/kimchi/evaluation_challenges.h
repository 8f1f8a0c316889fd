// The challenges up to zeta, and the combination of chunked evaluations.
#pragma once

#include <optional>
#include <span>

#include "core/kimchi/proof.h"
#include "core/poly/domain.h"

namespace onggi {

// The challenges of a transcript up to zeta, and the powers that later steps need.
template <class F>
struct EvaluationChallenges {
  F beta;
  F gamma;
  F alpha;
  F zeta;
  F zeta_omega;
  F zeta_to_n;    // zeta^|domain|
  F zeta_to_srs;  // zeta^max_poly_size: the factor between the chunks of a column
  F zeta_omega_to_srs;
  std::optional<F> joint_combiner;  // only for an index with lookups
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

}  // namespace onggi
