// Proofs to be verified together.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <vector>

#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/claim.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/verifier_index.h"
#include "core/field/random.h"
#include "core/kimchi/verifier/verifier.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class C>
class VerificationBatchHandle {
 public:
  VerificationBatchHandle() : entry_(ledger_type<VerificationBatchHandle>(), ledger_bytes()) {}

  static std::unique_ptr<VerificationBatchHandle> create() {
    return std::make_unique<VerificationBatchHandle>();
  }

  void add(const VerifierIndexHandle<C>& index, const ProverProofHandle<C>& proof) {
    claims_.push_back({index.srs_body(), index.body(), proof.body()});
    entry_.resize(ledger_bytes());
  }

  uint32_t length() const { return static_cast<uint32_t>(claims_.size()); }

  Result<bool> verify() const {
    SystemRng rng;
    auto verdict = batch_verify<C>(borrowed(claims_), rng);
    for (const ClaimBodies<C>& claim : claims_) claim.update_ledger();
    return verdict;
  }

  const std::vector<ClaimBodies<C>>& claims() const { return claims_; }

 private:
  size_t ledger_bytes() const {
    return sizeof(*this) + claims_.capacity() * sizeof(ClaimBodies<C>);
  }

  std::vector<ClaimBodies<C>> claims_;
  LedgerEntry entry_;
};

template <class C>
struct Describe<VerificationBatchHandle<C>> {
  using T = VerificationBatchHandle<C>;
  using Curve = C;
  using Bounds = VerificationBatchBounds<C>;
  static constexpr const char* kNoun = "VerificationBatch";
  static constexpr const char* kDoc =
      "Proofs that are verified together, with one multi-scalar multiplication for each SRS. It "
      "keeps its own references, so the added handles may be freed.";
  static constexpr Transfer kTransfer =
      does_not_move("not all that it holds can be read: move what it is made from");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create>("create", "An empty batch."),
        method<&T::add>("add", "Adds a proof.", Param{"index", "that it claims to satisfy"},
                        Param{"proof", "with its public input"}),
        getter<&T::length>("length", "The number of proofs."),
        method<&T::verify, &Bounds::verify>("verify", "Whether all proofs are valid."));
  }
};

}  // namespace onggi::bindings
