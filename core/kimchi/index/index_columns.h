// The fixed columns of an index as polynomials. They depend only on the circuit.
#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/lookup/keygen.h"
#include "core/kimchi/permutation/keygen.h"
#include "core/poly/basis.h"
#include "core/poly/lagrange.h"

namespace onggi {

// At most |domain| coefficients each. An empty vector represents the zero polynomial.
template <class F>
struct IndexColumns {
  std::array<Coefficients<F>, kPermuted> sigma;
  std::array<Coefficients<F>, kColumns> coefficients;
  std::array<Coefficients<F>, kGateTypes> selectors;  // by gate type
  std::optional<LookupPolynomials<F>> lookup;         // if a gate has lookups

  const Coefficients<F>& selector(GateType type) const {
    return selectors[static_cast<size_t>(type)];
  }

  size_t heap_bytes() const {
    size_t bytes = lookup ? lookup->heap_bytes() : 0;
    const auto count = [&bytes](const auto& polynomials) {
      for (const auto& p : polynomials) bytes += p.values.capacity() * sizeof(F);
    };
    count(sigma);
    count(coefficients);
    count(selectors);
    return bytes;
  }
};

// Calls visit(name, polynomial, evaluations) for each column of an index of this system, always in
// the same order. `evaluations()` returns its values on the domain, empty for the zero column.
// `columns` must have lookup polynomials if the system has lookups.
template <class F, class Columns, class Visit>
void visit_columns(const ConstraintSystem<F>& system, Columns& columns, Visit&& visit) {
  for (size_t i = 0; i < kPermuted; ++i) {
    visit(fmt::format("sigma {}", i), columns.sigma[i], [&] { return sigma_column(system, i); });
  }
  for (size_t i = 0; i < kColumns; ++i) {
    visit(fmt::format("coefficients {}", i), columns.coefficients[i],
          [&] { return system.coefficient_column(i); });
  }
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      visit(std::string(gate_type_name(G::kType)), columns.selectors[static_cast<size_t>(G::kType)],
            [&] { return system.selector_column(G::kType); });
    }
  });
  if (!system.lookup()) return;
  for (LookupPattern pattern : kLookupPatterns) {
    if (!pattern_flag(system.lookup()->info.patterns, pattern)) continue;
    const auto place = static_cast<size_t>(pattern);
    visit(fmt::format("lookup {}", place), columns.lookup->selectors[place],
          [&] { return lookup_selector_column(system, pattern); });
  }
  if (system.lookup()->info.uses_runtime_tables) {
    visit("runtime", columns.lookup->runtime_selector,
          [&] { return runtime_selector_column(system); });
  }
}

template <class F>
size_t count_columns(const ConstraintSystem<F>& system) {
  IndexColumns<F> columns;
  if (system.lookup()) columns.lookup.emplace();
  size_t count = 0;
  visit_columns(system, columns, [&](const std::string&, const auto&, auto&&) { ++count; });
  return count;
}

// Computes column i, i < count_columns(system), in the order of visit_columns.
template <class F>
void interpolate_column(const ConstraintSystem<F>& system, IndexColumns<F>& columns, size_t i) {
  if (system.lookup() && !columns.lookup) columns.lookup.emplace();
  size_t place = 0;
  visit_columns(system, columns, [&](const std::string&, auto& polynomial, auto&& evaluations) {
    if (place++ != i) return;
    std::vector<F> values = evaluations();
    if (values.empty()) return;
    polynomial = interpolate(system.domain(), Evaluations<F>{std::move(values)});
  });
}

// The name of the first column whose value at x differs from that of the system's column, or
// nothing. If x was unpredictable when the columns were made, wrong columns pass with probability
// at most |domain|/|F|. Takes two products per element and no transform.
template <class F>
std::optional<std::string> differing_column(const ConstraintSystem<F>& system,
                                            const IndexColumns<F>& columns, const F& x) {
  const std::vector<F> lagrange = lagrange_at(system.domain(), x);
  std::optional<std::string> differing;
  visit_columns(
      system, columns, [&](const std::string& name, const auto& polynomial, auto&& evaluations) {
        if (differing) return;
        const std::vector<F> values = evaluations();
        F by_values = F::zero();
        for (size_t i = 0; i < values.size(); ++i) by_values += values[i] * lagrange[i];
        F by_coefficients = F::zero();
        for (size_t i = polynomial.values.size(); i-- > 0;) {
          by_coefficients = by_coefficients * x + polynomial.values[i];
        }
        const bool same = by_values == by_coefficients && values.size() == polynomial.values.size();
        if (!same) differing = name;
      });
  return differing;
}

}  // namespace onggi
