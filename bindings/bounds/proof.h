// ProverProof and its parts, ProverTask and VerificationBatch.
#pragma once

#include "bindings/bounds/values.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi::bindings {

template <class C>
struct ClaimBodies;
template <class C>
class OpeningProofHandle;
template <class C>
class PlonkIndexHandle;
template <class C>
class ProofEvaluationsHandle;
template <class C>
class ProverCommitmentsHandle;
template <class C>
class ProverProofHandle;
template <class C>
class VerificationBatchHandle;
template <class C>
class WitnessHandle;

template <class C>
struct OpeningProofBounds {
  using Handle = OpeningProofHandle<C>;

  // The pairs grow by doubling.
  static ByteCount create(ByteView left, ByteView right, ByteView, ByteView, ByteView, ByteView) {
    return 2 * (points_argument<C>(left) + points_argument<C>(right));
  }
  // As points_result, but grown by doubling.
  static ByteCount points(const Handle& opening) { return 2 * points_result<C>(opening.rounds()); }
};

template <class C>
struct ProverProofBounds {
  using F = typename C::Scalar;
  using Handle = ProverProofHandle<C>;

  static ByteCount from_bytes(ByteView bytes, ByteView public_input) {
    return decoded_msgpack_size(bytes) + fields_argument<F>(public_input);
  }
  static ByteCount from_base64(ByteView text, ByteView public_input) {
    return decoded_base64_size(text_of(text)) + fields_argument<F>(public_input);
  }
  static ByteCount from_json(ByteView json) { return json_argument<F>(json); }
  static ByteCount from_parts(const ProverCommitmentsHandle<C>& commitments,
                              const OpeningProofHandle<C>& opening,
                              const ProofEvaluationsHandle<C>& evals, ByteView,
                              ByteView public_input, ByteView previous) {
    return heap_bytes(commitments.data()) + heap_bytes(opening.data()) + heap_bytes(evals.data()) +
           fields_argument<F>(public_input) + json_argument<F>(previous);
  }
  static ByteCount to_bytes(const Handle& proof) { return 2 * heap_bytes(**proof.body()); }
  static ByteCount to_base64(const Handle& proof) { return 3 * heap_bytes(**proof.body()); }
  static ByteCount to_json(const Handle& handle) {
    const ProverProof<C>& proof = **handle.body();
    return json_result(proof) + json_result(proof.public_input);
  }
  static ByteCount public_input(const Handle& proof) {
    return fields_result<F>((*proof.body())->public_input.size());
  }
  static ByteCount previous_challenges(const Handle& proof) {
    return json_result((*proof.body())->previous_challenges);
  }
};

template <class C>
struct ProverTaskBounds {
  using F = typename C::Scalar;

  // A witness that is too long is copied before it is refused.
  static ByteCount create(const PlonkIndexHandle<C>& index, const WitnessHandle<C>& witness,
                          ByteView extras) {
    const bool fits = witness.rows() <= index.domain_size();
    return json_argument<F>(extras) + ProverTask<C>::peak_bytes(**index.body()) +
           (fits ? 0 : heap_bytes(witness.witness()));
  }
};

template <class C>
struct VerificationBatchBounds {
  using Handle = VerificationBatchHandle<C>;

  static ByteCount verify(const Handle& batch) { return verify_claims_bytes(batch.claims()); }
  // The claims are copied.
  static ByteCount task(const Handle& batch) {
    return verify(batch) + ByteCount(batch.length()) * 2 * sizeof(ClaimBodies<C>);
  }
};

}  // namespace onggi::bindings
