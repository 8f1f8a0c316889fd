// First stage: checks the witness, then begins the transcript with what is public.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/kimchi/circuit/check_witness.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/verifier/oracles.h"

namespace onggi {

template <class C>
class CheckStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "check";
  static constexpr double kShare = 0.01;  // share of the prover's time

  // `columns`: padded and blinded. `runtime_tables` must outlive the stage.
  CheckStage(std::array<std::vector<F>, kColumns> columns,
             std::span<const RuntimeTable<F>> runtime_tables)
      : runtime_tables_(runtime_tables) {
    polynomials_.columns = std::move(columns);
  }

  size_t parts() const { return 2; }

  // Errors: those of check_witness.
  Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    return number == 0 ? check(context) : begin_transcript(context);
  }

  WitnessPolynomials<F> take() && { return std::move(polynomials_); }

 private:
  Steps<Result<>> check(ProverContext<C>& context) {
    return check_witness<F>(context.index->constraint_system(), polynomials_.columns,
                            runtime_tables_);
  }

  ONGGI_FOR_SIZE Steps<Result<>> begin_transcript(ProverContext<C>& context) {
    const ProverProof<C>& proof = context.proof;
    context.sponge.absorb_base(context.index->digest());
    for (const auto& previous : proof.previous_challenges) {
      context.sponge.absorb_commitment(previous.commitment.chunks);
    }
    const PolyComm<C> public_comm = co_await commit_public_input_steps<C>(
        *context.index->srs(), context.domain(), proof.public_input);
    context.sponge.absorb_commitment(public_comm.chunks);
    if (!proof.public_input.empty()) {
      Evaluations<F> values{std::vector<F>(context.domain().size(), F::zero())};
      for (size_t i = 0; i < proof.public_input.size(); ++i) {
        values.values[i] = -proof.public_input[i];
      }
      polynomials_.public_input = co_await interpolate(context.domain(), std::move(values));
    }
    co_return success();
  }

  WitnessPolynomials<F> polynomials_;
  std::span<const RuntimeTable<F>> runtime_tables_;
};

}  // namespace onggi
