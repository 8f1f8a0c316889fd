// The stage after the witness and the lookups: computes and commits to the aggregations of the
// lookups and of the permutation.
#pragma once

#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/lookup_stage.h"

namespace onggi {

// The challenges that are known after z is absorbed.
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
  std::optional<LookupWitness<F>> lookup;  // only for a circuit with lookups
};

template <class C>
class PermutationStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "permutation";
  static constexpr double kShare = 0.06;

  PermutationStage(ProverContext<C>& context, WitnessPolynomials<F> witness,
                   std::optional<LookupWitness<F>> lookup)
      : polynomials_{std::move(witness), {}, std::move(lookup)} {
    challenges_.beta = context.sponge.challenge_field();
    challenges_.gamma = context.sponge.challenge_field();
    if (auto& lookups = polynomials_.lookup) {
      lookups->argument.emplace(lookups->combiner,
                                context.index->constraint_system().lookup()->info, challenges_.beta,
                                challenges_.gamma);
    }
  }

  size_t parts() const { return polynomials_.lookup ? 3 : 2; }

  Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    switch (parts() - number) {
      case 3:
        return aggregate_lookups<C>(context, polynomials_.witness.columns, *polynomials_.lookup);
      case 2:
        return aggregate(context);
      default:
        return commit(context);
    }
  }

  ArgumentPolynomials<F> take() && { return std::move(polynomials_); }
  const QuotientChallenges<F>& challenges() const { return challenges_; }

 private:
  ONGGI_FOR_SIZE Steps<Result<>> aggregate(ProverContext<C>& context) {
    auto& columns = polynomials_.witness.columns;
    const std::array<F, 2> blinding{context.random(), context.random()};
    auto aggregation = co_await permutation_aggregation(
        context.index->constraint_system(), columns, challenges_.beta, challenges_.gamma, blinding);
    polynomials_.z.polynomial = co_await interpolate(context.domain(), std::move(aggregation));
    for (auto& column : columns) column = std::vector<F>();  // {} would keep the memory
    co_return success();
  }

  ONGGI_FOR_SIZE Steps<Result<>> commit(ProverContext<C>& context) {
    HiddenPolynomial<F>& z = polynomials_.z;
    z.blinders = context.random_blinders(context.num_chunks());
    PolyComm<C>& z_comm = context.proof.commitments.z_comm;
    z_comm = co_await context.commit(z);
    context.sponge.absorb_commitment(z_comm.chunks);
    challenges_.alpha = context.sponge.challenge().to_field(C::endo_scalar());
    co_return success();
  }

  ArgumentPolynomials<F> polynomials_;
  QuotientChallenges<F> challenges_;
};

}  // namespace onggi
