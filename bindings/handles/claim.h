// A proof and the index that it claims to satisfy, kept alive.
#pragma once

#include <memory>
#include <vector>

#include "bindings/body.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/verifier_index.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi::bindings {

template <class C>
struct ClaimBodies {
  std::shared_ptr<Body<Srs<C>>> srs;
  std::shared_ptr<Body<VerifierIndex<C>>> index;
  std::shared_ptr<Body<ProverProof<C>>> proof;

  // Must be called after verification, which may fill the caches of the index and the SRS.
  void update_ledger() const {
    index->update_ledger();
    srs->update_ledger();
  }
};

template <class C>
std::vector<VerifierClaim<C>> borrowed(const std::vector<ClaimBodies<C>>& claims) {
  std::vector<VerifierClaim<C>> list;
  list.reserve(claims.size());
  for (const ClaimBodies<C>& claim : claims) list.push_back({&**claim.index, &**claim.proof});
  return list;
}

// The maximum number of bytes that verifying the claims together takes.
template <class C>
size_t verify_claims_bytes(const std::vector<ClaimBodies<C>>& claims) {
  std::vector<const VerifierIndex<C>*> indexes;
  indexes.reserve(claims.size());
  for (const ClaimBodies<C>& claim : claims) indexes.push_back(&**claim.index);
  return verify_bytes<C>(indexes);
}

}  // namespace onggi::bindings
