#pragma once

#include <utility>

#include "core/codec/bytes/base64.h"
#include "core/codec/msgpack/proof.h"
#include "core/codec/msgpack/structs.h"

namespace onggi {

template <class C>
Result<ProverProof<C>> decode_proof_msgpack(std::span<const uint8_t> bytes) {
  codec::DecodeError error;
  codec::MsgpackReader reader(error, bytes);
  ProverProof<C> proof;
  const bool read = codec::read_msgpack(reader, proof) && reader.end();
  return codec::to_result(read, error, std::move(proof));
}

template <class C>
std::vector<uint8_t> encode_proof_msgpack(const ProverProof<C>& proof) {
  std::vector<uint8_t> bytes;
  codec::MsgpackWriter writer(bytes);
  codec::write_msgpack(writer, proof);
  return bytes;
}

template <class C>
Result<ProverProof<C>> decode_proof_base64(std::string_view text) {
  BOOST_OUTCOME_TRY(bytes, decode_base64(text));
  return decode_proof_msgpack<C>(bytes);
}

template <class C>
std::string encode_proof_base64(const ProverProof<C>& proof) {
  return encode_base64(encode_proof_msgpack(proof));
}

}  // namespace onggi
