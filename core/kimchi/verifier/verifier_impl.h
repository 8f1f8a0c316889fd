#pragma once

#include <algorithm>
#include <bit>
#include <vector>

#include "core/commitment/ipa/verifier.h"
#include "core/commitment/zero_sum.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/verifier/oracles_impl.h"
#include "core/kimchi/verifier/verifier.h"
#include "core/memory/byte_count.h"

namespace onggi {
namespace detail {

// Collects Σ v^k · C_k over the chunks of all opened commitments as points and scalars.
template <class C>
class CombinedCommitment {
 public:
  using F = typename C::Scalar;

  CombinedCommitment(const F& polyscale, std::vector<Affine<C>>& points, std::vector<F>& scalars)
      : polyscale_(polyscale), points_(points), scalars_(scalars) {}

  void add(const PolyComm<C>& comm) {
    for (const Affine<C>& chunk : comm.chunks) {
      add_term(chunk, F::one());
      next();
    }
  }

  // A term of the current polynomial; several may share its power of v.
  void add_term(const Affine<C>& point, const F& scalar) {
    points_.push_back(point);
    scalars_.push_back(power_ * scalar);
  }
  void next() { power_ *= polyscale_; }

  // The joint table: its commitment is a combination of others.
  void add_joint_table(const LookupVerifierIndex<C>& index, const LookupCommitments<C>& proof,
                       const F& joint_combiner) {
    const JointCombiner<F> combiner(joint_combiner, index.info);
    for (size_t chunk = 0; chunk < proof.aggregation.chunks.size(); ++chunk) {
      visit_joint_table(index, proof, combiner, [&](const PolyComm<C>& comm, const F& factor) {
        add_term(comm.chunks[chunk], factor);
      });
      next();
    }
  }

 private:
  F polyscale_;
  F power_ = F::one();
  std::vector<Affine<C>>& points_;
  std::vector<F>& scalars_;
};

// ft's commitment: s·σ_6 − (ζ^n − 1)·t, with the chunks of both combined at ζ^m.
template <class C>
void add_ft(CombinedCommitment<C>& combined, const VerifierIndex<C>& index,
            const ProverProof<C>& proof, const Oracles<C>& o) {
  using F = typename C::Scalar;
  const EvaluationChallenges<F>& c = o.challenges;
  F scalar = sigma_scalar(index.domain, index.zk_rows, proof.evals, c);
  for (const Affine<C>& chunk : index.commitments.sigma_comm[6].chunks) {
    combined.add_term(chunk, scalar);
    scalar *= c.zeta_to_srs;
  }
  scalar = F::one() - c.zeta_to_n;
  for (const Affine<C>& chunk : proof.commitments.t_comm.chunks) {
    combined.add_term(chunk, scalar);
    scalar *= c.zeta_to_srs;
  }
  combined.next();
}

template <class C>
Steps<OpeningClaim<C>> opening_claim(const VerifierIndex<C>& index, const ProverProof<C>& proof) {
  const PolyComm<C> public_comm =
      co_await commit_public_input_steps<C>(*index.srs, index.domain, proof.public_input);
  const Oracles<C> o = replay_transcript(index, proof, public_comm);

  OpeningClaim<C> claim;
  CombinedCommitment<C> combined(o.v, claim.points, claim.scalars);
  for (const auto& previous : proof.previous_challenges) combined.add(previous.commitment);
  combined.add(public_comm);
  add_ft(combined, index, proof, o);
  columns::Opened::for_each([&]<class Column>() {
    if constexpr (std::is_same_v<Column, columns::JointTable>) {
      if (!index.lookup) return;
      combined.add_joint_table(*index.lookup, *proof.commitments.lookup,
                               *o.challenges.joint_combiner);
    } else {
      columns::visit_opened<Column>(index, proof,
                                    [&](const PolyComm<C>& comm) { combined.add(comm); });
    }
  });

  claim.sponge = o.sponge;
  claim.evaluation_points = {o.challenges.zeta, o.challenges.zeta_omega};
  claim.evalscale = o.u;
  claim.combined_inner_product = o.combined_inner_product;
  claim.opening = proof.opening;
  co_return claim;
}

}  // namespace detail

template <class C>
size_t verify_bytes(std::span<const VerifierIndex<C>* const> indexes) {
  using F = typename C::Scalar;
  ByteCount bytes = 0;
  ByteCount points = 0;
  size_t least = 0;
  for (const VerifierIndex<C>* index : indexes) {
    // The chunks of the opened columns, of the public input, of ft (the last sigma and t), and of
    // the columns of the joint table; two points for each round and each previous challenge.
    const size_t tables = index->lookup ? index->lookup->lookup_table.size() + 1 : 0;
    const size_t polynomials = columns::count_opened(*index) + 2 + kQuotientChunks + tables;
    const size_t rounds = std::bit_width(index->max_poly_size);
    const size_t n = index->domain.size();
    points += ByteCount(polynomials) * index->num_chunks() +
              2 * (ByteCount(index->previous_challenges) + rounds) + 4;
    // The domain's twiddle factors stay; the commitments to the public inputs are one at a time.
    bytes += ByteCount(n) * sizeof(F);
    if (index->srs) least = std::max(least, commit_evaluations_bytes(*index->srs, n));
  }
  size_t sum_bytes = least;
  for (const VerifierIndex<C>* index : indexes) {
    if (!index->srs) continue;
    sum_bytes = std::max(sum_bytes,
                         ZeroSum<C>::work_bytes(*index->srs, points.value(), index->srs->size()));
  }
  // The lists of claims grow by doubling.
  return (bytes + 3 * points * (sizeof(Affine<C>) + sizeof(F)) + sum_bytes).value();
}

template <class C>
Result<bool> verify(const VerifierIndex<C>& index, const ProverProof<C>& proof, Rng& rng) {
  const VerifierClaim<C> claim{&index, &proof};
  return batch_verify<C>(std::span(&claim, 1), rng);
}

}  // namespace onggi
