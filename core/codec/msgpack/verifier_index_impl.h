#pragma once

#include <utility>

#include "core/codec/json/verifier_index_impl.h"
#include "core/codec/msgpack/structs.h"
#include "core/codec/msgpack/verifier_index.h"

namespace onggi {

template <class C>
std::vector<uint8_t> encode_verifier_index_msgpack(const VerifierIndex<C>& index) {
  std::vector<uint8_t> bytes;
  codec::MsgpackWriter writer(bytes);
  codec::write_msgpack_fields(writer, index, codec::VerifierIndexFields<C>::peer);
  return bytes;
}

template <class C>
Result<VerifierIndex<C>> decode_verifier_index_msgpack(std::span<const uint8_t> bytes) {
  codec::DecodeError error;
  codec::MsgpackReader reader(error, bytes);
  VerifierIndex<C> index;
  const bool read =
      codec::read_msgpack_fields(reader, index, codec::VerifierIndexFields<C>::peer) &&
      reader.end();
  return codec::to_result(read, error, std::move(index));
}

}  // namespace onggi
