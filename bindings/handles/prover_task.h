// The task that makes a proof.
#pragma once

#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/plonk_index.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/task_handle.h"
#include "bindings/handles/witness.h"
#include "bindings/values.h"
#include "core/field/random.h"
#include "core/kimchi/prover/prover.h"

namespace onggi::bindings {

// ProverTask with the random generator that it draws from.
template <class C>
struct ProverWork {
  std::unique_ptr<Rng> rng;
  ProverTask<C> task;
  std::shared_ptr<Body<Srs<C>>> srs;  // keeps the commitments that the task computes

  Result<bool> step() {
    auto finished = task.step();
    if (!finished || finished.value()) srs->update_ledger();
    return finished;
  }
  Progress progress() const { return task.progress(); }
};

template <class C>
class ProverTaskHandle : public TaskHandle<ProverTaskHandle<C>, ProverWork<C>> {
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
    return std::unique_ptr<ProverTaskHandle>(
        new ProverTaskHandle({std::move(rng), std::move(task), index.srs_body()},
                             ProverTask<C>::peak_bytes(**index.body()), before));
  }

  ~ProverTaskHandle() { this->task().srs->update_ledger(); }
  ProverTaskHandle(const ProverTaskHandle&) = delete;
  ProverTaskHandle& operator=(const ProverTaskHandle&) = delete;

  Result<std::unique_ptr<ProverProofHandle<C>>> take() {
    BOOST_OUTCOME_TRY(work, this->finish());
    return std::make_unique<ProverProofHandle<C>>(work->task.take_proof());
  }

 private:
  using TaskHandle<ProverTaskHandle, ProverWork<C>>::TaskHandle;
};

template <class C>
struct Describe<ProverTaskHandle<C>> {
  using T = ProverTaskHandle<C>;
  using Curve = C;
  using Bounds = ProverTaskBounds<C>;
  static constexpr const char* kNoun = "ProverTask";
  static constexpr const char* kDoc =
      "Proves in steps, for programs that schedule the work themselves. Others use "
      "PlonkIndex.prove. Freeing the task cancels the work.";
  static constexpr Transfer kTransfer = kTaskTransfer;

  static constexpr auto members() {
    return std::tuple_cat(
        std::tuple(factory<&T::create, &Bounds::create>(
            "create", "Prepares the work. Its first steps check the witness.",
            Param{"index", "of the circuit"}, Param{"witness", "that satisfies it"}, kWitnessData)),
        task_members<T>());
  }
};

}  // namespace onggi::bindings
