// Verification in steps.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/commitment/ipa/verifier.h"
#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/progress.h"
#include "core/kimchi/verifier/verifier.h"
#include "core/parallel/steps.h"

namespace onggi {

// Computes the same as batch_verify in steps of some milliseconds (see steps.h): replays the
// transcript of each proof, then checks the openings of each SRS. A task must not be moved after
// its first step.
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

  // These return false if the result is that not all proofs are valid: if the shape of the proof
  // does not match its index, or an opening is wrong.
  Steps<Result<bool>> replay(const VerifierClaim<C>& claim);
  Steps<Result<bool>> open(const OpeningsOfSrs& group);
  bool finish(bool verdict);

  std::vector<VerifierClaim<C>> claims_;
  Rng* rng_;
  std::vector<OpeningsOfSrs> groups_;
  size_t replayed_ = 0;  // number of claims with a replayed transcript
  size_t opened_ = 0;    // number of checked groups
  bool finished_ = false;
  bool verdict_ = false;
  std::optional<Steps<Result<bool>>> part_;  // of a claim or a group
};

}  // namespace onggi
