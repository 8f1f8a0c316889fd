#pragma once

#include <fmt/core.h>

#include <utility>

#include "core/codec/json/circuit.h"
#include "core/codec/json/file_dialect.h"
#include "core/codec/json/file_header.h"
#include "core/codec/json/peer_dialect.h"
#include "core/codec/json/text_size.h"
#include "core/codec/schema/check_circuit.h"
#include "core/codec/schema/field_name.h"

namespace onggi {
namespace codec {

template <class F>
struct CircuitFields {
  using T = Circuit<F>;
  static constexpr auto peer =
      std::tuple(member("public_input_size", &T::public_input_size), member("gates", &T::gates));
  static constexpr auto file = std::tuple(
      member("public_input_size", &T::public_input_size),
      defaulted("prev_challenges", &T::previous_challenges), defaulted("srs_depth", &T::srs_depth),
      defaulted("revision", &T::revision), defaulted("lookup_tables", &T::lookup_tables),
      defaulted("runtime_table_cfgs", &T::runtime_tables), member("gates", &T::gates));
};

}  // namespace codec

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  Circuit<F> circuit;
  const bool read = check_file_header(error, json, "kimchi-circuit/1", field_name<F>()) &&
                    read_fields<FileDialect>(reader, circuit, CircuitFields<F>::file) &&
                    check_circuit(error, circuit);
  return to_result(read, error, std::move(circuit));
}

template <class C>
std::string encode_circuit(const Circuit<typename C::Scalar>& circuit) {
  using namespace codec;
  using F = typename C::Scalar;
  std::string text =
      fmt::format("{{\"format\":\"kimchi-circuit/1\",\"field\":\"{}\"", field_name<F>());
  reserve_text<Zero::file>(text, circuit, CircuitFields<F>::file);
  write_fields<FileDialect>(text, circuit, CircuitFields<F>::file);
  text += "}";
  return text;
}

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit_serialize(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  Circuit<F> circuit;
  const bool read = read_fields<PeerDialect>(reader, circuit, CircuitFields<F>::peer) &&
                    check_circuit(error, circuit);
  return to_result(read, error, std::move(circuit));
}

template <class C>
std::string encode_circuit_serialize(const Circuit<typename C::Scalar>& circuit) {
  using namespace codec;
  constexpr auto fields = CircuitFields<typename C::Scalar>::peer;
  std::string text = "{";
  reserve_text<Zero::peer>(text, circuit, fields);
  write_fields<PeerDialect>(text, circuit, fields);
  text += "}";
  return text;
}

}  // namespace onggi
