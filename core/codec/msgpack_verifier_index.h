// Verifier indexes as MessagePack, in the fields and order of the peer's JSON.
// Source: rmp_serde's form of kimchi's `VerifierIndex`.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi {

// Equal byte by byte to what the peer's `rmp_serde::to_vec` writes.
template <class C>
std::vector<uint8_t> encode_verifier_index_msgpack(const VerifierIndex<C>& index);

// Checks and leaves out what decode_verifier_index does; the bytes do not say their revision.
// Errors name place and byte: malformed_msgpack, noncanonical_field_element, malformed_point,
// point_not_on_curve, invalid_length, size_out_of_range, invalid_argument for a domain that
// disagrees with itself.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index_msgpack(std::span<const uint8_t> bytes);

extern template std::vector<uint8_t> encode_verifier_index_msgpack<Vesta>(
    const VerifierIndex<Vesta>&);
extern template std::vector<uint8_t> encode_verifier_index_msgpack<Pallas>(
    const VerifierIndex<Pallas>&);
extern template Result<VerifierIndex<Vesta>> decode_verifier_index_msgpack<Vesta>(
    std::span<const uint8_t>);
extern template Result<VerifierIndex<Pallas>> decode_verifier_index_msgpack<Pallas>(
    std::span<const uint8_t>);

}  // namespace onggi
