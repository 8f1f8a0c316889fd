// Third stage: the quotient t = (constraints) / (X^n − 1) + (boundary terms of z), coset by coset.
// Source: Kimchi book, "Proof Creation", the computation of t.
#pragma once

#include <algorithm>
#include <cassert>
#include <optional>

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/permutation_stage.h"
#include "core/parallel/parallel_for.h"

namespace onggi {

// t has fewer than 7n coefficients (kQuotientChunks); 8n evaluations determine them. A gate's part
// of t has the degree of its constraints and its selector, less one for the division.
inline constexpr size_t kQuotientCosets = 8;
static_assert(std::all_of(kGateInfos.begin(), kGateInfos.end(),
                          [](const GateInfo& gate) { return gate.degree <= kQuotientChunks; }));

template <class F>
struct QuotientPolynomials {
  ArgumentPolynomials<F> argument;
  HiddenPolynomial<F> t;
};

// The evaluations of all columns that the quotient needs on one coset of the domain.
template <class C>
class QuotientCoset {
 public:
  using F = typename C::Scalar;

  QuotientCoset(const ProverIndex<C>& index, const ArgumentPolynomials<F>& argument, const F& shift)
      : revision_(index.constraint_system().revision()), domain_(index.domain()), shift_(shift) {
    const ColumnUse& use = index.column_use();
    for (size_t i = 0; i < kColumns; ++i) {
      const bool used = i < kPermuted || (use.w >> i & 1) != 0;
      w_[i] = used ? add(argument.witness.w[i].polynomial) : nullptr;
      const bool coefficient_used = (use.coefficients >> i & 1) != 0;
      coefficients_[i] = coefficient_used ? add(index.coefficients()[i]) : nullptr;
    }
    for (size_t i = 0; i < kPermuted; ++i) sigma_[i] = add(index.sigma()[i]);
    z_ = add(argument.z.polynomial);
    public_input_ = add(argument.witness.public_input);
    for (size_t type = 0; type < kGateTypes; ++type) {
      const auto& selector = index.selector(static_cast<GateType>(type));
      selectors_[type] = selector.values.empty() ? nullptr : add(selector);
    }
    if (argument.lookup) add_lookups(*index.lookup(), *argument.lookup);
    parallel_for(columns_.size(), 1, [this](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        domain_.evaluate(columns_[i].polynomial->values, shift_, columns_[i].evaluations);
      }
    });
  }

  // How many columns are evaluated.
  static size_t columns(const ProverIndex<C>& index) {
    const ColumnUse& use = index.column_use();
    size_t columns = 2 + kPermuted;  // z, the public input, sigma
    for (size_t i = 0; i < kColumns; ++i) {
      columns += (i < kPermuted || (use.w >> i & 1) != 0) + (use.coefficients >> i & 1);
    }
    for (size_t type = 0; type < kGateTypes; ++type) {
      columns += !index.selector(static_cast<GateType>(type)).values.empty();
    }
    return columns;
  }

  // out[i] = t at shift·ω^i without the boundary terms: (gates + permutation + public
  // + lookups) / (x^n − 1)
  // `lookups`: null for a circuit without lookups.
  void evaluate(const ConstraintSystem<F>& system, const QuotientChallenges<F>& challenges,
                const LookupArgument<F>* lookups, std::span<F> out) const {
    PermutationQuotient<F> permutation{
        challenges.alpha.pow_u64(kGateAlphas), challenges.beta, challenges.gamma, {}, sigma_, z_};
    for (size_t i = 0; i < kPermuted; ++i) {
      permutation.beta_shifts[i] = challenges.beta * system.shifts()[i];
    }
    std::optional<LookupQuotient<F>> lookup;
    if (lookups != nullptr) lookup.emplace(*lookups, lookup_columns_, challenges.alpha);
    const F vanishing_inverse = domain_.vanishing_at(shift_).inverse_vartime();
    parallel_for(domain_.size(), kBlock, [&](size_t begin, size_t end) {
      add_permutation(system, permutation, begin, end, out);
      for (size_t type = 0; type < kGateTypes; ++type) {
        if (selectors_[type] == nullptr) continue;
        add_gate_rows(static_cast<GateType>(type), {revision_, w_, coefficients_, 0, 0},
                      selectors_[type], challenges.alpha, begin, end, out);
      }
      if (lookup) add_lookup_quotient(system, *lookup, begin, end, out);
      for (size_t i = begin; i < end; ++i) out[i] *= vanishing_inverse;
    });
  }

