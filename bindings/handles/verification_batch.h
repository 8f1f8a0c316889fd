// Proofs to be verified together.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/verifier_index.h"
#include "core/field/random.h"
#include "core/kimchi/verifier.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

template <class C>
class VerificationBatchHandle {
 public:
  VerificationBatchHandle() : entry_(ledger_type<VerificationBatchHandle>(), weight()) {}

  static std::unique_ptr<VerificationBatchHandle> create() {
    return std::make_unique<VerificationBatchHandle>();
  }

  void add(const VerifierIndexHandle<C>& index, const ProverProofHandle<C>& proof) {
    claims_.push_back({index.srs_body(), index.body(), proof.body()});
    entry_.resize(weight());
  }

  uint32_t length() const { return static_cast<uint32_t>(claims_.size()); }

  Result<bool> verify() const {
    std::vector<VerifierClaim<C>> claims;
    claims.reserve(claims_.size());
    for (const Claim& claim : claims_) claims.push_back({&**claim.index, &**claim.proof});
    SystemRng rng;
    auto verdict = batch_verify<C>(claims, rng);
    for (const Claim& claim : claims_) {
      claim.index->weigh();
      claim.srs->weigh();
    }
    return verdict;
  }

  std::vector<const VerifierIndex<C>*> indexes() const {
    std::vector<const VerifierIndex<C>*> indexes;
    indexes.reserve(claims_.size());
    for (const Claim& claim : claims_) indexes.push_back(&**claim.index);
    return indexes;
  }

 private:
  struct Claim {
    std::shared_ptr<Body<Srs<C>>> srs;
    std::shared_ptr<Body<VerifierIndex<C>>> index;
    std::shared_ptr<Body<ProverProof<C>>> proof;
  };

  size_t weight() const { return sizeof(*this) + claims_.capacity() * sizeof(Claim); }

  std::vector<Claim> claims_;
  LedgerEntry entry_;
};

template <class C>
struct Describe<VerificationBatchHandle<C>> {
  using T = VerificationBatchHandle<C>;
  using Curve = C;
  using Bounds = VerificationBatchBounds<C>;
  static constexpr const char* kNoun = "VerificationBatch";
  static constexpr const char* kDoc =
      "Proofs to be verified together, with one multi-scalar multiplication for each SRS. It keeps "
      "what it is given: the handles added to it may be freed.";

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
