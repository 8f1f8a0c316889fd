// PlonkIndex, PlonkIndexTask, VerifierIndex and its parts.
#pragma once

#include "bindings/bounds/values.h"
#include "core/codec/files/index_file.h"
#include "core/codec/json/circuit.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi::bindings {

template <class C>
class GateVectorHandle;
template <class C>
class LookupVerifierIndexHandle;
template <class C>
class PlonkIndexHandle;
template <class C>
class ProverProofHandle;
template <class C>
class SrsHandle;
template <class C>
class VerificationEvalsHandle;
template <class C>
class VerifierIndexHandle;
template <class C>
class WitnessHandle;

template <class C>
struct PlonkIndexBounds {
  using F = typename C::Scalar;
  using Handle = PlonkIndexHandle<C>;

  static ByteCount create(ByteView circuit, const SrsHandle<C>& srs) {
    const CircuitOutline outline = circuit_outline(text_of(circuit));
    return outline.template decoded_bytes<F>() + IndexTask<C>::peak_bytes(outline.shape, srs.srs());
  }
  static ByteCount from_gates(const GateVectorHandle<C>& gates, uint32_t, const SrsHandle<C>& srs,
                              ByteView extras) {
    CircuitOutline outline = circuit_outline(text_of(extras));
    add_gates(outline.shape, gates.gates());
    return heap_bytes(gates.gates()) + outline.template decoded_bytes<F>() +
           IndexTask<C>::peak_bytes(outline.shape, srs.srs());
  }
  static ByteCount keep_evaluations(const Handle& handle) {
    return kept_evaluations_bytes(**handle.body());
  }
  static ByteCount decode(ByteView bytes, const SrsHandle<C>& srs) {
    return decoded_index_bytes<C>(bytes, srs.srs());
  }
  // The columns; the circuit and the verifier index, both separately and in the file; the list of a
  // circuit with tables grows by doubling. Or the bytes of the SRS, which are hashed.
  static ByteCount encode(const Handle& handle) {
    const ProverIndex<C>& index = **handle.body();
    const auto& circuit = index.constraint_system().circuit();
    const size_t tables = heap_bytes(circuit.lookup_tables) + heap_bytes(circuit.runtime_tables);
    const size_t gates = encoded_gate_vector_bytes<F>(circuit.gates);
    const size_t circuit_bytes = tables == 0 ? gates : 2 * (gates + tables);
    return std::max(
        index.columns().heap_bytes() + 2 * circuit_bytes + 3 * index.verifier_index()->heap_bytes(),
        (index.srs()->size() + 1) * 2 * kFieldBytes);
  }
  static ByteCount check_witness(const Handle& handle, const WitnessHandle<C>& witness,
                                 ByteView extras) {
    return json_argument<F>(extras) + heap_bytes(witness.witness()) +
           ProverTask<C>::check_bytes(**handle.body());
  }
  static ByteCount verifier_index(const Handle& handle) {
    return (*handle.body())->verifier_index()->heap_bytes();
  }
  static ByteCount gates(const Handle& handle) {
    return heap_bytes((*handle.body())->constraint_system().circuit().gates);
  }
};

// Bounds for a whole index and for its parts.
template <class C>
struct VerifierIndexBounds {
  using F = typename C::Scalar;
  using Handle = VerifierIndexHandle<C>;
  using Srs = SrsHandle<C>;

  static ByteCount from_json(ByteView json, const Srs&) { return json_argument<F>(json); }
  // Points are strings.
  static ByteCount deserialize(ByteView text, const Srs&) {
    return decoded_json_size(text_of(text), sizeof(Affine<C>));
  }
  static ByteCount from_bytes(ByteView bytes, const Srs&, ByteView) {
    return decoded_msgpack_size(bytes);
  }
  static ByteCount from_parts(uint32_t, uint32_t, uint32_t, uint32_t,
                              const VerificationEvalsHandle<C>& evals, const Srs&, ByteView shifts,
                              const LookupVerifierIndexHandle<C>* lookup, ByteView) {
    return heap_bytes(evals.data()) + fields_argument<F>(shifts) +
           (lookup ? heap_bytes(lookup->data()) : 0);
  }
  static ByteCount to_bytes(const Handle& handle) {
    const VerifierIndex<C>& index = **handle.body();
    return 2 * (index.heap_bytes() - index.domain.heap_bytes());
  }
  static ByteCount serialize(const Handle& handle) {
    const VerifierIndex<C>& index = **handle.body();
    constexpr size_t kOthers = 2048;
    return kOthers + peer_text_result(index.commitments) + peer_text_result(index.lookup);
  }
  static ByteCount to_json(const Handle& handle) {
    const VerifierIndex<C>& index = **handle.body();
    constexpr size_t kOthers = 4096;
    return kOthers + json_result(index.commitments) + json_result(index.lookup) +
           2 * serialize(handle);
  }
  static ByteCount verify(const Handle& handle, const ProverProofHandle<C>&) {
    const VerifierIndex<C>* index = &**handle.body();
    return verify_bytes<C>(std::span(&index, 1));
  }
  static ByteCount oracles(const Handle& handle, const ProverProofHandle<C>& proof) {
    return oracles_bytes<C>(**handle.body(), **proof.body());
  }
};

// Bounds for a handle whose object is read from JSON and written as JSON.
template <class C>
struct JsonBounds {
  static ByteCount from_json(ByteView json) { return json_argument<typename C::Scalar>(json); }
  template <class Handle>
  static ByteCount to_json(const Handle& handle) {
    return json_result(handle.data());
  }
};

}  // namespace onggi::bindings
