// The gates of a circuit.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/codec/file_dialect.h"
#include "core/codec/json_circuit.h"
#include "core/kimchi/circuit.h"

namespace onggi::bindings {

template <class C>
class GateVectorHandle {
 public:
  using F = typename C::Scalar;
  using Gates = std::vector<Gate<F>>;

  explicit GateVectorHandle(Gates gates) : body_(make_body<GateVectorHandle>(std::move(gates))) {}

  static Result<std::unique_ptr<GateVectorHandle>> from_json(JsonView circuit) {
    BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(circuit.text));
    return std::make_unique<GateVectorHandle>(std::move(decoded.gates));
  }

  static Result<std::unique_ptr<GateVectorHandle>> deserialize(std::string_view text) {
    BOOST_OUTCOME_TRY(decoded, decode_circuit_serialize<C>(text));
    return std::make_unique<GateVectorHandle>(std::move(decoded.gates));
  }

  uint32_t length() const { return static_cast<uint32_t>(gates().size()); }

  Result<JsonText> gate(uint32_t row) const {
    if (row >= length()) {
      return fail(Errc::size_out_of_range, fmt::format("row {} of {}", row, length()));
    }
    std::string text;
    codec::write_json<codec::FileDialect>(text, gates()[row]);
    return JsonText{std::move(text)};
  }

  Result<std::string> serialize(uint32_t public_input_size) const {
    if (public_input_size > length()) {
      return fail(Errc::size_out_of_range,
                  fmt::format("{} public inputs in {} rows", public_input_size, length()));
    }
    Circuit<F> circuit;
    circuit.gates = gates();
    circuit.public_input_size = public_input_size;
    return encode_circuit_serialize<C>(circuit);
  }

  const Gates& gates() const { return **body_; }

 private:
  std::shared_ptr<Body<Gates>> body_;
};

template <class C>
struct Describe<GateVectorHandle<C>> {
  using T = GateVectorHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "GateVector";
  static constexpr const char* kDoc = "The gates of a circuit, row by row.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json>("from_json", "The gates of a circuit.",
                               Param{"circuit", "kimchi-circuit/1"}),
        factory<&T::deserialize>("deserialize", "The gates of the peer's own circuit text.",
                                 Param{"text", "as serialize() writes it"}),
        getter<&T::length>("length", "The number of rows."),
        method<&T::gate>("gate", "One gate as { typ, wires, coeffs }.", Param{"row", "which one"}),
        method<&T::serialize>("serialize", "The peer's own circuit text, equal byte by byte.",
                              Param{"public_input_size", "how many rows are public inputs"}));
  }
};

}  // namespace onggi::bindings
