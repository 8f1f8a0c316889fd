// The gates of a circuit as the peer writes and hashes them.
// Source: proof-systems kimchi-wasm `gate_vector.rs`, kimchi `circuits/gate.rs`, `utils/hasher.rs`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/bytes/sha256.h"
#include "core/codec/msgpack/msgpack.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/memory/byte_count.h"

namespace onggi {

// SHA-256 of "kimchi-circuit0" and the BCS form of the public input size and the gates. The
// revisions number the gates differently, and so differ in their digests.
template <class F>
Sha256Digest gate_vector_digest(std::span<const Gate<F>> gates, size_t public_input_size,
                                Revision revision);

// MessagePack [[type name, [[row, column], … 7], [coefficient, …]], …], alike in both revisions.
template <class F>
std::vector<uint8_t> encode_gate_vector(std::span<const Gate<F>> gates);

// The maximum size of the encoding, which the writer reserves.
template <class F>
size_t encoded_gate_vector_bytes(std::span<const Gate<F>> gates) {
  const auto integer = [](uint32_t value) { return value < 128 ? 1 : value < 1 << 16 ? 3 : 5; };
  size_t bytes = 5;
  for (const Gate<F>& gate : gates) {
    bytes += 4 + gate_type_name(gate.type).size() + gate.coefficients.size() * (2 + kFieldBytes);
    for (const Wire& wire : gate.wires) bytes += 1 + integer(wire.row) + integer(wire.column);
  }
  return bytes;
}

// Checks that every wire is inside the circuit and that no gate has more than kColumns
// coefficients. Errors name place and byte: malformed_msgpack, invalid_length,
// noncanonical_field_element, unknown_gate, wire_out_of_range, size_out_of_range.
template <class F>
Result<std::vector<Gate<F>>> decode_gate_vector(std::span<const uint8_t> bytes);

// The minimum size of an encoded gate: an array of a name, wires and no coefficients.
inline constexpr size_t kLeastGateBytes = 29;

// The maximum number of bytes that decode_gate_vector allocates.
template <class F>
size_t decoded_gate_vector_bytes(std::span<const uint8_t> bytes) {
  codec::DecodeError error;
  codec::MsgpackReader reader(error, bytes);
  size_t gates = 0;
  if (!reader.array(gates)) return 0;
  const size_t read = std::min(gates, bytes.size() / kLeastGateBytes + 1);
  // The rest of the bytes are coefficients, of 34 bytes each.
  const size_t coefficients = bytes.size() - std::min(bytes.size(), read * kLeastGateBytes);
  return (ByteCount(read) * (sizeof(Gate<F>) + kAllocatorOverhead) + coefficients).value();
}

}  // namespace onggi
