// Indexes of circuits as files of onggi's own (section_file.h), so that a prover loads what it
// would else compute with transforms and multi-scalar multiplications.
//   sections: "srs" (32 bytes that tell the SRS), "circuit" and "verifier" (MessagePack), the fixed
//   columns as coefficients (32 bytes each, none for the zero polynomial), "zk 0" … (points)
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/index/prover_index.h"

namespace onggi {

template <class C>
std::vector<uint8_t> encode_index(const ProverIndex<C>& index);

// The columns are checked against the circuit at one point; that the commitments are those of the
// columns is not: with a forged file proofs are made that no verifier accepts, and nothing worse.
// Errors name section and place: unsupported_format, wrong_curve, damaged_file, wrong_srs,
// invalid_length, invalid_argument (parts that do not fit each other), those of
// decode_verifier_index_msgpack, and those that a circuit may have (ProverIndex::create).
template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> decode_index(std::span<const uint8_t> bytes,
                                                           std::shared_ptr<const Srs<C>> srs);

// Bytes that decode_index takes at most for a file that it accepts.
template <class C>
size_t decoded_index_bytes(std::span<const uint8_t> bytes, const Srs<C>& srs);

extern template size_t decoded_index_bytes<Vesta>(std::span<const uint8_t>, const Srs<Vesta>&);
extern template size_t decoded_index_bytes<Pallas>(std::span<const uint8_t>, const Srs<Pallas>&);
extern template std::vector<uint8_t> encode_index<Vesta>(const ProverIndex<Vesta>&);
extern template std::vector<uint8_t> encode_index<Pallas>(const ProverIndex<Pallas>&);
extern template Result<std::shared_ptr<const ProverIndex<Vesta>>> decode_index<Vesta>(
    std::span<const uint8_t>, std::shared_ptr<const Srs<Vesta>>);
extern template Result<std::shared_ptr<const ProverIndex<Pallas>>> decode_index<Pallas>(
    std::span<const uint8_t>, std::shared_ptr<const Srs<Pallas>>);

}  // namespace onggi
