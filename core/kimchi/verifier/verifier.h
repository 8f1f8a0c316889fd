// Verification of one or more proofs, with one multi-scalar multiplication per SRS.
// Source: Kimchi book, "Proof Verification"; kimchi/src/verifier.rs (`to_batch`) of the peer.
#pragma once

#include <span>

#include "core/error/error.h"
#include "core/field/random.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi {

// A proof and the index that it claims to satisfy. Does not own them.
template <class C>
struct VerifierClaim {
  const VerifierIndex<C>* index;
  const ProverProof<C>* proof;
};

// Returns true if all proofs are valid. Proofs whose indexes have SRSs with the same points are
// checked together. A proof whose shape does not match its index is invalid. An index that cannot
// be used for verification is an error: srs_too_small (no SRS, or one of the wrong size),
// invalid_argument (inconsistent numbers), system_random_failed. `rng` supplies the weights that
// combine the proofs' checks. It must be unpredictable: with e.g. all zeros, forged proofs pass.
template <class C>
Result<bool> batch_verify(std::span<const VerifierClaim<C>> claims, Rng& rng);

// An upper bound of the bytes that batch_verify allocates, including caches that the indexes keep.
template <class C>
size_t verify_bytes(std::span<const VerifierIndex<C>* const> indexes);

template <class C>
Result<bool> verify(const VerifierIndex<C>& index, const ProverProof<C>& proof, Rng& rng);

}  // namespace onggi
