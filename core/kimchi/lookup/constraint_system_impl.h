// Bodies of constraint_system.h.
#pragma once

#include <fmt/format.h>

#include "core/kimchi/lookup/constraint_system.h"
#include "core/kimchi/lookup/tables_impl.h"

namespace onggi {
namespace detail {

template <class F>
Result<void> check_one_pattern_per_row(const std::vector<Gate<F>>& gates) {
  for (size_t row = 1; row < gates.size(); ++row) {
    const auto own = gate_info(gates[row].type).lookups;
    const auto demanded = gate_info(gates[row - 1].type).next_row_lookups;
    if (own && demanded && *own != *demanded) {
      return fail(
          Errc::conflicting_lookups,
          fmt::format("row {}: {} for its own gate, {} for the {} above", row, pattern_name(*own),
                      pattern_name(*demanded), gate_type_name(gates[row - 1].type)));
    }
  }
  return success();
}

}  // namespace detail

template <class F>
LookupPatterns patterns_of(const std::vector<Gate<F>>& gates) {
  CircuitShape shape;
  add_gates(shape, gates);
  return patterns_of(shape.uses);
}

template <class F>
std::optional<LookupPattern> pattern_of(const std::vector<Gate<F>>& gates, size_t row) {
  if (row < gates.size()) {
    if (const auto own = gate_info(gates[row].type).lookups) return own;
  }
  if (row == 0 || row > gates.size()) return std::nullopt;
  return gate_info(gates[row - 1].type).next_row_lookups;
}

template <class F>
Result<std::optional<LookupConstraintSystem<F>>> lookup_constraint_system(
    const Circuit<F>& circuit, const LookupPatterns& patterns, size_t domain_size, size_t zk_rows) {
  if (patterns == LookupPatterns{}) return std::optional<LookupConstraintSystem<F>>{};
  BOOST_OUTCOME_TRYV(detail::check_one_pattern_per_row(circuit.gates));
  const LookupInfo info = lookup_info(patterns, !circuit.runtime_tables.empty());
  BOOST_OUTCOME_TRY(tables, stack_tables(circuit, info, domain_size - zk_rows - 1));
  return std::optional(LookupConstraintSystem<F>{info, std::move(tables)});
}

}  // namespace onggi
