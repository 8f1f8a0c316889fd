#pragma once

#include <array>
#include <utility>

#include "core/codec/msgpack/gate_vector.h"
#include "core/codec/msgpack/structs.h"
#include "core/codec/schema/check_circuit.h"

namespace onggi {
namespace codec {

// BCS, hashed as it is written.
// Source: the BCS specification: fixed little-endian integers, ULEB128 for lengths and variants.
class BcsHasher {
 public:
  void integer(uint64_t value) {
    std::array<uint8_t, 8> bytes{};
    for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<uint8_t>(value >> (8 * i));
    hash_.update(bytes);
  }

  void length(uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<uint8_t>(value | 0x80));
    byte(static_cast<uint8_t>(value));
  }

  template <class F>
  void gate(const Gate<F>& gate, Revision revision) {
    length(gate_type_number(gate.type, revision));
    for (const Wire& wire : gate.wires) {
      integer(wire.row);
      integer(wire.column);
    }
    length(gate.coefficients.size());
    for (const F& coefficient : gate.coefficients) {
      ElementBytes bytes;
      field_to_bytes(coefficient, bytes);
      length(bytes.size());
      hash_.update(bytes);
    }
  }

  void bytes(std::span<const uint8_t> content) { hash_.update(content); }
  Sha256Digest finish() { return hash_.finish(); }

 private:
  void byte(uint8_t value) { hash_.update({&value, 1}); }

  Sha256 hash_;
};

}  // namespace codec

template <class F>
Sha256Digest gate_vector_digest(std::span<const Gate<F>> gates, size_t public_input_size,
                                Revision revision) {
  constexpr std::string_view kDomain = "kimchi-circuit0";
  codec::BcsHasher hasher;
  hasher.bytes({reinterpret_cast<const uint8_t*>(kDomain.data()), kDomain.size()});
  hasher.integer(public_input_size);
  hasher.length(gates.size());
  for (const Gate<F>& gate : gates) hasher.gate(gate, revision);
  return hasher.finish();
}

template <class F>
std::vector<uint8_t> encode_gate_vector(std::span<const Gate<F>> gates) {
  std::vector<uint8_t> bytes;
  bytes.reserve(encoded_gate_vector_bytes<F>(gates));
  codec::MsgpackWriter writer(bytes);
  writer.array(gates.size());
  for (const Gate<F>& gate : gates) codec::write_msgpack(writer, gate);
  return bytes;
}

template <class F>
Result<std::vector<Gate<F>>> decode_gate_vector(std::span<const uint8_t> bytes) {
  codec::DecodeError error;
  codec::MsgpackReader reader(error, bytes);
  std::vector<Gate<F>> gates;
  const bool read =
      codec::read_msgpack(reader, gates) && reader.end() && codec::check_gates(error, gates);
  return codec::to_result(read, error, std::move(gates));
}

}  // namespace onggi
