// The prover, in steps: each a fraction of a second's work, so that a caller can show progress,
// keep an event loop alive, or stop.
// Source: Kimchi book, "Proof Creation"; kimchi/src/prover.rs of the peer.
#pragma once

#include <memory>

#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/progress.h"
#include "core/kimchi/proof.h"

namespace onggi {

// One proof in the making. Destroying it cancels the work.
template <class C>
class ProverTask {
 public:
  // Pads and blinds the witness and checks it. `rng` supplies all blinding and outlives the task.
  // Errors: witness_shape, wrong_previous_challenges, those of check_witness,
  // system_random_failed.
  static Result<ProverTask> create(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                                   Rng& rng);

  ProverTask(const ProverTask&) = delete;
  ProverTask& operator=(const ProverTask&) = delete;
  ProverTask(ProverTask&&) noexcept;
  ProverTask& operator=(ProverTask&&) noexcept;
  ~ProverTask();

  // Checks a witness as create does, and that is all. Errors: those.
  static Result<void> check(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                            Rng& rng);

  // Does the next piece of work. True when the proof is finished. Errors: system_random_failed.
  Result<bool> step();

  // Phases: "witness", "permutation", "quotient", "evaluation", "opening", "done".
  Progress progress() const;

  // The finished proof; once, after step() has returned true.
  ProverProof<C> take_proof();

  // Bytes that a task of this index holds at most while it runs, what its steps take included.
  static size_t peak_bytes(const ProverIndex<C>& index);

  // Bytes that check takes at most, besides the witness that it is given.
  static size_t check_bytes(const ProverIndex<C>& index);

 private:
  struct Impl;
  explicit ProverTask(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// All steps at once.
template <class C>
Result<ProverProof<C>> prove(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                             Rng& rng);

}  // namespace onggi
