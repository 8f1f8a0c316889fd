// Checks that the parts of a circuit are consistent. Used for all circuit formats.
#pragma once

#include <fmt/core.h>

#include <vector>

#include "core/codec/schema/decode_error.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi::codec {

template <class F>
bool check_gate(DecodeError& error, const Gate<F>& gate, size_t rows) {
  if (gate.coefficients.size() > kColumns) {
    error.fail(Errc::invalid_length, fmt::format("must have at most {} coefficients, got {}",
                                                 kColumns, gate.coefficients.size()));
    return error.within("coeffs");
  }
  for (size_t column = 0; column < kPermuted; ++column) {
    const Wire& wire = gate.wires[column];
    if (wire.row < rows && wire.column < kPermuted) continue;
    error.fail(Errc::wire_out_of_range,
               fmt::format("row {}, column {} in a circuit of {} rows and {} permuted columns",
                           wire.row, wire.column, rows, kPermuted));
    error.within(column);
    return error.within("wires");
  }
  return true;
}

template <class F>
bool check_gates(DecodeError& error, const std::vector<Gate<F>>& gates) {
  for (size_t row = 0; row < gates.size(); ++row) {
    if (!check_gate(error, gates[row], gates.size())) return error.within(row);
  }
  return true;
}

template <class F>
bool check_table(DecodeError& error, const LookupTable<F>& table) {
  const auto& columns = table.columns;
  for (size_t i = 1; i < columns.size(); ++i) {
    if (columns[i].size() == columns[0].size()) continue;
    error.fail(Errc::invalid_length,
               fmt::format("{} rows instead of {}", columns[i].size(), columns[0].size()));
    error.within(i);
    return error.within("columns");
  }
  return true;
}

template <class F>
bool check_tables(DecodeError& error, const std::vector<LookupTable<F>>& tables) {
  for (size_t i = 0; i < tables.size(); ++i) {
    if (!check_table(error, tables[i])) return error.within(i);
  }
  return true;
}

template <class F>
bool check_circuit(DecodeError& error, const Circuit<F>& circuit) {
  const size_t rows = circuit.gates.size();
  if (circuit.public_input_size > rows) {
    error.fail(Errc::size_out_of_range,
               fmt::format("must be at most the number of rows, {}, got {}", rows,
                           circuit.public_input_size));
    return error.within("public_input_size");
  }
  if (!check_gates(error, circuit.gates)) return error.within("gates");
  return check_tables(error, circuit.lookup_tables) || error.within("lookup_tables");
}

}  // namespace onggi::codec
