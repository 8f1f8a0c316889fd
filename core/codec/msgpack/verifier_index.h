// Verifier indexes as MessagePack, in the fields and order of the peer's JSON.
// Source: rmp_serde's form of kimchi's `VerifierIndex`.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi {

// Writes the same bytes as the peer's `rmp_serde::to_vec`.
template <class C>
std::vector<uint8_t> encode_verifier_index_msgpack(const VerifierIndex<C>& index);

// Makes the same checks as decode_verifier_index. The bytes do not contain the revision. Errors
// name place and byte: malformed_msgpack, noncanonical_field_element, malformed_point,
// point_not_on_curve, invalid_length, size_out_of_range, and invalid_argument for an inconsistent
// domain.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index_msgpack(std::span<const uint8_t> bytes);

}  // namespace onggi
