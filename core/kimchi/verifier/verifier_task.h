// Verification in steps.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/commitment/ipa/verifier.h"
#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/progress.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi {

// Computes the same as batch_verify in steps. Each step replays the transcript of one proof, or
// checks the openings of one SRS.
template <class C>
class VerifierTask {
 public:
  // The indexes, the proofs and `rng` must outlive the task. Errors: those of batch_verify.
  static Result<VerifierTask> create(std::vector<VerifierClaim<C>> claims, Rng& rng);

  // Does the next piece of work. Returns true when the result is known. Errors:
  // system_random_failed.
  Result<bool> step();

  // Values of `phase`: "transcript", "opening", "done".
  Progress progress() const;

  // Whether all proofs are valid. Call it after step() has returned true.
  bool verdict() const { return verdict_; }

 private:
  struct OpeningsOfSrs {
    const Srs<C>* srs;
    std::vector<OpeningClaim<C>> openings;
  };

  VerifierTask(std::vector<VerifierClaim<C>> claims, Rng& rng)
      : claims_(std::move(claims)), rng_(&rng) {}

  // Returns false if the proof's shape does not match its index.
  bool replay(const VerifierClaim<C>& claim);
  bool finish(bool verdict);

  std::vector<VerifierClaim<C>> claims_;
  Rng* rng_;
  std::vector<OpeningsOfSrs> groups_;
  size_t replayed_ = 0;  // number of claims with a replayed transcript
  size_t opened_ = 0;    // number of checked groups
  bool finished_ = false;
  bool verdict_ = false;
};

}  // namespace onggi
