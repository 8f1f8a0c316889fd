// The lookups of a circuit on its domain.
#pragma once

#include <optional>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/lookup/info.h"
#include "core/kimchi/lookup/tables.h"

namespace onggi {

template <class F>
struct LookupConstraintSystem {
  LookupInfo info;
  LookupTables<F> tables;
};

// The lookup patterns of gates with these types.
inline LookupPatterns patterns_of(const std::array<bool, kGateTypes>& uses) {
  LookupPatterns patterns;
  for (size_t type = 0; type < kGateTypes; ++type) {
    const auto pattern = kGateInfos[type].lookups;
    if (uses[type] && pattern) pattern_flag(patterns, *pattern) = true;
  }
  return patterns;
}

template <class F>
LookupPatterns patterns_of(const std::vector<Gate<F>>& gates);

// The pattern of a row: that of its own gate, else that of the gate above for its next row.
template <class F>
std::optional<LookupPattern> pattern_of(const std::vector<Gate<F>>& gates, size_t row);

// Empty if no gate has lookups. `domain_size` must hold the tables (lookup_rows_needed). Errors:
// those of stack_tables, and conflicting_lookups if two gates require different patterns for one
// row, which no proof can satisfy.
template <class F>
Result<std::optional<LookupConstraintSystem<F>>> lookup_constraint_system(
    const Circuit<F>& circuit, const LookupPatterns& patterns, size_t domain_size, size_t zk_rows);

}  // namespace onggi
