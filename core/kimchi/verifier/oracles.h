// Every challenge of a proof, replayed from its commitments and evaluations.
// Source: Kimchi book, "Fiat-Shamir"; kimchi/src/verifier.rs (`oracles`) of the peer.
#pragma once

#include <optional>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"
#include "core/kimchi/verifier/linearization.h"
#include "core/sponge/fq_sponge.h"
#include "core/sponge/fr_sponge.h"
#include "core/sponge/scalar_challenge.h"

namespace onggi {

template <class C>
struct Oracles {
  using F = typename C::Scalar;

  F digest;                                          // of the transcript before the evaluations
  std::optional<ScalarChallenge<F>> joint_combiner;  // of an index with lookups
  ScalarChallenge<F> alpha_challenge;
  ScalarChallenge<F> zeta_challenge;
  ScalarChallenge<F> v_challenge;
  ScalarChallenge<F> u_challenge;
  EvaluationChallenges<F> challenges;
  F v;  // polyscale: combines polynomials
  F u;  // evalscale: combines the two points
  PointEvaluations<F> public_evals;
  std::vector<PointEvaluations<F>> previous_evals;  // of the previous challenges' b-polynomials
  F ft_eval0;
  F combined_inner_product;
  FqSponge<C> sponge;  // before the opening
  std::vector<ScalarChallenge<F>> opening_prechallenges;
};

// The commitment to the negated public input, masked with 1 per chunk.
template <class C>
Steps<PolyComm<C>> commit_public_input_steps(const Srs<C>& srs,
                                             const Domain<typename C::Scalar>& domain,
                                             std::span<const typename C::Scalar> public_input);
template <class C>
PolyComm<C> commit_public_input(const Srs<C>& srs, const Domain<typename C::Scalar>& domain,
                                std::span<const typename C::Scalar> public_input);

// The maximum number of bytes that `oracles` allocates.
template <class C>
size_t oracles_bytes(const VerifierIndex<C>& index, const ProverProof<C>& proof);

// How the shape of a proof differs from what its index needs, or nullopt: counts of public inputs,
// previous challenges, chunks and rounds, and which optional columns are present.
template <class C>
std::optional<std::string> shape_mismatch(const VerifierIndex<C>& index,
                                          const ProverProof<C>& proof);

// Drawn from the transcript if some lookup has more than one cell, zero otherwise.
template <class C>
ScalarChallenge<typename C::Scalar> joint_combiner_challenge(FqSponge<C>& sponge,
                                                             const LookupInfo& info) {
  return info.joint_lookup_used ? sponge.challenge() : ScalarChallenge<typename C::Scalar>{};
}

// `proof` must have the shape that `index` needs; `public_comm` comes from commit_public_input.
template <class C>
Oracles<C> replay_transcript(const VerifierIndex<C>& index, const ProverProof<C>& proof,
                             const PolyComm<C>& public_comm);

// The oracles of a proof. Errors: those of batch_verify, and invalid_argument when the proof does
// not fit the index.
template <class C>
Result<Oracles<C>> oracles(const VerifierIndex<C>& index, const ProverProof<C>& proof);

// Absorbs what the transcript contains after zeta: digest, previous challenges, ft, public
// evaluations, evaluations. Leaves the sponge ready for v and u.
template <class F>
void absorb_evaluations(FrSponge<F>& sponge, const F& digest,
                        std::span<const std::vector<F>> previous_challenges, const F& ft_eval1,
                        const PointEvaluations<F>& public_evals, const ProofEvaluations<F>& evals);

}  // namespace onggi
