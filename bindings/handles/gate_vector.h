// The gates of a circuit.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/circuit.h"
#include "bindings/describe.h"
#include "bindings/handles/gate.h"
#include "bindings/list.h"
#include "bindings/values.h"
#include "core/codec/bytes/flat_gates.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/parts.h"
#include "core/codec/msgpack/gate_vector.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi::bindings {

template <class C>
class GateVectorHandle {
 public:
  using F = typename C::Scalar;
  using Gates = std::vector<Gate<F>>;

  explicit GateVectorHandle(Gates gates)
      : list_(std::move(gates), ledger_type<GateVectorHandle>()) {}

  static std::unique_ptr<GateVectorHandle> create() {
    return std::make_unique<GateVectorHandle>(Gates{});
  }

  static Result<std::unique_ptr<GateVectorHandle>> from_json(JsonView circuit) {
    BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(circuit.text));
    return std::make_unique<GateVectorHandle>(std::move(decoded.gates));
  }

  static Result<std::unique_ptr<GateVectorHandle>> deserialize(std::string_view text) {
    BOOST_OUTCOME_TRY(decoded, decode_circuit_serialize<C>(text));
    return std::make_unique<GateVectorHandle>(std::move(decoded.gates));
  }

  static Result<std::unique_ptr<GateVectorHandle>> from_bytes(ByteView bytes) {
    BOOST_OUTCOME_TRY(gates, decode_gate_vector<F>(bytes));
    return std::make_unique<GateVectorHandle>(std::move(gates));
  }

  static Result<std::unique_ptr<GateVectorHandle>> from_flat(ByteView types, ByteView wires,
                                                             ByteView coeff_counts,
                                                             ByteView coeffs) {
    BOOST_OUTCOME_TRY(gates, decode_flat_gates<F>({types, wires, coeff_counts, coeffs}));
    return std::make_unique<GateVectorHandle>(std::move(gates));
  }

  Bytes types() const { return flat_types<F>(gates()); }
  Bytes wires() const { return flat_wires<F>(gates()); }
  Bytes coeff_counts() const { return flat_coeff_counts<F>(gates()); }
  Bytes coeffs() const { return flat_coeffs<F>(gates()); }

  uint32_t length() const { return list_.length(); }

  Result<std::unique_ptr<GateHandle<C>>> get(uint32_t row) const {
    BOOST_OUTCOME_TRYV(check(row));
    return std::make_unique<GateHandle<C>>(gates()[row]);
  }

  Result<JsonText> gate(uint32_t row) const {
    BOOST_OUTCOME_TRYV(check(row));
    return JsonText{JsonParts<C>::write(gates()[row])};
  }

  void add(const GateHandle<C>& gate) { list_.push(gate.data()); }

  Result<> push(JsonView json) {
    BOOST_OUTCOME_TRY(gate, GateHandle<C>::read(json));
    list_.push(std::move(gate));
    return success();
  }

  Result<> wrap(uint32_t row, uint32_t column, uint32_t to_row, uint32_t to_column) {
    BOOST_OUTCOME_TRYV(check(row));
    BOOST_OUTCOME_TRYV(check(to_row));
    if (column >= kPermuted || to_column >= kPermuted) {
      return fail(Errc::wire_out_of_range,
                  fmt::format("columns must be from 0 to {}, got {} and {}", kPermuted - 1, column,
                              to_column));
    }
    Gate<F> gate = gates()[row];
    gate.wires[column] = {to_row, to_column};
    list_.set(row, std::move(gate));
    return success();
  }

  Bytes to_bytes() const { return encode_gate_vector<F>(gates()); }

  Result<Bytes> digest(uint32_t public_input_size, std::optional<Revision> revision) const {
    BOOST_OUTCOME_TRYV(check_public_input_size(public_input_size));
    const auto digest =
        gate_vector_digest<F>(gates(), public_input_size, revision.value_or(Revision::berkeley));
    return Bytes(digest.begin(), digest.end());
  }

  Result<std::string> serialize(uint32_t public_input_size) const {
    BOOST_OUTCOME_TRYV(check_public_input_size(public_input_size));
    Circuit<F> circuit;
    circuit.gates = gates();
    circuit.public_input_size = public_input_size;
    return encode_circuit_serialize<C>(circuit);
  }

  size_t push_bytes() const { return list_.push_bytes(); }
  const Gates& gates() const { return list_.items(); }

 private:
  Result<> check(uint32_t row) const {
    if (list_.has(row)) return success();
    return fail(Errc::size_out_of_range,
                fmt::format("row {} does not exist, there are {} rows", row, length()));
  }

  Result<> check_public_input_size(uint32_t size) const {
    if (size <= length()) return success();
    return fail(Errc::size_out_of_range,
                fmt::format("{} public inputs in {} rows", size, length()));
  }

  List<Gate<F>> list_;
};

