#pragma once

#include "core/codec/field_name.h"
#include "core/codec/file_dialect.h"
#include "core/codec/json_circuit.h"
#include "core/codec/peer_dialect.h"

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
      defaulted("lookup_tables", &T::lookup_tables),
      defaulted("runtime_table_cfgs", &T::runtime_tables), member("gates", &T::gates));
};

template <class F>
Result<> check_gate(const Gate<F>& gate, size_t row, size_t rows) {
  if (gate.coefficients.size() > kColumns) {
    return fail(Errc::invalid_length, fmt::format("gates[{}].coeffs: {} coefficients, at most {}",
                                                  row, gate.coefficients.size(), kColumns));
  }
  for (size_t column = 0; column < kPermuted; ++column) {
    const Wire& wire = gate.wires[column];
    if (wire.row < rows && wire.column < kPermuted) continue;
    return fail(Errc::wire_out_of_range,
                fmt::format("gates[{}].wires[{}]: row {}, column {} in a circuit of {} rows and {} "
                            "permuted columns",
                            row, column, wire.row, wire.column, rows, kPermuted));
  }
  return success();
}

// What the fields of a circuit say about each other.
template <class F>
Result<> check_circuit(const Circuit<F>& circuit) {
  const size_t rows = circuit.gates.size();
  if (circuit.public_input_size > rows) {
    return fail(Errc::size_out_of_range,
                fmt::format("public_input_size: {} in a circuit of {} rows",
                            circuit.public_input_size, rows));
  }
  for (size_t row = 0; row < rows; ++row) {
    BOOST_OUTCOME_TRYV(check_gate(circuit.gates[row], row, rows));
  }
  for (size_t i = 0; i < circuit.lookup_tables.size(); ++i) {
    const auto& columns = circuit.lookup_tables[i].columns;
    for (size_t j = 1; j < columns.size(); ++j) {
      if (columns[j].size() == columns[0].size()) continue;
      return fail(Errc::invalid_length,
                  fmt::format("lookup_tables[{}].columns[{}]: {} rows instead of {}", i, j,
                              columns[j].size(), columns[0].size()));
    }
  }
  return success();
}

}  // namespace codec

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  BOOST_OUTCOME_TRYV(from_root(check_file_header(tree, "kimchi-circuit/1", field_name<F>())));
  Circuit<F> circuit;
  BOOST_OUTCOME_TRYV(from_root(read_fields<FileDialect>(tree, circuit, CircuitFields<F>::file)));
  BOOST_OUTCOME_TRYV(check_circuit(circuit));
  return circuit;
}

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit_serialize(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  Circuit<F> circuit;
  BOOST_OUTCOME_TRYV(from_root(read_fields<PeerDialect>(tree, circuit, CircuitFields<F>::peer)));
  BOOST_OUTCOME_TRYV(check_circuit(circuit));
  return circuit;
}

template <class C>
std::string encode_circuit_serialize(const Circuit<typename C::Scalar>& circuit) {
  using namespace codec;
  std::string text = "{";
  write_fields<PeerDialect>(text, circuit, CircuitFields<typename C::Scalar>::peer);
  text += "}";
  return text;
}

}  // namespace onggi
