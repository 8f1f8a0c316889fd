// Indexes of circuits in onggi's own file format (section_file.h). Loading a file is faster than
// computing the index with transforms and multi-scalar multiplications.
//   sections: "srs" (32 bytes that identify the SRS), "circuit" and "verifier" (MessagePack), the
//   fixed columns as coefficients (32 bytes each, none for the zero polynomial), "zk 0" … (points)
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/kimchi/index/prover_index.h"

namespace onggi {

template <class C>
std::vector<uint8_t> encode_index(const ProverIndex<C>& index);

// The columns are checked against the circuit at one point. Whether the commitments match the
// columns is not checked: with a forged file, the prover makes proofs that no verifier accepts,
// with no other effect. Errors name section and position: unsupported_format, wrong_curve,
// damaged_file, wrong_srs, invalid_length, invalid_argument (parts that do not match each other),
// those of decode_verifier_index_msgpack and of ProverIndex::create.
template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> decode_index(std::span<const uint8_t> bytes,
                                                           std::shared_ptr<const Srs<C>> srs);

// The maximum number of bytes that decode_index allocates for a valid file.
template <class C>
size_t decoded_index_bytes(std::span<const uint8_t> bytes, const Srs<C>& srs);

}  // namespace onggi
