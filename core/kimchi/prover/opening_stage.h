// Last stage: the inner product argument. Each round takes two parts.
#pragma once

#include <memory>

#include "core/commitment/ipa/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/evaluation_stage.h"

namespace onggi {

template <class C>
class OpeningStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "opening";
  static constexpr double kShare = 0.18;

  OpeningStage(ProverContext<C>& context, CombinedPolynomial<F> combined)
      : ipa_(std::make_unique<IpaProver<C>>(
            *context.index->srs(), context.sponge, std::move(combined.polynomial), combined.blinder,
            combined.zeta, combined.zeta_omega, combined.evalscale, *context.rng)) {}

  size_t parts() const { return 2 * ipa_->rounds() + 1; }

  ONGGI_FOR_SIZE Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    if (number == 2 * ipa_->rounds()) {
      auto opening = co_await ipa_->finish();
      context.proof.opening = std::move(opening).value();
    } else if (number % 2 == 0) {
      const Result<> done = co_await ipa_->round();
      done.value();
    } else {
      co_await ipa_->fold();
    }
    co_return success();
  }

 private:
  std::unique_ptr<IpaProver<C>> ipa_;
};

}  // namespace onggi
