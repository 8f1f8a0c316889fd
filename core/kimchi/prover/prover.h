// The prover, in steps of some milliseconds (see steps.h). Between steps, a caller can show
// progress, run its event loop, or stop. Source: Kimchi book, "Proof Creation";
// kimchi/src/prover.rs of the peer.
#pragma once

#include <memory>

#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/progress.h"
#include "core/kimchi/proof.h"

namespace onggi {

// The computation of one proof. The destructor cancels it.
template <class C>
class ProverTask {
 public:
  // Pads and blinds the witness. `rng` supplies all blinders and must outlive the task. Errors:
  // witness_shape, wrong_previous_challenges, system_random_failed.
  static Result<ProverTask> create(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                                   Rng& rng);

  ProverTask(const ProverTask&) = delete;
  ProverTask& operator=(const ProverTask&) = delete;
  ProverTask(ProverTask&&) noexcept;
  ProverTask& operator=(ProverTask&&) noexcept;
  ~ProverTask();

  // Only checks a witness. Errors: those of create and of check_witness.
  static Result<void> check(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                            Rng& rng);

  // Does the next piece of work. Returns true when the proof is finished. Errors: those of
  // check_witness, in the steps of the phase "check"; system_random_failed. There are no further
  // steps after an error: each ends in the same error.
  Result<bool> step();

  // Values of `phase`: "check", "witness", "lookup" (circuits with lookups), "permutation",
  // "quotient", "evaluation", "opening", "done".
  Progress progress() const;

  // The finished proof. Call it once, after step() has returned true.
  ProverProof<C> take_proof();

  // An upper bound of the bytes that a task for this index holds while it runs, including scratch
  // memory.
  static size_t peak_bytes(const ProverIndex<C>& index);

  // An upper bound of the bytes that check allocates.
  static size_t check_bytes(const ProverIndex<C>& index);

 private:
  struct Impl;
  explicit ProverTask(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// Runs all steps.
template <class C>
Result<ProverProof<C>> prove(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                             Rng& rng);

}  // namespace onggi
