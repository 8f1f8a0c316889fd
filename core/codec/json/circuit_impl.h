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

// Reads a circuit whose fields are `fields` in this dialect. `check_header(error)` is called first.
template <class Dialect, class F, class Fields, class CheckHeader>
Result<Circuit<F>> read_circuit(std::string_view json, const Fields& fields,
                                CheckHeader&& check_header) {
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  Circuit<F> circuit;
  const bool read = check_header(error) && read_fields<Dialect>(reader, circuit, fields) &&
                    check_circuit(error, circuit);
  return to_result(read, error, std::move(circuit));
}

// Appends the fields to `text`, the beginning of an object, and ends the object.
template <class Dialect, Zero zero, class F, class Fields>
std::string write_circuit(std::string text, const Circuit<F>& circuit, const Fields& fields) {
  reserve_text<zero>(text, circuit, fields);
  write_fields<Dialect>(text, circuit, fields);
  text += "}";
  return text;
}

}  // namespace codec

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  return read_circuit<FileDialect, F>(json, CircuitFields<F>::file, [json](DecodeError& error) {
    return check_file_header(error, json, "kimchi-circuit/1", field_name<F>());
  });
}

template <class C>
std::string encode_circuit(const Circuit<typename C::Scalar>& circuit) {
  using namespace codec;
  using F = typename C::Scalar;
  std::string header =
      fmt::format("{{\"format\":\"kimchi-circuit/1\",\"field\":\"{}\"", field_name<F>());
  return write_circuit<FileDialect, Zero::file>(std::move(header), circuit, CircuitFields<F>::file);
}

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit_serialize(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  return read_circuit<PeerDialect, F>(json, CircuitFields<F>::peer,
                                      [](DecodeError&) { return true; });
}

template <class C>
std::string encode_circuit_serialize(const Circuit<typename C::Scalar>& circuit) {
  using namespace codec;
  return write_circuit<PeerDialect, Zero::peer>("{", circuit,
                                                CircuitFields<typename C::Scalar>::peer);
}

}  // namespace onggi
