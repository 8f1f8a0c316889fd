// What the parts of a circuit say about each other, for every format that circuits come in.
#pragma once

#include <fmt/core.h>

#include <vector>

#include "core/codec/fault.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi::codec {

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
bool check_gates(Fault& fault, const std::vector<Gate<F>>& gates) {
  for (size_t row = 0; row < gates.size(); ++row) {
    if (!check_gate(fault, gates[row], gates.size())) return fault.within(row);
  }
  return true;
}

template <class F>
bool check_table(Fault& fault, const LookupTable<F>& table) {
  const auto& columns = table.columns;
  for (size_t i = 1; i < columns.size(); ++i) {
    if (columns[i].size() == columns[0].size()) continue;
    fault.fail(Errc::invalid_length,
               fmt::format("{} rows instead of {}", columns[i].size(), columns[0].size()));
    fault.within(i);
    return fault.within("columns");
  }
  return true;
}

template <class F>
bool check_tables(Fault& fault, const std::vector<LookupTable<F>>& tables) {
  for (size_t i = 0; i < tables.size(); ++i) {
    if (!check_table(fault, tables[i])) return fault.within(i);
  }
  return true;
}

template <class F>
bool check_circuit(Fault& fault, const Circuit<F>& circuit) {
  const size_t rows = circuit.gates.size();
  if (circuit.public_input_size > rows) {
    fault.fail(Errc::size_out_of_range,
               fmt::format("{} in a circuit of {} rows", circuit.public_input_size, rows));
    return fault.within("public_input_size");
  }
  if (!check_gates(fault, circuit.gates)) return fault.within("gates");
  return check_tables(fault, circuit.lookup_tables) || fault.within("lookup_tables");
}

}  // namespace onggi::codec
