// Fifth stage: the inner product argument. Each round takes two steps.
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

  size_t steps() const { return 2 * ipa_->rounds() + 1; }

  void step(ProverContext<C>& context, size_t index) {
    if (index < 2 * ipa_->rounds()) {
      if (index % 2 == 1) return ipa_->fold();
      ipa_->round().value();
    } else {
      context.proof.opening = ipa_->finish().value();
    }
  }

 private:
  std::unique_ptr<IpaProver<C>> ipa_;
};

}  // namespace onggi
