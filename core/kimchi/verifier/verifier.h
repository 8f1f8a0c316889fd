// Verification of one proof, or of many with one multi-scalar multiplication for each SRS.
// Source: Kimchi book, "Proof Verification"; kimchi/src/verifier.rs (`to_batch`) of the peer.
#pragma once

#include <span>

#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi {

// A proof and the index that it claims to satisfy. Neither is owned.
template <class C>
struct VerifierClaim {
  const VerifierIndex<C>* index;
  const ProverProof<C>* proof;
};

// True if all proofs are valid. Those whose indexes have an SRS of the same points are checked
// together. A proof that does not fit its index is false; an index that cannot be verified against
// is an error: srs_too_small (no SRS, or one of another size), invalid_argument (its numbers do not
// fit each other), system_random_failed. `rng` supplies the weights that combine the proofs'
// checks.
template <class C>
Result<bool> batch_verify(std::span<const VerifierClaim<C>> claims, Rng& rng);

// Bytes that batch_verify takes at most, what the indexes keep included.
template <class C>
size_t verify_bytes(std::span<const VerifierIndex<C>* const> indexes);

template <class C>
Result<bool> verify(const VerifierIndex<C>& index, const ProverProof<C>& proof, Rng& rng);

}  // namespace onggi
