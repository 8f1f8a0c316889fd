// The fixed columns of the lookup argument and their commitments.
// Source: kimchi/src/circuits/lookup/index.rs of the peer.
#pragma once

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/commitment/commit.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/poly/basis.h"

namespace onggi {

// The columns that lookups read.
inline ColumnUse lookup_column_use(const LookupPatterns& patterns) {
  ColumnUse use;
  for (LookupPattern pattern : kLookupPatterns) {
    if (!pattern_flag(patterns, pattern)) continue;
    for (const LookupSpec& lookup : lookups_of(pattern)) {
      for (size_t k = 0; k < lookup.width; ++k) use.w |= 1u << lookup.columns[k];
      if (lookup.table == LookedUpTable::Column0) use.w |= 1u;
    }
  }
  return use;
}

// 1 on the rows of this pattern.
template <class F>
std::vector<F> lookup_selector_column(const ConstraintSystem<F>& system, LookupPattern pattern) {
  std::vector<F> column(system.domain().size(), F::zero());
  for (size_t row = 0; row <= system.circuit().gates.size(); ++row) {
    if (pattern_of(system.circuit().gates, row) == pattern) column[row] = F::one();
  }
  return column;
}

// 0 on the rows of runtime tables and on the zero-knowledge rows, 1 on all others. Where it is 1,
// the runtime column must be zero.
template <class F>
std::vector<F> runtime_selector_column(const ConstraintSystem<F>& system) {
  const LookupTables<F>& tables = system.lookup()->tables;
  std::vector<F> column(system.domain().size(), F::one());
  std::fill(column.begin() + tables.runtime_begin, column.begin() + tables.rows, F::zero());
  std::fill(column.end() - system.zk_rows(), column.end(), F::zero());
  return column;
}

// The fixed columns that the prover keeps. They do not include the table columns, because only the
// joint table is opened.
template <class F>
struct LookupPolynomials {
  std::array<Coefficients<F>, kLookupPatterns.size()> selectors;  // empty if the pattern is unused
  Coefficients<F> runtime_selector;  // empty if there are no runtime tables

  const Coefficients<F>& selector(LookupPattern pattern) const {
    return selectors[static_cast<size_t>(pattern)];
  }

  size_t heap_bytes() const {
    size_t bytes = runtime_selector.values.capacity() * sizeof(F);
    for (const auto& selector : selectors) bytes += selector.values.capacity() * sizeof(F);
    return bytes;
  }
};

// Table columns and ids are masked with 1, selectors are not masked.
template <class C>
Steps<LookupVerifierIndex<C>> commit_lookups(
    const ConstraintSystem<typename C::Scalar>& system,
    const LookupPolynomials<typename C::Scalar>& polynomials, const Srs<C>& srs) {
  using F = typename C::Scalar;
  const LookupInfo& info = system.lookup()->info;
  const LookupTables<F>& tables = system.lookup()->tables;
  auto commit = [&](const Coefficients<F>& polynomial) {
    return commit_non_hiding_steps<C>(srs, polynomial.values, system.num_chunks());
  };
  const std::vector<F> ones(system.num_chunks(), F::one());
  auto commit_table = [&](std::vector<F> column) -> Steps<PolyComm<C>> {
    column.resize(system.domain().size(), F::zero());
    Evaluations<F> evaluations{std::move(column)};
    const auto polynomial = co_await interpolate(system.domain(), std::move(evaluations));
    const PolyComm<C> commitment = co_await commit(polynomial);
    co_return mask_custom<C>(srs, commitment, ones).value();
  };

  LookupVerifierIndex<C> index;
  index.joint_lookup_used = info.joint_lookup_used;
  index.info = info;
  for (const auto& column : tables.columns) {
    index.lookup_table.push_back(co_await commit_table(column));
  }
  if (tables.uses_ids) index.table_ids = co_await commit_table(tables.ids);
  for (LookupPattern pattern : kLookupPatterns) {
    if (!pattern_flag(info.patterns, pattern)) continue;
    columns::pattern_commitment(index, pattern) = co_await commit(polynomials.selector(pattern));
  }
  if (info.uses_runtime_tables) {
    index.runtime_tables_selector = co_await commit(polynomials.runtime_selector);
  }
  co_return index;
}

}  // namespace onggi
