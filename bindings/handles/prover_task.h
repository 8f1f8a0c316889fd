// A proof in the making.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/plonk_index.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/witness.h"
#include "bindings/values.h"
#include "bindings/work.h"
#include "core/field/random.h"
#include "core/kimchi/prover.h"

namespace onggi::bindings {

template <class C>
class ProverTaskHandle {
 public:
  using F = typename C::Scalar;

  static Result<std::unique_ptr<ProverTaskHandle>> create(const PlonkIndexHandle<C>& index,
                                                          const WitnessHandle<C>& witness,
                                                          std::optional<JsonView> extras) {
    const size_t before = allocated_bytes;
    BOOST_OUTCOME_TRY(input, witness.witness_with(extras));
    auto rng = std::make_unique<SystemRng>();
    BOOST_OUTCOME_TRY(task, ProverTask<C>::create(Body<ProverIndex<C>>::share(index.body()),
                                                  std::move(input), *rng));
    return std::unique_ptr<ProverTaskHandle>(new ProverTaskHandle(
        std::move(rng), Work(std::move(task), ProverTask<C>::peak_bytes(**index.body()), before)));
  }

  Result<bool> step() { return work_.step(); }
  std::string phase() const { return work_.task().progress().phase; }
  double fraction() const { return work_.task().progress().fraction; }

  Result<std::unique_ptr<ProverProofHandle<C>>> take() {
    BOOST_OUTCOME_TRY(task, work_.finish());
    return std::make_unique<ProverProofHandle<C>>(task->take_proof());
  }

  // Until it is freed the task is charged for what its steps take.
  const auto& work() const { return work_; }

 private:
  ProverTaskHandle(std::unique_ptr<Rng> rng, Work<ProverTask<C>> work)
      : rng_(std::move(rng)),
        work_(std::move(work)),
        entry_(ledger_type<ProverTaskHandle>(), sizeof(*this) + work_.peak_bytes()) {}

  std::unique_ptr<Rng> rng_;
  Work<ProverTask<C>> work_;
  LedgerEntry entry_;
};

template <class C>
struct Describe<ProverTaskHandle<C>> {
  using T = ProverTaskHandle<C>;
  using Curve = C;
  using Bounds = ProverTaskBounds<C>;
  static constexpr const char* kNoun = "ProverTask";
  static constexpr const char* kDoc =
      "A proof in the making, for those who schedule the work themselves; PlonkIndex.prove does it "
      "for the rest. Freeing it cancels the work.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &Bounds::create>("create", "Checks the witness and prepares the work.",
                                             Param{"index", "of the circuit"},
                                             Param{"witness", "that satisfies it"}, kWitnessData),
        method<&T::step, &remaining_bytes<T>>(
            "step", "Does the next piece of work. True when the proof is finished."),
        getter<&T::phase>("phase", "What the next piece of work belongs to."),
        getter<&T::fraction>("fraction", "How much is done, 0 to 1, estimated."),
        method<&T::take, &remaining_bytes<T>>("take", "The finished proof, once."));
  }
};

}  // namespace onggi::bindings
