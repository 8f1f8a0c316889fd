// The task that verifies proofs.
#pragma once

#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/index.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/claim.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/task_handle.h"
#include "bindings/handles/verification_batch.h"
#include "bindings/handles/verifier_index.h"
#include "core/field/random.h"
#include "core/kimchi/verifier/verifier_task.h"

namespace onggi::bindings {

// VerifierTask with what it refers to.
template <class C>
struct VerifierWork {
  std::vector<ClaimBodies<C>> claims;
  std::unique_ptr<Rng> rng;
  VerifierTask<C> task;

  Result<bool> step() {
    auto finished = task.step();
    if (!finished || finished.value()) update_ledger();
    return finished;
  }
  void update_ledger() const {
    for (const ClaimBodies<C>& claim : claims) claim.update_ledger();
  }
  Progress progress() const { return task.progress(); }
};

template <class C>
class VerifierTaskHandle : public TaskHandle<VerifierTaskHandle<C>, VerifierWork<C>> {
 public:
  using Made = Result<std::unique_ptr<VerifierTaskHandle>>;

  static Made create(const VerifierIndexHandle<C>& index, const ProverProofHandle<C>& proof) {
    return of_claims({{index.srs_body(), index.body(), proof.body()}}, allocated_bytes);
  }
  static Made create_batch(const VerificationBatchHandle<C>& batch) {
    const size_t before = allocated_bytes;
    return of_claims(batch.claims(), before);
  }

  ~VerifierTaskHandle() { this->task().update_ledger(); }
  VerifierTaskHandle(const VerifierTaskHandle&) = delete;
  VerifierTaskHandle& operator=(const VerifierTaskHandle&) = delete;

  Result<bool> take() {
    BOOST_OUTCOME_TRY(work, this->finish());
    return work->task.verdict();
  }

 private:
  using TaskHandle<VerifierTaskHandle, VerifierWork<C>>::TaskHandle;

  static Made of_claims(std::vector<ClaimBodies<C>> claims, size_t before) {
    auto rng = std::make_unique<SystemRng>();
    BOOST_OUTCOME_TRY(task, VerifierTask<C>::create(borrowed(claims), *rng));
    const size_t peak_bytes = verify_claims_bytes(claims);
    return std::unique_ptr<VerifierTaskHandle>(new VerifierTaskHandle(
        {std::move(claims), std::move(rng), std::move(task)}, peak_bytes, before));
  }
};

template <class C>
struct Describe<VerifierTaskHandle<C>> {
  using T = VerifierTaskHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "VerifierTask";
  static constexpr const char* kDoc =
      "Verifies in steps, for programs that schedule the work themselves. Others use "
      "VerifierIndex.verifyAsync and batchVerifyAsync. Freeing the task cancels the work.";
  static constexpr Transfer kTransfer = kTaskTransfer;

  static constexpr auto members() {
    return std::tuple_cat(
        std::tuple(factory<&T::create, &VerifierIndexBounds<C>::verify>(
                       "create", "Prepares the verification of a proof.",
                       Param{"index", "that the proof claims to satisfy"},
                       Param{"proof", "with its public input"}),
                   factory<&T::create_batch, &VerificationBatchBounds<C>::task>(
                       "create_batch", "Prepares the verification of all proofs of a batch.",
                       Param{"batch", "which is copied"})),
        task_members<T>());
  }
};

}  // namespace onggi::bindings
