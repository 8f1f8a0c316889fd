// The stage after the permutation: the quotient t = (constraints) / (X^n − 1) + (boundary terms of
// z), coset by coset. Source: Kimchi book, "Proof Creation", the computation of t.
#pragma once

#include <algorithm>
#include <memory>

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/permutation_stage.h"
#include "core/kimchi/prover/quotient_coset.h"
#include "core/kimchi/prover/quotient_groups.h"
#include "core/memory/byte_count.h"
#include "core/parallel/steps.h"

namespace onggi {

template <class F>
struct QuotientPolynomials {
  ArgumentPolynomials<F> argument;
  HiddenPolynomial<F> t;
};

template <class C>
class QuotientStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "quotient";
  static constexpr double kShare = 0.41;

  QuotientStage(ProverContext<C>& context, ArgumentPolynomials<F> argument,
                const QuotientChallenges<F>& challenges)
      : polynomials_{std::move(argument), {}},
        challenges_(challenges),
        chunk_size_(context.index->srs()->size()),
        chunks_(kQuotientChunks * context.num_chunks()) {
    polynomials_.t.blinders = context.random_blinders(chunks_);
  }

  size_t parts() const { return kCosetParts + 1 + chunks_; }

  ONGGI_FOR_SIZE Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    if (number == 0) co_await combine_linear_parts(*context.index);
    if (number < kCosetParts) {
      if (number % 2 == 0) {
        co_await begin_coset(context, number / 2);
      } else {
        co_await finish_coset(context, number / 2);
      }
    } else if (number == kCosetParts) {
      co_await join_groups(context);
    } else {
      co_await commit_chunk(context, number - kCosetParts - 1);
    }
    co_return success();
  }

  QuotientPolynomials<F> take() && { return std::move(polynomials_); }
  const QuotientChallenges<F>& challenges() const { return challenges_; }
  const F& zeta() const { return zeta_; }

  // The maximum number of bytes that the stage allocates.
  static size_t peak_bytes(const ProverIndex<C>& index) {
    const size_t n = index.domain().size();
    size_t linear = 0;
    GateList::for_each([&]<class G>() {
      if constexpr (kHasLinearPart<G>) linear += !index.selector(G::kType).values.empty();
    });
    // First: while t is copied from its blocks, or while the linear parts are computed.
    ByteCount most = ByteCount(std::max(2 * kQuotientCosets, 3 * linear)) * n * sizeof(F);
    for (size_t number = 0; number < kQuotientCosets; ++number) {
      const size_t coefficients = linear + quotient_blocks_held(number);
      most = std::max(
          most, ByteCount(QuotientCoset<C>::columns(index, number)) * n * sizeof(PackedElement<F>) +
                    ByteCount(coefficients) * n * sizeof(F));
    }
    return most.value();
  }

 private:
  // Each coset takes one part for its columns and one for its terms.
  static constexpr size_t kCosetParts = 2 * kQuotientCosets;

  ONGGI_FOR_SIZE Steps<> combine_linear_parts(const ProverIndex<C>& index) {
    const AlphaPowers<F> alphas = alpha_powers(challenges_.alpha);
    std::vector<Steps<>> works;
    GateList::for_each([&]<class G>() {
      if constexpr (kHasLinearPart<G>) {
        if (index.selector(G::kType).values.empty()) return;
        works.push_back(linear_part<G>(index, alphas, linear_[static_cast<size_t>(G::kType)]));
      }
    });
    for (Steps<>& work : works) co_await work;
  }

  // sum = Σ_i α^i·(the linear terms of constraint i), with cells of the next row as polynomials in
  // ω·X.
  template <class G>
  ONGGI_FOR_SIZE Steps<> linear_part(const ProverIndex<C>& index, const AlphaPowers<F>& alphas,
                                     std::vector<F>& sum) const {
    const Domain<F>& domain = index.domain();
    sum.resize(domain.size());
    std::vector<F> next(domain.size());
    constexpr size_t kGrain = 512;  // coefficients
    const size_t each = std::size(G::kLinearTerms);
    const auto combine = [&](size_t begin, size_t end) {
      for (const LinearTerm& term : G::kLinearTerms) {
        const std::vector<F>& column =
            term.place == LinearTerm::Place::coefficient
                ? index.coefficients()[term.column].values
                : polynomials_.argument.witness.w[term.column].polynomial.values;
        if (column.empty()) continue;
        const F& alpha = alphas[term.constraint];
        const std::span<F> to(term.place == LinearTerm::Place::next ? next : sum);
        add_scaled<F>(to.subspan(begin, end - begin), term.negative ? -alpha : alpha,
                      std::span(column).subspan(begin, end - begin));
      }
      for (size_t i = begin; i < end; ++i) sum[i] += next[i] * domain.element(i);
    };
    co_await parallel_for_steps(domain.size(), kGrain, each, combine);
  }

  ONGGI_FOR_SIZE Steps<> begin_coset(const ProverContext<C>& context, size_t j) {
    const Domain<F>& domain = context.domain();
    const F shift = quotient_shift(domain, j);
    points_.push_back(shift.pow_u64(domain.size()));
    coset_ = std::make_unique<QuotientCoset<C>>(*context.index, polynomials_.argument, linear_, j,
                                                shift);
    co_await coset_->evaluate_columns(challenges_.beta, std::move(memory_));
  }

  ONGGI_FOR_SIZE Steps<> finish_coset(const ProverContext<C>& context, size_t j) {
    const Domain<F>& domain = context.domain();
    for (size_t group = 0; group < kGroupCosets.size(); ++group) {
      if (j >= kGroupCosets[group]) continue;
      std::vector<F>& block = blocks_[group].emplace_back(domain.size());
      co_await coset_->evaluate(context.index->constraint_system(), group, challenges_, lookups(),
                                block);
      co_await domain.coset_ifft(block, quotient_shift(domain, j));
    }
    if (j + 1 < kQuotientCosets) memory_ = std::move(*coset_).take_columns();
    coset_.reset();
    for (size_t group = 0; group < kGroupCosets.size(); ++group) {
      if (j + 1 == kGroupCosets[group]) co_await finish_group(group);
    }
    if (j + 1 == kQuotientCosets) linear_ = {};
  }

  // Turns the group's remainders into the coefficients of its quotient and adds those of the groups
  // before it.
  ONGGI_FOR_SIZE Steps<> finish_group(size_t group) {
    auto& blocks = blocks_[group];
    co_await solve_blocks<F>(points_, blocks);
    if (group == 0) co_return;
    auto& smaller = blocks_[group - 1];
    for (size_t k = 0; k < smaller.size(); ++k) {
      for (size_t i = 0; i < smaller[k].size(); ++i) blocks[k][i] += smaller[k][i];
      co_await pause_after(smaller[k].size() / 4);
    }
    smaller = {};
  }

  ONGGI_FOR_SIZE Steps<> join_groups(const ProverContext<C>& context) {
    const ConstraintSystem<F>& system = context.index->constraint_system();
    const size_t n = context.domain().size();
    std::vector<F>& t = polynomials_.t.polynomial.values;
    t.reserve(kQuotientChunks * n);
    for (std::vector<F>& block : blocks_.back()) {
      t.insert(t.end(), block.begin(), block.end());
      block = std::vector<F>();  // {} would keep the memory
      co_await pause_after(n / 2);
    }
    // bnd = α^22·(z − 1)/(X − 1) + α^23·(z − 1)/(X − ω^(n−zk))
    const std::span<const F> z = polynomials_.argument.z.polynomial.values;
    const F alpha22 = challenges_.alpha.pow_u64(kGateAlphas + 1);
    const F last_root = context.domain().element(n - system.zk_rows());
    co_await add_boundary_quotient<F>(z, F::one(), alpha22, t);
    co_await add_boundary_quotient<F>(z, last_root, alpha22 * challenges_.alpha, t);
    const auto& lookup = polynomials_.argument.lookup;
    if (!lookup) co_return;
    std::vector<std::span<const F>> sorted;
    for (const auto& column : lookup->sorted) sorted.push_back(column.polynomial.values);
    co_await add_lookup_boundaries<F>(system, lookup->aggregation.polynomial.values, sorted,
                                      challenges_.alpha, t);
  }

  ONGGI_FOR_SIZE Steps<> commit_chunk(ProverContext<C>& context, size_t chunk) {
    const std::vector<F>& t = polynomials_.t.polynomial.values;
    const size_t begin = std::min(t.size(), chunk * chunk_size_);
    const size_t end = std::min(t.size(), begin + chunk_size_);
    const PolyComm<C> one = co_await commit_non_hiding_steps<C>(
        *context.index->srs(), std::span(t).subspan(begin, end - begin), 1);
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

  QuotientPolynomials<F> polynomials_;
  QuotientChallenges<F> challenges_;
  size_t chunk_size_;
  size_t chunks_;
  std::array<std::vector<F>, kGateTypes> linear_;  // by gate type; freed after the last coset
  std::vector<F> points_;                          // shift^n of each coset so far
  std::unique_ptr<QuotientCoset<C>> coset_;        // from its first part to its second
  typename QuotientCoset<C>::Columns memory_;      // of columns, between cosets
  std::array<std::vector<std::vector<F>>, kGroupCosets.size()> blocks_;
  PolyComm<C> commitment_;
  F zeta_;
};

}  // namespace onggi
