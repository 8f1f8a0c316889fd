// The columns of the lookup argument that depend on the witness, and its terms of the quotient.
// Source: Kimchi book, "Lookup". The terms correspond to those in verifier.h.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <vector>

#include "core/field/batch.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/gates/environment.h"
#include "core/kimchi/lookup/argument.h"
#include "core/kimchi/lookup/matcher.h"
#include "core/kimchi/lookup/vanishing.h"
#include "core/kimchi/permutation/prover.h"
#include "core/parallel/steps.h"
#include "core/poly/domain.h"

namespace onggi {

template <class F>
using WitnessColumns = std::array<std::vector<F>, kColumns>;

namespace lookup_detail {

// Rows between pauses.
inline constexpr size_t kRows = 512;

}  // namespace lookup_detail

// The data of the runtime tables on their rows of the joint table; zero on other rows.
template <class F>
std::vector<F> runtime_column(const ConstraintSystem<F>& system,
                              std::span<const RuntimeTable<F>> runtime) {
  std::vector<F> column(system.domain().size(), F::zero());
  size_t row = system.lookup()->tables.runtime_begin;
  for (const auto& table : runtime) {
    std::copy(table.data.begin(), table.data.end(), column.begin() + row);
    row += table.data.size();
  }
  return column;
}

// t = Σ_k j^k·column_k + j·runtime + j^max_joint_size·ids, on the domain. `runtime` may be empty.
template <class F>
std::vector<F> joint_table(const ConstraintSystem<F>& system, std::span<const F> runtime,
                           const JointCombiner<F>& combiner) {
  const LookupTables<F>& tables = system.lookup()->tables;
  std::vector<F> joint(system.domain().size(), F::zero());
  for (size_t k = tables.columns.size(); k-- > 0;) {
    for (size_t row = 0; row < tables.rows; ++row) {
      joint[row] = joint[row] * combiner.j + tables.columns[k][row];
    }
  }
  const std::span<F> rows = std::span(joint).first(tables.rows);
  if (tables.uses_ids) add_scaled<F>(rows, combiner.table_id, tables.ids);
  add_scaled<F>(joint, combiner.j, runtime);
  return joint;
}

// The number of occurrences of each of the table's first `lookup_rows` rows in the sorted columns:
// one for the row itself, and for the first row of an entry one more per lookup. A row with fewer
// lookups than the maximum also looks up zero for the missing ones. The witness must satisfy the
// circuit.
template <class F>
ONGGI_FOR_SIZE Steps<std::vector<uint32_t>> lookup_counts(
    const ConstraintSystem<F>& system, const WitnessColumns<F>& columns,
    std::span<const RuntimeTable<F>> runtime) {
  const LookupMatcher<F> matcher(*system.lookup(), runtime);
  co_await pause_after(matcher.work());
  const size_t max_per_row = system.lookup()->info.max_per_row;
  std::vector<uint32_t> counts(system.lookup_rows(), 1);
  for (size_t row = 0; row < counts.size(); ++row) {
    const auto pattern = pattern_of(system.circuit().gates, row);
    const auto lookups = pattern ? lookups_of(*pattern) : std::span<const LookupSpec>{};
    auto cell = [&](size_t i) -> const F& { return columns[i][row]; };
    for (const LookupSpec& lookup : lookups) ++counts[matcher.find(lookup, cell).value()];
    counts[matcher.zero_row()] += static_cast<uint32_t>(max_per_row - lookups.size());
    if (row % lookup_detail::kRows == 0) co_await pause_after(lookup_detail::kRows * 32);
  }
  co_return counts;
}

// Distributes the table's rows, each repeated `count` times, over max_per_row + 1 columns of
// lookup_rows entries. The last entry of a column equals the first entry of the next. Odd columns
// are in reverse order.
template <class F>
std::vector<std::vector<F>> lookup_sorted(std::span<const F> table,
                                          std::span<const uint32_t> counts, size_t max_per_row) {
  const size_t rows = counts.size();
  std::vector<std::vector<F>> sorted(max_per_row + 1);
  size_t place = 0;
  for (size_t row = 0; row < rows; ++row) {
    for (uint32_t i = 0; i < counts[row]; ++i) sorted[place++ / rows].push_back(table[row]);
  }
  assert(place == rows * sorted.size());
  for (size_t i = 0; i < sorted.size(); ++i) {
    sorted[i].push_back(i < max_per_row ? sorted[i + 1].front() : sorted[i].back());
  }
  for (size_t i = 1; i < sorted.size(); i += 2) std::reverse(sorted[i].begin(), sorted[i].end());
  return sorted;
}

// A(ω^0) = 1,  A(ω^(r+1)) = A(ω^r)·f(ω^r)·table(t, t') / Π_i sorted(i, s_i, s_i'),  for the lookup
// rows r. On the row after them, A is 1 again.
template <class F>
ONGGI_FOR_SIZE Steps<std::vector<F>> lookup_aggregation(const ConstraintSystem<F>& system,
                                                        const LookupArgument<F>& argument,
                                                        const WitnessColumns<F>& columns,
                                                        std::span<const F> table,
                                                        std::span<const std::vector<F>> sorted) {
  const size_t rows = system.lookup_rows();
  std::vector<F> factors(rows, F::one());
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t r = 0; r < rows; ++r) {
      factors[r] *= argument.sorted(i, sorted[i][r], sorted[i][r + 1]);
    }
    co_await pause_after(2 * rows);
  }
  batch_inverse<F>(factors);
  co_await pause_after(3 * rows);
  std::vector<F> aggregation{F::one()};
  aggregation.reserve(system.domain().size());
  for (size_t r = 0; r < rows; ++r) {
    const auto pattern = pattern_of(system.circuit().gates, r);
    const auto lookups = pattern ? lookups_of(*pattern) : std::span<const LookupSpec>{};
    auto cell = [&](size_t i) -> const F& { return columns[i][r]; };
    aggregation.push_back(aggregation[r] * factors[r] * argument.looked_up(lookups, cell) *
                          argument.table(table[r], table[r + 1]));
    if (r % lookup_detail::kRows == 0) co_await pause_after(lookup_detail::kRows * 16);
  }
  assert(aggregation[rows] == F::one());
  co_return aggregation;
}

