// Second stage: z is aggregated and committed.
#pragma once

#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"

namespace onggi {

// Challenges known once z is absorbed.
template <class F>
struct QuotientChallenges {
  F beta;
  F gamma;
  F alpha;
};

template <class F>
struct ArgumentPolynomials {
  WitnessPolynomials<F> witness;
  HiddenPolynomial<F> z;
};

template <class C>
class PermutationStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "permutation";

  PermutationStage(ProverContext<C>& context, WitnessPolynomials<F> witness)
      : polynomials_{std::move(witness), {}} {
    challenges_.beta = context.sponge.challenge_field();
    challenges_.gamma = context.sponge.challenge_field();
  }

  size_t steps() const { return 2; }

  void step(ProverContext<C>& context, size_t index) {
    index == 0 ? aggregate(context) : commit(context);
  }

  ArgumentPolynomials<F> take() && { return std::move(polynomials_); }
  const QuotientChallenges<F>& challenges() const { return challenges_; }

 private:
  void aggregate(ProverContext<C>& context) {
    auto& columns = polynomials_.witness.columns;
    const std::array<F, 2> blinding{context.random(), context.random()};
    polynomials_.z.polynomial = interpolate(
        context.domain(), permutation_aggregation(context.index->constraint_system(), columns,
                                                  challenges_.beta, challenges_.gamma, blinding));
    for (auto& column : columns) column = {};
  }

  void commit(ProverContext<C>& context) {
    HiddenPolynomial<F>& z = polynomials_.z;
    z.blinders = context.random_blinders(context.num_chunks());
    context.proof.commitments.z_comm = context.hide(
        commit_non_hiding<C>(*context.index->srs(), z.polynomial.values, context.num_chunks()),
        z.blinders);
    challenges_.alpha = context.sponge.challenge().to_field(C::endo_scalar());
  }

  ArgumentPolynomials<F> polynomials_;
  QuotientChallenges<F> challenges_;
};

}  // namespace onggi
