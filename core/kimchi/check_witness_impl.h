#pragma once

#include <fmt/format.h>

#include <optional>

#include "core/kimchi/check_witness.h"
#include "core/kimchi/environment.h"
#include "core/kimchi/gate_list.h"
#include "core/kimchi/lookup/matcher.h"

namespace onggi {
namespace detail {

// The first constraint of a row's gate that does not vanish. A public row subtracts its public
// input, the cell in column 0, from the row's first constraint.
template <class F, class Env>
std::optional<size_t> failing_constraint(GateType type, const Env& env, const F& public_input) {
  std::optional<size_t> failing;
  GateList::with(type, [&]<class G>() {
    const auto values = G::constraints(env);
    for (size_t i = values.size(); i-- > 0;) {
      if (!(i == 0 ? values[i] - public_input : values[i]).is_zero()) failing = i;
    }
    if (values.empty() && !public_input.is_zero()) failing = 0;
  });
  return failing;
}

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
Result<void> check_witness(const ConstraintSystem<F>& system,
                           const std::array<std::vector<F>, kColumns>& columns,
                           std::span<const RuntimeTable<F>> runtime) {
  BOOST_OUTCOME_TRYV(check_runtime_tables<F>(system.circuit().runtime_tables, runtime));
  std::optional<LookupMatcher<F>> matcher;
  if (system.lookup()) matcher.emplace(*system.lookup(), runtime);
  const auto& gates = system.circuit().gates;
  std::array<const F*, kColumns> w;
  std::array<const F*, kColumns> coefficients;
  std::array<F, kColumns> row_coefficients;
  for (size_t i = 0; i < kColumns; ++i) {
    w[i] = columns[i].data();
    coefficients[i] = &row_coefficients[i];
  }
  for (size_t row = 0; row < gates.size(); ++row) {
    const Gate<F>& gate = gates[row];
    for (size_t i = 0; i < kColumns; ++i) row_coefficients[i] = gate.coefficient(i);
    // The environment starts at this row, so that coefficients and witness share its row 0.
    std::array<const F*, kColumns> from_row;
    for (size_t i = 0; i < kColumns; ++i) from_row[i] = w[i] + row;
    const RowEnvironment<F> env{from_row, coefficients, 0, 1};
    const F public_input = row < system.public_input_size() ? columns[0][row] : F::zero();
    if (const auto failing = detail::failing_constraint(gate.type, env, public_input)) {
      return fail(Errc::unsatisfied_gate, fmt::format("row {}: {}, constraint {}", row,
                                                      gate_type_name(gate.type), *failing));
    }
    BOOST_OUTCOME_TRYV(detail::check_wires(gate, row, columns));
    BOOST_OUTCOME_TRYV(detail::check_row_lookups(matcher, gates, row, columns));
  }
  // A last gate may look up in the row after it.
  return detail::check_row_lookups(matcher, gates, gates.size(), columns);
}

}  // namespace onggi