// Evaluations of the columns in the lookup part of the quotient.
template <class F>
struct LookupColumns {
  using Column = const PackedElement<F>*;

  std::array<Column, kLookupPatterns.size()> selectors{};
  std::vector<Column> sorted;
  Column aggregation = nullptr;
  Column table = nullptr;
  Column runtime = nullptr;  // null if there are no runtime tables
  Column runtime_selector = nullptr;
};

// The constraints except for the boundary terms, at vectors of x:
//   α^24·V(x)·[ A(ωx)·Π_i sorted_i − A(x)·f(x)·table ] + α^31·runtime·runtime_selector
template <class F>
class LookupQuotient {
  using Vector = Packed<F>;

 public:
  LookupQuotient(const ConstraintSystem<F>& system, const LookupArgument<F>& argument,
                 const LookupColumns<F>& columns, const F& alpha)
      : argument_(argument),
        columns_(columns),
        alpha24_(alpha.pow_u64(kLookupAlpha)),
        alpha_runtime_(alpha.pow_u64(kLookupAlpha + kRuntimeConstraint)) {
    for (const F& root : lookup_vanishing_roots(system.domain(), system.zk_rows())) {
      roots_.push_back(Vector(root));
    }
  }

  [[gnu::noinline]] Vector operator()(const PackedRows<F>& rows, const Vector& x) const {
    auto cell = [&](size_t i) { return rows.w(i); };
    auto selector = [&](LookupPattern pattern) {
      return rows.at(columns_.selectors[static_cast<size_t>(pattern)]);
    };
    Vector found = rows.after(columns_.aggregation);
    for (size_t i = 0; i < columns_.sorted.size(); ++i) {
      found *= argument_.sorted(i, rows.at(columns_.sorted[i]), rows.after(columns_.sorted[i]));
    }
    const Vector looked_up = rows.at(columns_.aggregation) *
                             argument_.looked_up_by_selectors(selector, cell) *
                             argument_.table(rows.at(columns_.table), rows.after(columns_.table));
    const Vector sum = alpha24_ * vanishing_product(roots_, x) * (found - looked_up);
    if (columns_.runtime == nullptr) return sum;
    return sum + alpha_runtime_ * rows.at(columns_.runtime) * rows.at(columns_.runtime_selector);
  }

 private:
  LookupArgument<Vector> argument_;
  LookupColumns<F> columns_;
  Vector alpha24_;
  Vector alpha_runtime_;
  std::vector<Vector> roots_;  // of V
};

// Adds the boundary terms, each with the factor (X^n − 1) / (X − root) of a Lagrange polynomial:
//   α^25·(A − 1)/(X − 1) + α^26·(A − 1)/(X − ω^−(zk+1))
//   + Σ_{i < max_per_row} α^(27+i)·(s_i − s_{i+1})/(X − (i even ? ω^−(zk+1) : 1))
// `aggregation` and `sorted` are coefficients.
template <class F>
ONGGI_FOR_SIZE Steps<> add_lookup_boundaries(const ConstraintSystem<F>& system,
                                             std::span<const F> aggregation,
                                             std::span<const std::span<const F>> sorted, F alpha,
                                             std::span<F> quotient) {
  // One division per root. The remainder of each term is zero, so that of the sum is zero.
  std::vector<F> first(aggregation.size()), last(aggregation.size());
  F power = alpha.pow_u64(kLookupAlpha + 1);
  add_scaled<F>(first, power, aggregation);
  power *= alpha;
  add_scaled<F>(last, power, aggregation);
  for (size_t i = 0; i + 1 < sorted.size(); ++i) {
    power *= alpha;
    const std::span<F> sum = i % 2 == 0 ? last : first;
    add_scaled<F>(sum, power, sorted[i]);
    add_scaled<F>(sum, -power, sorted[i + 1]);
    co_await pause_after(sum.size());
  }
  const F last_root = system.domain().element(system.lookup_rows());
  co_await add_boundary_quotient<F>(first, F::one(), F::one(), quotient);
  co_await add_boundary_quotient<F>(last, last_root, F::one(), quotient);
}

}  // namespace onggi
