#pragma once

#include <utility>

#include "core/codec/json/file_dialect.h"
#include "core/codec/json/file_header.h"
#include "core/codec/json/peer_dialect.h"
#include "core/codec/json/text_size.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/schema/field_name.h"

namespace onggi {
namespace codec {

template <class C>
struct VerifierIndexFields {
  using T = VerifierIndex<C>;
  static constexpr auto peer =
      std::tuple(member("domain", &T::domain), member("max_poly_size", &T::max_poly_size),
                 member("zk_rows", &T::zk_rows), member("public", &T::public_input_size),
                 member("prev_challenges", &T::previous_challenges), inlined(&T::commitments),
                 member("shift", &T::shifts), member("lookup_index", &T::lookup));
  static constexpr auto file =
      std::tuple(member("domain", &T::domain), member("max_poly_size", &T::max_poly_size),
                 defaulted("revision", &T::revision), member("public", &T::public_input_size),
                 member("prev_challenges", &T::previous_challenges), member("zk_rows", &T::zk_rows),
                 member("shifts", &T::shifts), member("commitments", &T::commitments),
                 member("lookup_index", &T::lookup));
};

}  // namespace codec

template <class C>
std::string encode_verifier_index(const VerifierIndex<C>& index) {
  using namespace codec;
  std::string text = "{";
  reserve_text<Zero::peer>(text, index, VerifierIndexFields<C>::peer);
  write_fields<PeerDialect>(text, index, VerifierIndexFields<C>::peer);
  text += "}";
  return text;
}

template <class C>
Result<VerifierIndex<C>> decode_verifier_index(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  VerifierIndex<C> index;
  const bool read = read_fields<PeerDialect>(reader, index, VerifierIndexFields<C>::peer);
  return to_result(read, error, std::move(index));
}

template <class C>
Result<VerifierIndex<C>> decode_verifier_index_file(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  VerifierIndex<C> index;
  const bool read =
      check_file_header(error, json, "kimchi-verifier-index/1", field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(reader, index, VerifierIndexFields<C>::file);
  return to_result(read, error, std::move(index));
}

template <class C>
std::string encode_verifier_index_file(const VerifierIndex<C>& index) {
  using namespace codec;
  std::string text = fmt::format("{{\"format\":\"kimchi-verifier-index/1\",\"field\":\"{}\"",
                                 field_name<typename C::Scalar>());
  // The peer's text is part of it.
  text.reserve(1024 + fields_size<Zero::file>(index, VerifierIndexFields<C>::file) +
               fields_size<Zero::peer>(index, VerifierIndexFields<C>::peer));
  write_fields<FileDialect>(text, index, VerifierIndexFields<C>::file);
  write_key(text, "digest");
  write_json<FileDialect>(text, index.digest());
  write_key(text, "serialized");
  text += encode_verifier_index(index);
  text += "}";
  return text;
}

}  // namespace onggi
