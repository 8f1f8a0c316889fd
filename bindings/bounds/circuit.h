// Gate, GateVector and CircuitBuilder.
#pragma once

#include <algorithm>

#include "bindings/bounds/values.h"
#include "core/codec/bytes/flat_gates.h"
#include "core/codec/json/circuit.h"
#include "core/codec/msgpack/gate_vector.h"
#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/poseidon.h"

namespace onggi::bindings {

template <class C>
class GateHandle;
template <class C>
class GateVectorHandle;
template <class C>
class CircuitBuilderHandle;

template <class C>
struct GateVectorBounds {
  using F = typename C::Scalar;
  using Handle = GateVectorHandle<C>;

  static ByteCount from_json(ByteView circuit) {
    return circuit_outline(text_of(circuit)).template decoded_bytes<F>();
  }
  static ByteCount from_bytes(ByteView bytes) { return decoded_gate_vector_bytes<F>(bytes); }
  static ByteCount from_flat(ByteView types, ByteView, ByteView, ByteView coeffs) {
    return ByteCount(types.size()) * (sizeof(Gate<F>) + kAllocatorOverhead) +
           fields_argument<F>(coeffs);
  }
  static ByteCount types(const Handle& gates) { return gates.length(); }
  static ByteCount wires(const Handle& gates) {
    return ByteCount(gates.length()) * kFlatWiresBytes;
  }
  static ByteCount coeffs(const Handle& gates) {
    ByteCount coefficients = 0;
    for (const Gate<F>& gate : gates.gates()) coefficients += gate.coefficients.size();
    return coefficients * kFieldBytes;
  }
  static ByteCount add(const Handle& gates, const GateHandle<C>& gate) {
    return gates.push_bytes() + heap_bytes(gate.data());
  }
  static ByteCount push(const Handle& gates, ByteView gate) {
    return gates.push_bytes() + json_argument<F>(gate);
  }
  static ByteCount to_bytes(const Handle& gates) {
    return encoded_gate_vector_bytes<F>(gates.gates());
  }
  static ByteCount serialize(const Handle& gates, uint32_t) {
    return heap_bytes(gates.gates()) + peer_text_result(gates.gates());
  }
};

template <class C>
struct CircuitBuilderBounds {
  using F = typename C::Scalar;
  using Handle = CircuitBuilderHandle<C>;

  template <size_t kRows, class... A>
  static ByteCount appends(const Handle& builder, A...) {
    return rows(builder, kRows);
  }
  static ByteCount hash(const Handle& builder, ByteView message) {
    constexpr size_t kCellBytes = 4;
    const size_t count = poseidon_hash_rows(message.size() / kCellBytes);
    return message.size() + builder.builder().reserve_bytes(count) +
           ByteCount(count) * (kColumns * sizeof(F) + kAllocatorOverhead);
  }
  // The rows are computed before they are appended.
  static ByteCount variable_base_mul(const Handle& builder, ByteView, uint32_t, uint32_t bits) {
    const size_t count = variable_base_mul_rows(std::min(bits, uint32_t{255}));
    return builder.builder().reserve_bytes(count) + ByteCount(count) * kColumns * sizeof(F);
  }
  static ByteCount xor_bits(const Handle& builder, uint32_t, uint32_t, uint32_t) {
    return rows(builder, 17);
  }
  static ByteCount add_table(const Handle& builder, ByteView table) {
    return json_argument<F>(table) + rows(builder, 1);
  }
  static ByteCount add_runtime_table(const Handle& builder, ByteView table, ByteView data) {
    return json_argument<F>(table) + fields_argument<F>(data) + rows(builder, 1);
  }
  static ByteCount gates(const Handle& builder) { return builder.builder().circuit_bytes(); }
  static ByteCount witness(const Handle& builder) { return builder.builder().witness_bytes(); }
  static ByteCount circuit(const Handle& handle, uint32_t) {
    const auto& circuit = handle.builder().appended();
    constexpr size_t kPublicRow = 400;
    return handle.builder().circuit_bytes() + json_result(circuit.gates) +
           json_result(circuit.lookup_tables) + json_result(circuit.runtime_tables) +
           (handle.public_input_size() + 2) * kPublicRow;
  }

 private:
  // The rows are computed before they are appended.
  static ByteCount rows(const Handle& builder, ByteCount count) {
    constexpr size_t kRowBytes = sizeof(Gate<F>) + 2 * kColumns * sizeof(F);
    return builder.builder().growth_bytes(count.value()) + 2 * count * kRowBytes;
  }
};

}  // namespace onggi::bindings
