// The gates of a circuit as the peer writes and hashes them.
// Source: proof-systems kimchi-wasm `gate_vector.rs`, kimchi `circuits/gate.rs`, `utils/hasher.rs`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/msgpack.h"
#include "core/codec/sha256.h"
#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi {

// SHA-256 of "kimchi-circuit0" and the BCS form of the public input size and the gates. The
// revisions number the gates differently, and so differ in their digests.
template <class F>
Sha256Digest gate_vector_digest(std::span<const Gate<F>> gates, size_t public_input_size,
                                Revision revision);

// MessagePack [[type name, [[row, column], … 7], [coefficient, …]], …], alike in both revisions.
template <class F>
std::vector<uint8_t> encode_gate_vector(std::span<const Gate<F>> gates);

// Every wire of what comes back is inside the circuit, no gate has more than kColumns coefficients.
// Errors name place and byte: malformed_msgpack, invalid_length, noncanonical_field_element,
// unknown_gate, wire_out_of_range, size_out_of_range.
template <class F>
Result<std::vector<Gate<F>>> decode_gate_vector(std::span<const uint8_t> bytes);

// An array of a name, wires and no coefficients.
inline constexpr size_t kLeastGateBytes = 29;

// Bytes that it takes at most; the list and each gate's coefficients grow by doubling.
template <class F>
size_t decoded_gate_vector_bytes(std::span<const uint8_t> bytes) {
  codec::Fault fault;
  codec::MsgpackReader reader(fault, bytes);
  size_t gates = 0;
  if (!reader.array(gates)) return 0;
  return 3 * std::min(gates, bytes.size() / kLeastGateBytes + 1) * sizeof(Gate<F>) +
         2 * bytes.size();
}

extern template Sha256Digest gate_vector_digest<Fp>(std::span<const Gate<Fp>>, size_t, Revision);
extern template Sha256Digest gate_vector_digest<Fq>(std::span<const Gate<Fq>>, size_t, Revision);
extern template std::vector<uint8_t> encode_gate_vector<Fp>(std::span<const Gate<Fp>>);
extern template std::vector<uint8_t> encode_gate_vector<Fq>(std::span<const Gate<Fq>>);
extern template Result<std::vector<Gate<Fp>>> decode_gate_vector<Fp>(std::span<const uint8_t>);
extern template Result<std::vector<Gate<Fq>>> decode_gate_vector<Fq>(std::span<const uint8_t>);

}  // namespace onggi