template <class C>
struct Describe<GateVectorHandle<C>> {
  using T = GateVectorHandle<C>;
  using Curve = C;
  using Bounds = GateVectorBounds<C>;
  static constexpr const char* kNoun = "GateVector";
  static constexpr const char* kDoc = "The gates of a circuit, row by row.";
  static constexpr Transfer kTransfer = moves_by("to_bytes", "from_bytes");

  static constexpr auto members() {
    constexpr Param kRow{"row", "below length"};
    constexpr Param kPublic{"public_input_size", "how many rows are public inputs"};
    return std::tuple(
        factory<&T::create>("create", "No gates yet."),
        slow(factory<&T::from_json, &Bounds::from_json>("from_json", "The gates of a circuit.",
                                                        Param{"circuit", "kimchi-circuit/1"})),
        slow(factory<&T::deserialize, &Bounds::from_json>(
            "deserialize", "The gates of the peer's own circuit text.",
            Param{"text", "as serialize() writes it"})),
        factory<&T::from_bytes, &Bounds::from_bytes>(
            "from_bytes", "Reads gates.", Param{"bytes", "MessagePack, as toBytes() writes it"}),
        factory<&T::from_flat, &Bounds::from_flat>(
            "from_flat", "All gates at once, as types(), wires(), coeffCounts() and coeffs() give.",
            Param{"types", "a byte a gate, its position in gateTypes"},
            Param{"wires",
                  "seven cells a gate, row and column of each: 14 numbers of four little-endian "
                  "bytes"},
            Param{"coeff_counts", "a byte a gate, how many coefficients it has, at most 15"},
            Param{"coeffs", "those of all gates, 32 little-endian bytes each"}),
        method<&T::types, &Bounds::types>("types", "The types, a byte a gate."),
        method<&T::wires, &Bounds::wires>("wires",
                                          "The wires, 14 numbers of four little-endian bytes a "
                                          "gate: row and column of each cell."),
        method<&T::coeff_counts, &Bounds::types>("coeff_counts",
                                                 "The number of coefficients, a byte a gate."),
        method<&T::coeffs, &Bounds::coeffs>(
            "coeffs", "The coefficients of all gates, 32 little-endian bytes each."),
        getter<&T::length>("length", "The number of rows."),
        method<&T::gate>("gate", "One gate as { typ, wires, coeffs }.", kRow),
        method<&T::get>("get", "A copy of one gate.", kRow),
        method<&T::push, &Bounds::push>("push", "Appends a gate.",
                                        Param{"gate", "{ typ, wires, coeffs }"}),
        method<&T::add, &Bounds::add>("add", "Appends a copy of a gate.",
                                      Param{"gate", "to come last"}),
        method<&T::wrap>("wrap", "Wires one cell to another, the next of its permutation cycle.",
                         kRow, Param{"column", "0 to 6"}, Param{"to_row", "below length"},
                         Param{"to_column", "0 to 6"}),
        method<&T::to_bytes, &Bounds::to_bytes>("to_bytes",
                                                "The gates as MessagePack, equal to the peer's."),
        method<&T::digest>("digest", "The 32 bytes that name the circuit, equal to the peer's.",
                           kPublic, kRevisionParam),
        slow(method<&T::serialize, &Bounds::serialize>(
            "serialize", "The peer's own circuit text, equal byte by byte.", kPublic)));
  }
};

}  // namespace onggi::bindings
