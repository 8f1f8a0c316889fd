#include "core/curve/pasta.h"

#include "core/codec/bytes/flat_gates_impl.h"
#include "core/codec/bytes/flat_srs_impl.h"
#include "core/codec/bytes/flat_vector_impl.h"
#include "core/codec/files/index_file_impl.h"
#include "core/codec/files/lagrange_file_impl.h"
#include "core/codec/json/circuit_impl.h"
#include "core/codec/json/oracles_impl.h"
#include "core/codec/json/parts_impl.h"
#include "core/codec/json/proof_impl.h"
#include "core/codec/json/verifier_index_impl.h"
#include "core/codec/json/witness_impl.h"
#include "core/codec/msgpack/gate_vector_impl.h"
#include "core/codec/msgpack/proof_impl.h"
#include "core/codec/msgpack/srs_impl.h"
#include "core/codec/msgpack/verifier_index_impl.h"

namespace onggi {
namespace codec {

template <>
std::string_view field_name<Fp>() {
  return "fp";
}
template <>
std::string_view field_name<Fq>() {
  return "fq";
}

}  // namespace codec

template Result<std::vector<Fp>> decode_flat_vector<Fp>(std::span<const uint8_t>);
template Result<std::vector<Fq>> decode_flat_vector<Fq>(std::span<const uint8_t>);
template std::vector<uint8_t> encode_flat_vector<Fp>(std::span<const Fp>);
template std::vector<uint8_t> encode_flat_vector<Fq>(std::span<const Fq>);
template Result<Witness<Vesta>> witness_from_columns<Vesta>(std::span<const uint8_t>, size_t);
template Result<Witness<Pallas>> witness_from_columns<Pallas>(std::span<const uint8_t>, size_t);

template Result<std::vector<Gate<Fp>>> decode_flat_gates<Fp>(const FlatGates&);
template std::vector<uint8_t> flat_types<Fp>(std::span<const Gate<Fp>>);
template std::vector<uint8_t> flat_wires<Fp>(std::span<const Gate<Fp>>);
template std::vector<uint8_t> flat_coeff_counts<Fp>(std::span<const Gate<Fp>>);
template std::vector<uint8_t> flat_coeffs<Fp>(std::span<const Gate<Fp>>);
template Result<std::vector<Gate<Fq>>> decode_flat_gates<Fq>(const FlatGates&);
template std::vector<uint8_t> flat_types<Fq>(std::span<const Gate<Fq>>);
template std::vector<uint8_t> flat_wires<Fq>(std::span<const Gate<Fq>>);
template std::vector<uint8_t> flat_coeff_counts<Fq>(std::span<const Gate<Fq>>);
template std::vector<uint8_t> flat_coeffs<Fq>(std::span<const Gate<Fq>>);

template Result<std::shared_ptr<const Srs<Vesta>>> decode_flat_srs<Vesta>(std::span<const uint8_t>);
template std::vector<uint8_t> encode_flat_srs<Vesta>(const Srs<Vesta>&);
template Result<std::shared_ptr<const Srs<Pallas>>> decode_flat_srs<Pallas>(
    std::span<const uint8_t>);
template std::vector<uint8_t> encode_flat_srs<Pallas>(const Srs<Pallas>&);

template Result<Circuit<Vesta::Scalar>> decode_circuit<Vesta>(std::string_view);
template Result<Circuit<Pallas::Scalar>> decode_circuit<Pallas>(std::string_view);
template std::string encode_circuit<Vesta>(const Circuit<Vesta::Scalar>&);
template std::string encode_circuit<Pallas>(const Circuit<Pallas::Scalar>&);
template std::string encode_circuit_serialize<Vesta>(const Circuit<Vesta::Scalar>&);
template std::string encode_circuit_serialize<Pallas>(const Circuit<Pallas::Scalar>&);
template Result<Circuit<Vesta::Scalar>> decode_circuit_serialize<Vesta>(std::string_view);
template Result<Circuit<Pallas::Scalar>> decode_circuit_serialize<Pallas>(std::string_view);

template Sha256Digest gate_vector_digest<Fp>(std::span<const Gate<Fp>>, size_t, Revision);
template Sha256Digest gate_vector_digest<Fq>(std::span<const Gate<Fq>>, size_t, Revision);
template std::vector<uint8_t> encode_gate_vector<Fp>(std::span<const Gate<Fp>>);
template std::vector<uint8_t> encode_gate_vector<Fq>(std::span<const Gate<Fq>>);
template Result<std::vector<Gate<Fp>>> decode_gate_vector<Fp>(std::span<const uint8_t>);
template Result<std::vector<Gate<Fq>>> decode_gate_vector<Fq>(std::span<const uint8_t>);

template std::vector<uint8_t> encode_index<Vesta>(const ProverIndex<Vesta>&);
template std::vector<uint8_t> encode_index<Pallas>(const ProverIndex<Pallas>&);
template size_t decoded_index_bytes<Vesta>(std::span<const uint8_t>, const Srs<Vesta>&);
template size_t decoded_index_bytes<Pallas>(std::span<const uint8_t>, const Srs<Pallas>&);
template Result<std::shared_ptr<const ProverIndex<Vesta>>> decode_index<Vesta>(
    std::span<const uint8_t>, std::shared_ptr<const Srs<Vesta>>);
template Result<std::shared_ptr<const ProverIndex<Pallas>>> decode_index<Pallas>(
    std::span<const uint8_t>, std::shared_ptr<const Srs<Pallas>>);

template struct JsonParts<Vesta>;
template struct JsonParts<Pallas>;

template Result<ProverProof<Vesta>> decode_proof_json<Vesta>(std::string_view);
template Result<ProverProof<Pallas>> decode_proof_json<Pallas>(std::string_view);
template std::string encode_proof_json<Vesta>(const ProverProof<Vesta>&);
template std::string encode_proof_json<Pallas>(const ProverProof<Pallas>&);

template std::string encode_oracles<Vesta>(const Oracles<Vesta>&);
template std::string encode_oracles<Pallas>(const Oracles<Pallas>&);

template std::string encode_verifier_index<Vesta>(const VerifierIndex<Vesta>&);
template std::string encode_verifier_index<Pallas>(const VerifierIndex<Pallas>&);
template Result<VerifierIndex<Vesta>> decode_verifier_index<Vesta>(std::string_view);
template Result<VerifierIndex<Pallas>> decode_verifier_index<Pallas>(std::string_view);
template Result<VerifierIndex<Vesta>> decode_verifier_index_file<Vesta>(std::string_view);
template Result<VerifierIndex<Pallas>> decode_verifier_index_file<Pallas>(std::string_view);
template std::string encode_verifier_index_file<Vesta>(const VerifierIndex<Vesta>&);
template std::string encode_verifier_index_file<Pallas>(const VerifierIndex<Pallas>&);

template std::vector<uint8_t> encode_verifier_index_msgpack<Vesta>(const VerifierIndex<Vesta>&);
template std::vector<uint8_t> encode_verifier_index_msgpack<Pallas>(const VerifierIndex<Pallas>&);
template Result<VerifierIndex<Vesta>> decode_verifier_index_msgpack<Vesta>(
    std::span<const uint8_t>);
template Result<VerifierIndex<Pallas>> decode_verifier_index_msgpack<Pallas>(
    std::span<const uint8_t>);

template Result<Witness<Vesta>> decode_witness<Vesta>(std::string_view);
template Result<Witness<Pallas>> decode_witness<Pallas>(std::string_view);
template std::string encode_witness<Vesta>(const Witness<Vesta>&);
template std::string encode_witness<Pallas>(const Witness<Pallas>&);
template Result<void> decode_witness_data<Vesta>(std::string_view, Witness<Vesta>&);
template Result<void> decode_witness_data<Pallas>(std::string_view, Witness<Pallas>&);

template Result<ProverProof<Vesta>> decode_proof_msgpack<Vesta>(std::span<const uint8_t>);
template Result<ProverProof<Pallas>> decode_proof_msgpack<Pallas>(std::span<const uint8_t>);
template std::vector<uint8_t> encode_proof_msgpack<Vesta>(const ProverProof<Vesta>&);
template std::vector<uint8_t> encode_proof_msgpack<Pallas>(const ProverProof<Pallas>&);
template Result<ProverProof<Vesta>> decode_proof_base64<Vesta>(std::string_view);
template Result<ProverProof<Pallas>> decode_proof_base64<Pallas>(std::string_view);
template std::string encode_proof_base64<Vesta>(const ProverProof<Vesta>&);
template std::string encode_proof_base64<Pallas>(const ProverProof<Pallas>&);

template std::vector<uint8_t> encode_lagrange_basis<Vesta>(const Srs<Vesta>&,
                                                           const Domain<typename Vesta::Scalar>&);
template std::vector<uint8_t> encode_lagrange_basis<Pallas>(const Srs<Pallas>&,
                                                            const Domain<typename Pallas::Scalar>&);
template size_t loaded_lagrange_basis_bytes<Vesta>(size_t, const Srs<Vesta>&);
template size_t loaded_lagrange_basis_bytes<Pallas>(size_t, const Srs<Pallas>&);
template Result<size_t> load_lagrange_basis<Vesta>(std::span<const uint8_t>, const Srs<Vesta>&);
template Result<size_t> load_lagrange_basis<Pallas>(std::span<const uint8_t>, const Srs<Pallas>&);

template Result<std::shared_ptr<const Srs<Vesta>>> decode_srs<Vesta>(std::span<const uint8_t>);
template Result<std::shared_ptr<const Srs<Pallas>>> decode_srs<Pallas>(std::span<const uint8_t>);
template std::vector<uint8_t> encode_srs<Vesta>(const Srs<Vesta>&);
template std::vector<uint8_t> encode_srs<Pallas>(const Srs<Pallas>&);

}  // namespace onggi
