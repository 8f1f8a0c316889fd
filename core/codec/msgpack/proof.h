// Proofs as MessagePack, and as base64 of it: the bytes of the peer's ProverProof.serialize(),
// which do not contain the public input.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Reads a proof with an empty public input. Checks the same as decode_proof_json. Errors name place
// and byte, e.g. `opening.delta: … at byte 3021`: malformed_msgpack, noncanonical_field_element,
// malformed_point, point_not_on_curve, invalid_length.
template <class C>
Result<ProverProof<C>> decode_proof_msgpack(std::span<const uint8_t> bytes);

template <class C>
std::vector<uint8_t> encode_proof_msgpack(const ProverProof<C>& proof);

// The same in padded standard base64. Errors: malformed_base64 and those of decode_proof_msgpack,
// with byte positions in the decoded bytes.
template <class C>
Result<ProverProof<C>> decode_proof_base64(std::string_view text);

template <class C>
std::string encode_proof_base64(const ProverProof<C>& proof);

}  // namespace onggi
