// Proofs as bytes: MessagePack, and base64 of it, as the peer's ProverProof.serialize() gives them.
// The public input is not part of these bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Reads a proof, its public input empty. It checks the same as
// decode_proof_json. Errors name place and byte, e.g. `opening.delta: … at byte 3021`:
// malformed_msgpack, noncanonical_field_element, malformed_point, point_not_on_curve,
// invalid_length.
template <class C>
Result<ProverProof<C>> decode_proof_msgpack(std::span<const uint8_t> bytes);

template <class C>
std::vector<uint8_t> encode_proof_msgpack(const ProverProof<C>& proof);

// The same in padded standard base64. Errors: malformed_base64 and those of decode_proof_msgpack,
// whose bytes are those of the decoded text.
template <class C>
Result<ProverProof<C>> decode_proof_base64(std::string_view text);

template <class C>
std::string encode_proof_base64(const ProverProof<C>& proof);

}  // namespace onggi