 private:
  static constexpr size_t kBlock = 256;  // rows

  struct Column {
    const Coefficients<F>* polynomial;
    std::vector<F> evaluations;
  };

  // Where the evaluations will be.
  const F* add(const Coefficients<F>& polynomial) {
    columns_.push_back({&polynomial, std::vector<F>(domain_.size())});
    return columns_.back().evaluations.data();
  }

  void add_lookups(const LookupPolynomials<F>& fixed, const LookupWitness<F>& witness) {
    for (LookupPattern pattern : kLookupPatterns) {
      const auto& selector = fixed.selector(pattern);
      if (selector.values.empty()) continue;
      lookup_columns_.selectors[static_cast<size_t>(pattern)] = add(selector);
    }
    for (const auto& sorted : witness.sorted) {
      lookup_columns_.sorted.push_back(add(sorted.polynomial));
    }
    lookup_columns_.aggregation = add(witness.aggregation.polynomial);
    lookup_columns_.table = add(witness.table.polynomial);
    if (!witness.runtime) return;
    lookup_columns_.runtime = add(witness.runtime->polynomial);
    lookup_columns_.runtime_selector = add(fixed.runtime_selector);
  }

  size_t next_row(size_t row) const { return (row + 1) & (domain_.size() - 1); }

  // out = permutation + public
  void add_permutation(const ConstraintSystem<F>& system, const PermutationQuotient<F>& permutation,
                       size_t begin, size_t end, std::span<F> out) const {
    for (size_t row = begin; row < end; ++row) {
      const F x = shift_ * domain_.element(row);
      const F zkpm = permutation_vanishing(domain_, system.zk_rows(), x);
      out[row] = permutation(w_, row, next_row(row), x, zkpm) + public_input_[row];
    }
  }

  void add_lookup_quotient(const ConstraintSystem<F>& system, const LookupQuotient<F>& lookup,
                           size_t begin, size_t end, std::span<F> out) const {
    for (size_t row = begin; row < end; ++row) {
      const F x = shift_ * domain_.element(row);
      out[row] += lookup(w_, row, next_row(row), lookup_vanishing(domain_, system.zk_rows(), x));
    }
  }

  Revision revision_;
  Domain<F> domain_;
  F shift_;
  std::vector<Column> columns_;
  std::array<const F*, kColumns> w_;
  std::array<const F*, kColumns> coefficients_;
  std::array<const F*, kPermuted> sigma_;
  std::array<const F*, kGateTypes> selectors_;
  const F* z_;
  const F* public_input_;
  LookupColumns<F> lookup_columns_;
};

