#pragma once

#include <utility>

#include "core/codec/json/file_dialect.h"
#include "core/codec/json/file_header.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/text_size.h"
#include "core/codec/schema/field_name.h"

namespace onggi {
namespace codec {

template <class C>
struct ProofFields {
  static constexpr auto file = std::tuple_cat(
      std::tuple(member("public", &ProverProof<C>::public_input)), Layout<ProverProof<C>>::fields);
};

}  // namespace codec

template <class C>
Result<ProverProof<C>> decode_proof_json(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  ProverProof<C> proof;
  const bool read =
      check_file_header(error, json, "kimchi-proof/1", field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(reader, proof, ProofFields<C>::file);
  return to_result(read, error, std::move(proof));
}

template <class C>
std::string encode_proof_json(const ProverProof<C>& proof) {
  using namespace codec;
  std::string text = fmt::format("{{\"format\":\"kimchi-proof/1\",\"field\":\"{}\"",
                                 field_name<typename C::Scalar>());
  reserve_text<Zero::file>(text, proof, ProofFields<C>::file);
  write_fields<FileDialect>(text, proof, ProofFields<C>::file);
  text += "}";
  return text;
}

}  // namespace onggi
