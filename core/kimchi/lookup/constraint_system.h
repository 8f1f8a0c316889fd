// The lookups of a circuit laid over its domain.
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

// The patterns that gates of these types ask for.
inline LookupPatterns patterns_of(const std::array<bool, kGateTypes>& uses) {
  LookupPatterns patterns;
  for (size_t type = 0; type < kGateTypes; ++type) {
    const auto pattern = pattern_of_row(static_cast<GateType>(type));
    if (uses[type] && pattern) pattern_flag(patterns, *pattern) = true;
  }
  return patterns;
}

template <class F>
LookupPatterns patterns_of(const std::vector<Gate<F>>& gates);

// The pattern of a row: its own gate's, or what the gate above asks of its next row.
template <class F>
std::optional<LookupPattern> pattern_of(const std::vector<Gate<F>>& gates, size_t row);

// Nothing if no gate looks anything up. `domain_size` holds the tables as lookup_rows_needed says.
// Errors: those of lay_tables, and conflicting_lookups where two gates ask different patterns of
// one row, which no proof could satisfy.
template <class F>
Result<std::optional<LookupConstraintSystem<F>>> lookup_constraint_system(
    const Circuit<F>& circuit, const LookupPatterns& patterns, size_t domain_size, size_t zk_rows);

}  // namespace onggi
