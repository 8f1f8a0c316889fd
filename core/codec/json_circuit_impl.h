#pragma once

#include <utility>
#include <vector>

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
bool check_gate(Fault& fault, const Gate<F>& gate, size_t rows) {
  if (gate.coefficients.size() > kColumns) {
    fault.fail(Errc::invalid_length,
               fmt::format("{} coefficients, at most {}", gate.coefficients.size(), kColumns));
    return fault.within("coeffs");
  }
  for (size_t column = 0; column < kPermuted; ++column) {
    const Wire& wire = gate.wires[column];
    if (wire.row < rows && wire.column < kPermuted) continue;
    fault.fail(Errc::wire_out_of_range,
               fmt::format("row {}, column {} in a circuit of {} rows and {} permuted columns",
                           wire.row, wire.column, rows, kPermuted));
    fault.within(column);
    return fault.within("wires");
  }
  return true;
}

template <class F>
bool check_tables(Fault& fault, const std::vector<LookupTable<F>>& tables) {
  for (size_t i = 0; i < tables.size(); ++i) {
    const auto& columns = tables[i].columns;
    for (size_t j = 1; j < columns.size(); ++j) {
      if (columns[j].size() == columns[0].size()) continue;
      fault.fail(Errc::invalid_length,
                 fmt::format("{} rows instead of {}", columns[j].size(), columns[0].size()));
      fault.within(j);
      fault.within("columns");
      fault.within(i);
      return fault.within("lookup_tables");
    }
  }
  return true;
}

// What the fields of a circuit say about each other.
template <class F>
bool check_circuit(Fault& fault, const Circuit<F>& circuit) {
  const size_t rows = circuit.gates.size();
  if (circuit.public_input_size > rows) {
    fault.fail(Errc::size_out_of_range,
               fmt::format("{} in a circuit of {} rows", circuit.public_input_size, rows));
    return fault.within("public_input_size");
  }
  for (size_t row = 0; row < rows; ++row) {
    if (check_gate(fault, circuit.gates[row], rows)) continue;
    fault.within(row);
    return fault.within("gates");
  }
  return check_tables(fault, circuit.lookup_tables);
}

}  // namespace codec

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  Fault fault;
  Circuit<F> circuit;
  const bool read = check_file_header(fault, tree, "kimchi-circuit/1", field_name<F>()) &&
                    read_fields<FileDialect>(fault, tree, circuit, CircuitFields<F>::file) &&
                    check_circuit(fault, circuit);
  return answer(read, fault, std::move(circuit));
}

template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit_serialize(std::string_view json) {
  using namespace codec;
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  Fault fault;
  Circuit<F> circuit;
  const bool read = read_fields<PeerDialect>(fault, tree, circuit, CircuitFields<F>::peer) &&
                    check_circuit(fault, circuit);
  return answer(read, fault, std::move(circuit));
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
