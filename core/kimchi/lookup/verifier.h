// The verifier of the lookup argument.
// Source: kimchi/src/circuits/lookup/constraints.rs and kimchi/src/verifier.rs of the peer.
#pragma once

#include <array>
#include <vector>

#include "core/kimchi/columns.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/lookup/argument.h"
#include "core/kimchi/lookup/vanishing.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Values of the argument's columns at zeta and zeta·omega, with chunks combined.
template <class F>
struct LookupValues {
  struct Pair {
    F zeta;
    F zeta_omega;
  };

  std::array<F, kColumns> w;
  std::array<F, kLookupPatterns.size()> selectors;  // zero where the pattern is unused
  std::vector<Pair> sorted;
  Pair aggregation;
  Pair table;
  F runtime;
  F runtime_selector;
};

// Σ_k α^(24+k)·constraint_k(ζ)
template <class F>
F lookup_constraints_at_zeta(const Domain<F>& domain, size_t zk_rows,
                             const LookupArgument<F>& argument, const LookupValues<F>& values,
                             const F& alpha, const F& zeta) {
  auto cell = [&](size_t i) -> const F& { return values.w[i]; };
  auto selector = [&](LookupPattern pattern) -> const F& {
    return values.selectors[static_cast<size_t>(pattern)];
  };
  const F vanishing = domain.vanishing_at(zeta);
  // (ζ^n − 1)/(ζ − ω^0) and (ζ^n − 1)/(ζ − ω^−(zk+1))
  const F first = vanishing * (zeta - F::one()).inverse_vartime();
  const F last = vanishing * (zeta - domain.element(domain.size() - zk_rows - 1)).inverse_vartime();

  // V·[ A'·Π_i sorted_i − A·f·table ]
  F found = values.aggregation.zeta_omega;
  for (size_t i = 0; i < values.sorted.size(); ++i) {
    found *= argument.sorted(i, values.sorted[i].zeta, values.sorted[i].zeta_omega);
  }
  const F looked_up = values.aggregation.zeta * argument.looked_up_by_selectors(selector, cell) *
                      argument.table(values.table.zeta, values.table.zeta_omega);
  F power = alpha.pow_u64(kLookupAlpha);
  F sum = power * lookup_vanishing(domain, zk_rows, zeta) * (found - looked_up);
  // l_first·(A − 1) and l_last·(A − 1)
  const F aggregation_minus_one = values.aggregation.zeta - F::one();
  power *= alpha;
  sum += power * first * aggregation_minus_one;
  power *= alpha;
  sum += power * last * aggregation_minus_one;
  // Adjacent sorted columns join at alternating ends.
  for (size_t i = 0; i + 1 < values.sorted.size(); ++i) {
    power *= alpha;
    sum +=
        power * (i % 2 == 0 ? last : first) * (values.sorted[i].zeta - values.sorted[i + 1].zeta);
  }
  return sum + alpha.pow_u64(kLookupAlpha + kRuntimeConstraint) * values.runtime *
                   values.runtime_selector;
}

// Whether the lookup part of an index is consistent.
template <class C>
bool lookup_index_fits(const LookupVerifierIndex<C>& index) {
  const LookupInfo& info = index.info;
  bool fits = info.max_per_row > 0 &&
              info == lookup_info(info.patterns, info.uses_runtime_tables) &&
              index.joint_lookup_used == info.joint_lookup_used &&
              index.lookup_table.size() >= info.max_joint_size &&
              index.runtime_tables_selector.has_value() == info.uses_runtime_tables;
  for (LookupPattern pattern : kLookupPatterns) {
    fits &= columns::pattern_commitment(index, pattern).has_value() ==
            pattern_flag(info.patterns, pattern);
  }
  return fits;
}

// Calls add(commitment, factor) for the terms of the joint table's commitment:
//   Σ_k j^k·column_k + j^max_joint_size·ids + j·runtime
template <class C, class Add>
void visit_joint_table(const LookupVerifierIndex<C>& index, const LookupCommitments<C>& proof,
                       const JointCombiner<typename C::Scalar>& combiner, Add&& add) {
  auto power = C::Scalar::one();
  for (const auto& column : index.lookup_table) {
    add(column, power);
    power *= combiner.j;
  }
  if (index.table_ids) add(*index.table_ids, combiner.table_id);
  if (proof.runtime) add(*proof.runtime, combiner.j);
}

}  // namespace onggi