template <class C>
class QuotientStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "quotient";
  static constexpr double kShare = 0.42;

  QuotientStage(ProverContext<C>& context, ArgumentPolynomials<F> argument,
                const QuotientChallenges<F>& challenges)
      : polynomials_{std::move(argument), {}},
        challenges_(challenges),
        chunk_size_(context.index->srs()->size()),
        chunks_(kQuotientChunks * context.num_chunks()) {
    polynomials_.t.polynomial.values.resize(kQuotientCosets * context.domain().size());
    polynomials_.t.blinders = context.random_blinders(chunks_);
  }

  size_t steps() const { return kQuotientCosets + 1 + chunks_; }

  void step(ProverContext<C>& context, size_t index) {
    if (index < kQuotientCosets) {
      evaluate_coset(context, index);
    } else if (index == kQuotientCosets) {
      interpolate_quotient(context);
    } else {
      commit_chunk(context, index - kQuotientCosets - 1);
    }
  }

  QuotientPolynomials<F> take() && { return std::move(polynomials_); }
  const QuotientChallenges<F>& challenges() const { return challenges_; }
  const F& zeta() const { return zeta_; }

 private:
  // The j-th coset is g·ω_8n^j times the domain; its evaluations are the places j mod 8 of the
  // evaluations on g times the domain of size 8n.
  void evaluate_coset(const ProverContext<C>& context, size_t j) {
    const Domain<F> big = big_domain(context);
    const F shift = F::multiplicative_generator() * big.omega().pow_u64(j);
    std::vector<F> values(context.domain().size());
    QuotientCoset<C>(*context.index, polynomials_.argument, shift)
        .evaluate(context.index->constraint_system(), challenges_, lookups(), values);
    std::vector<F>& t = polynomials_.t.polynomial.values;
    for (size_t i = 0; i < values.size(); ++i) t[kQuotientCosets * i + j] = values[i];
  }

  void interpolate_quotient(const ProverContext<C>& context) {
    const ConstraintSystem<F>& system = context.index->constraint_system();
    const size_t n = context.domain().size();
    std::vector<F>& t = polynomials_.t.polynomial.values;
    big_domain(context).coset_ifft(t, F::multiplicative_generator());
    // bnd = α^22·(z − 1)/(X − 1) + α^23·(z − 1)/(X − ω^(n−zk))
    const std::span<const F> z = polynomials_.argument.z.polynomial.values;
    const F alpha22 = challenges_.alpha.pow_u64(kGateAlphas + 1);
    add_boundary_quotient<F>(z, F::one(), alpha22, t);
    add_boundary_quotient<F>(z, context.domain().element(n - system.zk_rows()),
                             alpha22 * challenges_.alpha, t);
    add_lookup_boundary_terms(system, t);
    assert(std::all_of(t.begin() + kQuotientChunks * n, t.end(),
                       [](const F& c) { return c.is_zero(); }));
    t.resize(kQuotientChunks * n);
    t.shrink_to_fit();
  }

  void commit_chunk(ProverContext<C>& context, size_t chunk) {
    const std::vector<F>& t = polynomials_.t.polynomial.values;
    const size_t begin = std::min(t.size(), chunk * chunk_size_);
    const size_t end = std::min(t.size(), begin + chunk_size_);
    const PolyComm<C> one =
        commit_non_hiding<C>(*context.index->srs(), std::span(t).subspan(begin, end - begin), 1);
    commitment_.chunks.push_back(one.chunks[0]);
    if (commitment_.chunks.size() == chunks_) {
      PolyComm<C>& t_comm = context.proof.commitments.t_comm;
      t_comm = context.mask(commitment_, polynomials_.t.blinders);
      context.sponge.absorb_commitment(t_comm.chunks);
      zeta_ = context.sponge.challenge().to_field(C::endo_scalar());
    }
  }

  const LookupArgument<F>* lookups() const {
    const auto& lookup = polynomials_.argument.lookup;
    return lookup ? &*lookup->argument : nullptr;
  }

  void add_lookup_boundary_terms(const ConstraintSystem<F>& system, std::span<F> t) const {
    const auto& lookup = polynomials_.argument.lookup;
    if (!lookup) return;
    std::vector<std::span<const F>> sorted;
    for (const auto& column : lookup->sorted) sorted.push_back(column.polynomial.values);
    add_lookup_boundaries<F>(system, lookup->aggregation.polynomial.values, sorted,
                             challenges_.alpha, t);
  }

  static Domain<F> big_domain(const ProverContext<C>& context) {
    return Domain<F>::create(kQuotientCosets * context.domain().size()).value();
  }

  QuotientPolynomials<F> polynomials_;
  QuotientChallenges<F> challenges_;
  size_t chunk_size_;
  size_t chunks_;
  PolyComm<C> commitment_;
  F zeta_;
};

}  // namespace onggi
