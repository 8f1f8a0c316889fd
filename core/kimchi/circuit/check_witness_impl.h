#pragma once

#include <fmt/format.h>

#include "core/kimchi/circuit/check_witness.h"
#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/lookup/matcher.h"

namespace onggi {
namespace detail {

template <class F>
Result<void> check_wires(const Gate<F>& gate, size_t row,
                         const std::array<std::vector<F>, kColumns>& columns) {
  for (size_t column = 0; column < kPermuted; ++column) {
    const Wire wire = gate.wires[column];
    if (columns[column][row] != columns[wire.column][wire.row]) {
      return fail(Errc::unsatisfied_copy, fmt::format("row {}, column {} and row {}, column {}",
                                                      row, column, wire.row, wire.column));
    }
  }
  return success();
}

template <class F>
Result<void> check_row_lookups(const std::optional<LookupMatcher<F>>& matcher,
                               const std::vector<Gate<F>>& gates, size_t row,
                               const std::array<std::vector<F>, kColumns>& columns) {
  const auto pattern = matcher ? pattern_of(gates, row) : std::nullopt;
  if (!pattern) return success();
  auto cell = [&](size_t i) -> const F& { return columns[i][row]; };
  return check_lookups(*matcher, *pattern, row, cell);
}

}  // namespace detail

template <class F>
Steps<Result<>> check_witness(const ConstraintSystem<F>& system,
                              const std::array<std::vector<F>, kColumns>& columns,
                              std::span<const RuntimeTable<F>> runtime) {
  constexpr size_t kRows = 256;    // between pauses
  constexpr size_t kPerRow = 100;  // field multiplications that take as long as an average row
  BOOST_OUTCOME_CO_TRYV(check_runtime_tables<F>(system.circuit().runtime_tables, runtime));
  std::optional<LookupMatcher<F>> matcher;
  if (system.lookup()) {
    matcher.emplace(*system.lookup(), runtime);
    co_await pause_after(matcher->work());
  }
  const auto& gates = system.circuit().gates;
  // Expands the coefficients of one row only, so the witness pointers are shifted to make that row
  // 0.
  std::array<F, kColumns> coefficients;
  RowEnvironment<F> env{system.revision(), {}, {}, 0, 1};
  for (size_t i = 0; i < kColumns; ++i) env.coefficient_columns[i] = &coefficients[i];
  for (size_t row = 0; row < gates.size(); ++row) {
    const Gate<F>& gate = gates[row];
    for (size_t i = 0; i < kColumns; ++i) {
      coefficients[i] = gate.coefficient(i);
      env.w_columns[i] = &columns[i][row];
    }
    const F public_input = row < system.public_input_size() ? columns[0][row] : F::zero();
    if (const auto failing = failing_constraint(gate.type, env, public_input)) {
      co_return fail(Errc::unsatisfied_gate, fmt::format("row {}: {}, constraint {}", row,
                                                         gate_type_name(gate.type), *failing));
    }
    BOOST_OUTCOME_CO_TRYV(detail::check_wires(gate, row, columns));
    BOOST_OUTCOME_CO_TRYV(detail::check_row_lookups(matcher, gates, row, columns));
    if (row % kRows == kRows - 1) co_await pause_after(kRows * kPerRow);
  }
  // The gate of the last row may have lookups in the row after it.
  co_return detail::check_row_lookups(matcher, gates, gates.size(), columns);
}

}  // namespace onggi
