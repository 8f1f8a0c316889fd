// ProverProof and its parts, ProverTask and VerificationBatch.
#pragma once

#include <vector>

#include "bindings/bounds/values.h"
#include "core/kimchi/prover.h"
#include "core/kimchi/verifier.h"

namespace onggi::bindings {

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
  static size_t create(ByteView left, ByteView right, ByteView, ByteView, ByteView, ByteView) {
    return 2 * (points_argument<C>(left) + points_argument<C>(right));
  }
  // As points_result, but grown by doubling.
  static size_t points(const Handle& opening) { return 2 * points_result<C>(opening.rounds()); }
};

template <class C>
struct ProverProofBounds {
  using F = typename C::Scalar;
  using Handle = ProverProofHandle<C>;

  static size_t from_bytes(ByteView bytes, ByteView public_input) {
    return decoded_msgpack_size(bytes) + fields_argument<F>(public_input);
  }
  static size_t from_base64(ByteView text, ByteView public_input) {
    return decoded_base64_size(text_of(text)) + fields_argument<F>(public_input);
  }
  static size_t from_json(ByteView json) { return json_argument<F>(json); }
  static size_t from_parts(const ProverCommitmentsHandle<C>& commitments,
                           const OpeningProofHandle<C>& opening,
                           const ProofEvaluationsHandle<C>& evals, ByteView, ByteView public_input,
                           ByteView previous) {
    return heap_bytes(commitments.commitments()) + heap_bytes(opening.opening()) +
           heap_bytes(evals.evals()) + fields_argument<F>(public_input) +
           json_argument<F>(previous);
  }
  static size_t to_bytes(const Handle& proof) { return 2 * heap_bytes(**proof.body()); }
  static size_t to_base64(const Handle& proof) { return 3 * heap_bytes(**proof.body()); }
  static size_t to_json(const Handle& handle) {
    const ProverProof<C>& proof = **handle.body();
    return json_result(proof) + json_result(proof.public_input);
  }
  static size_t public_input(const Handle& proof) {
    return fields_result<F>((*proof.body())->public_input.size());
  }
  static size_t previous_challenges(const Handle& proof) {
    return json_result((*proof.body())->previous_challenges);
  }
};

template <class C>
struct ProverTaskBounds {
  using F = typename C::Scalar;

  // A witness that is too long is copied before it is refused.
  static size_t create(const PlonkIndexHandle<C>& index, const WitnessHandle<C>& witness,
                       ByteView extras) {
    const bool fits = witness.rows() <= index.domain_size();
    return json_argument<F>(extras) + ProverTask<C>::peak_bytes(**index.body()) +
           (fits ? 0 : heap_bytes(witness.witness()));
  }
};

template <class C>
struct VerificationBatchBounds {
  static size_t verify(const VerificationBatchHandle<C>& batch) {
    return verify_bytes<C>(batch.indexes());
  }
};

}  // namespace onggi::bindings
