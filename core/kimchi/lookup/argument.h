// The formulas that the prover and the verifier of the lookup argument share.
// Source: Kimchi book, "Lookup"; kimchi/src/circuits/lookup/constraints.rs of the peer.
#pragma once

#include <array>
#include <span>

#include "core/kimchi/lookup/info.h"

namespace onggi {

// The first power of alpha after those of the gates and the permutation.
inline constexpr size_t kLookupAlpha = 24;
// The position of the runtime tables' constraint in the argument. The aggregation, its two boundary
// constraints, and four reserved positions for the joints of the sorted columns come before it.
inline constexpr size_t kRuntimeConstraint = 3 + kMaxLookups;

// Combines an entry to one element: Σ_k j^k·entry_k + j^max_joint_size·(id of the table).
template <class F>
struct JointCombiner {
  F j;
  F table_id;  // j^max_joint_size

  JointCombiner(const F& combiner, const LookupInfo& info)
      : j(combiner), table_id(combiner.pow_u64(info.max_joint_size)) {}
  // The same for vectors of elements.
  template <class Lane>
  explicit JointCombiner(const JointCombiner<Lane>& other)
      : j(F(other.j)), table_id(F(other.table_id)) {}

  // `cell(i)` is the row's cell in column i.
  template <class Cell>
  F operator()(const LookupSpec& lookup, const Cell& cell) const {
    F sum = cell(lookup.columns[lookup.width - 1]);
    for (size_t k = lookup.width - 1; k-- > 0;) sum = sum * j + cell(lookup.columns[k]);
    switch (lookup.table) {
      case LookedUpTable::Xor:
        return sum;
      case LookedUpTable::RangeCheck:
        return sum + table_id;
      default:
        return sum + table_id * cell(0);
    }
  }
};

// t is the table, s_i are the sorted columns, A is the aggregation:
//   A(ωx)·Π_i sorted(i, s_i(x), s_i(ωx)) = A(x)·f(x)·table(t(x), t(ωx))
template <class F>
class LookupArgument {
  template <class>
  friend class LookupArgument;

 public:
  LookupArgument(const JointCombiner<F>& combiner, const LookupInfo& info, const F& beta,
                 const F& gamma)
      : info_(info),
        combiner_(combiner),
        beta_(beta),
        gamma_(gamma),
        gamma_beta_(gamma * (F::one() + beta)) {
    // (1 + β)^m·γ^(m−k): a row of k lookups counts as having m − k additional lookups of zero.
    F power = (F::one() + beta).pow_u64(info.max_per_row);
    for (size_t k = info.max_per_row + 1; k-- > 0; power *= gamma) padding_[k] = power;
  }
  // The same for vectors of elements.
  template <class Lane>
  explicit LookupArgument(const LookupArgument<Lane>& other)
      : info_(other.info_),
        combiner_(other.combiner_),
        beta_(F(other.beta_)),
        gamma_(F(other.gamma_)),
        gamma_beta_(F(other.gamma_beta_)) {
    for (size_t i = 0; i < padding_.size(); ++i) padding_[i] = F(other.padding_[i]);
  }

  const LookupInfo& info() const { return info_; }

  // (1 + β)^m·γ^(m−k)·Π_lookups (γ + value)
  template <class Cell>
  F looked_up(std::span<const LookupSpec> lookups, const Cell& cell) const {
    F product = padding_[lookups.size()];
    for (const LookupSpec& lookup : lookups) product *= gamma_ + combiner_(lookup, cell);
    return product;
  }

  // f = (1 − Σ_p selector_p)·looked_up(nothing) + Σ_p selector_p·looked_up(pattern p)
  template <class Selector, class Cell>
  F looked_up_by_selectors(const Selector& selector, const Cell& cell) const {
    F sum = padding_[0];
    for (LookupPattern pattern : kLookupPatterns) {
      if (!pattern_flag(info_.patterns, pattern)) continue;
      sum += selector(pattern) * (looked_up(lookups_of(pattern), cell) - padding_[0]);
    }
    return sum;
  }

  // γ(1 + β) + t + β·t'
  auto table(const F& t, const F& next) const { return gamma_beta_ + t + beta_ * next; }

  // γ(1 + β) + s + β·s'. Odd columns are in reverse order.
  auto sorted(size_t i, const F& s, const F& next) const {
    return i % 2 == 0 ? table(s, next) : table(next, s);
  }

 private:
  LookupInfo info_;
  JointCombiner<F> combiner_;
  F beta_;
  F gamma_;
  F gamma_beta_;
  std::array<F, kMaxLookups + 1> padding_;
};

}  // namespace onggi
