// One gate of a circuit.
#pragma once

#include <fmt/core.h>

#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/describe.h"
#include "bindings/handles/json_handle.h"
#include "bindings/values.h"
#include "core/codec/json/parts.h"
#include "core/kimchi/circuit/gate.h"

namespace onggi::bindings {

template <class C>
class GateHandle : public JsonHandle<GateHandle<C>, C, Gate<typename C::Scalar>> {
 public:
  using F = typename C::Scalar;
  using JsonHandle<GateHandle, C, Gate<F>>::JsonHandle;

  static Result<std::unique_ptr<GateHandle>> create(std::string_view typ, JsonView wires,
                                                    std::vector<F> coeffs) {
    const auto type = gate_type_from_name(typ);
    if (!type) return fail(Errc::unknown_gate, fmt::format("`{}`", typ.substr(0, 40)));
    Gate<F> gate{.type = *type, .wires = {}, .coefficients = std::move(coeffs)};
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(wires.text, gate.wires));
    BOOST_OUTCOME_TRYV(check(gate));
    return std::make_unique<GateHandle>(std::move(gate));
  }

  std::string typ() const { return std::string(gate_type_name(this->data().type)); }
  JsonText wires() const { return {JsonParts<C>::write(this->data().wires)}; }
  std::vector<F> coeffs() const { return this->data().coefficients; }

  // Whether the gate may be part of some circuit.
  static Result<> check(const Gate<F>& gate) {
    if (gate.coefficients.size() > kColumns) {
      return fail(Errc::invalid_length, fmt::format("at most {} coefficients, got {}", kColumns,
                                                    gate.coefficients.size()));
    }
    for (size_t column = 0; column < kPermuted; ++column) {
      if (gate.wires[column].column < kPermuted) continue;
      return fail(Errc::wire_out_of_range,
                  fmt::format("the column of wire {} must be from 0 to {}, got {}", column,
                              kPermuted - 1, gate.wires[column].column));
    }
    return success();
  }
};

template <class C>
struct Describe<GateHandle<C>> {
  using T = GateHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "Gate";
  static constexpr const char* kDoc =
      "One gate of a circuit. The plain object { typ, wires, coeffs } can be used instead and need "
      "not be freed.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create>("create", "A gate.", Param{"typ", "one of gateTypes"},
                            Param{"wires",
                                  "seven cells [row, column]: the next ones of their "
                                  "permutation cycles; columns are 0 to 6"},
                            Param{"coeffs", "at most fifteen; missing ones are zero"}),
        factory<&T::from_json>("from_json", "A gate.", Param{"gate", "{ typ, wires, coeffs }"}),
        getter<&T::typ>("typ", "The type, one of gateTypes."),
        method<&T::wires>("wires", "The seven cells that the first seven are wired to."),
        method<&T::coeffs>("coeffs", "The coefficients."),
        method<&T::to_json>("to_json", "The gate as { typ, wires, coeffs }."));
  }
};

}  // namespace onggi::bindings
