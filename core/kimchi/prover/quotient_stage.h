// The stage after the permutation: the quotient t = (constraints) / (X^n − 1) + (boundary terms of
// z), coset by coset. Source: Kimchi book, "Proof Creation", the computation of t.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/lookup/keygen.h"
#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/permutation_stage.h"
#include "core/kimchi/prover/quotient_groups.h"
#include "core/memory/byte_count.h"
#include "core/parallel/steps.h"

namespace onggi {

template <class F>
struct QuotientPolynomials {
  ArgumentPolynomials<F> argument;
  HiddenPolynomial<F> t;
};

// The evaluations of the columns that the quotient needs on one coset of the domain. Stays where it
// was made.
template <class C>
class QuotientCoset {
 public:
  using F = typename C::Scalar;
  using KeptColumns = std::vector<typename KeptEvaluations<C>::Column>;
  // Memory of the columns of one coset for those of the next: new memory would be filled with zeros
  // first.
  using Buffers = std::vector<std::vector<PackedElement<F>>>;

  ~QuotientCoset() = default;
  QuotientCoset(const QuotientCoset&) = delete;
  QuotientCoset& operator=(const QuotientCoset&) = delete;

  // `number`: of the coset, below kQuotientCosets. `linear`: the linear parts of the gates, by
  // type.
  ONGGI_FOR_SIZE QuotientCoset(const ProverIndex<C>& index, const ArgumentPolynomials<F>& argument,
                               const std::array<std::vector<F>, kGateTypes>& linear, size_t number,
                               const F& shift)
      : QuotientCoset(index, number, shift, kept_columns(index, number)) {
    const ColumnUse use = column_use(index, number);
    for (size_t i = 0; i < kColumns; ++i) {
      if ((use.w >> i & 1) != 0) add(argument.witness.w[i].polynomial.values, rows_.w_columns[i]);
    }
    add(argument.z.polynomial.values, permutation_columns_.z);
    if (uses_public_input(number)) add(argument.witness.public_input.values, public_input_);
    for_each_gate(index, number, [&]<class G>() {
      constexpr auto kType = static_cast<size_t>(G::kType);
      if constexpr (kHasLinearPart<G>) add(linear[kType], gates_[kType].linear);
    });
    if (argument.lookup) add_lookups(*argument.lookup);
  }

  // With the fixed columns only, for an index to keep.
  QuotientCoset(const ProverIndex<C>& index, size_t number)
      : QuotientCoset(index, number, quotient_shift(index.domain(), number), nullptr) {}
  size_t column_count() const { return columns_.size(); }
  ONGGI_FOR_SIZE std::shared_ptr<const KeptColumns> take_columns() {
    auto columns = std::make_shared<KeptColumns>();
    for (Column& column : columns_) columns->push_back(std::move(column.evaluations));
    return columns;
  }

  Buffers take_buffers() && {
    Buffers buffers;
    for (Column& column : columns_) buffers.push_back(std::move(column.evaluations));
    return buffers;
  }

  // All columns share the powers of the shift.
  ONGGI_FOR_SIZE Steps<> evaluate_columns(F beta, Buffers buffers = {}) {
    buffers.resize(std::min(buffers.size(), columns_.size()));
    for (size_t i = 0; i < buffers.size(); ++i) columns_[i].evaluations = std::move(buffers[i]);
    const size_t n = domain_.size();
    std::vector<Element> shift_powers(n), times_beta(n);
    packed_powers<F>(shift_powers, shift_, F::one());
    packed_powers<F>(times_beta, shift_, beta);
    co_await pause_after(2 * n);
    std::atomic<size_t> next_column = 0;
    std::vector<Steps<>> works;
    for (size_t worker = 0; worker < parallel_workers(); ++worker) {
      works.push_back(evaluate_remaining(next_column, shift_powers, times_beta));
    }
    co_await run_together(works);
  }

  // How many columns of |domain| elements the coset has, with its scratch memory.
  static size_t columns(const ProverIndex<C>& index, size_t number) {
    const ColumnUse use = column_use(index, number);
    size_t columns = 2;  // powers
    columns += std::popcount(use.w) + std::popcount(use.coefficients);
    columns += kPermuted + 1 + uses_public_input(number);
    for_each_gate(index, number, [&]<class G>() { columns += 1 + kHasLinearPart<G>; });
    return columns + (index.lookup() ? kMostLookupColumns : 0);
  }

  // out[i] = the sum of the group's terms at shift·ω^i. `lookups`: null for a circuit without.
  ONGGI_FOR_SIZE Steps<> evaluate(const ConstraintSystem<F>& system, size_t group,
                                  const QuotientChallenges<F>& challenges,
                                  const LookupArgument<F>* lookups, std::span<F> out) const {
    const PermutationQuotient<F> permutation(system, permutation_columns_, challenges.beta,
                                             challenges.gamma,
                                             challenges.alpha.pow_u64(kGateAlphas));
    std::optional<LookupQuotient<F>> lookup;
    if (lookups != nullptr) lookup.emplace(system, *lookups, lookup_columns_, challenges.alpha);
    const AlphaPowers<F> alphas = alpha_powers(challenges.alpha);
    // The domain has at least four rows, as many as the most lanes.
    assert(domain_.size() % kLanes<F> == 0);
    const auto evaluate_rows = [&](size_t begin, size_t end) {
      std::array<Vector, kBlock / kLanes<F>> block;
      const auto sums = std::span(block).first((end - begin) / kLanes<F>);
      PackedRows<F> rows = rows_;
      rows.row = begin;
      if (group == kPublicInputGroup) add_public_input(rows, sums);
      for (size_t type = 0; type < kGateTypes; ++type) {
        if (gates_[type].selector == nullptr || kGateGroups[type] != group) continue;
        add_gate_rows<F>(static_cast<GateType>(type), rows, gates_[type], alphas, sums);
      }
      if (group == kPermutationGroup) {
        add_at_points(permutation, rows, sums);
        if (lookup) add_at_points(*lookup, rows, sums);
      }
      for (size_t i = 0; i < sums.size(); ++i) sums[i].store(&out[begin + i * kLanes<F>]);
    };
    co_await parallel_for_steps(domain_.size(), kBlock, kPerRow, evaluate_rows);
  }

 private:
  using Vector = Packed<F>;
  using Element = PackedElement<F>;

  static constexpr size_t kBlock = 256;  // rows
  // Field multiplications in a row of a group, estimated.
  static constexpr size_t kPerRow = 128;
  // The selectors of the patterns, the sorted columns, aggregation, table, runtime and its
  // selector.
  static constexpr size_t kMostLookupColumns = kLookupPatterns.size() + kMaxLookups + 1 + 4;

  struct Column {
    std::span<const F> polynomial;
    bool times_beta;
    const Element** place;  // where its evaluations are noted
    std::vector<Element> evaluations;
  };

  // With the fixed columns only. They are those that the index keeps, if any.
  ONGGI_FOR_SIZE QuotientCoset(const ProverIndex<C>& index, size_t number, const F& shift,
                               std::shared_ptr<const KeptColumns> kept)
      : domain_(index.domain()), shift_(shift), kept_(std::move(kept)) {
    rows_.revision = index.constraint_system().revision();
    rows_.rows = domain_.size();
    size_t next_kept = 0;
    const auto add_fixed = [&](const Coefficients<F>& polynomial, const Element*& place,
                               bool times_beta = false) {
      if (kept_) {
        place = (*kept_)[next_kept++].data();
      } else {
        add(polynomial.values, place, times_beta);
      }
    };
    const ColumnUse use = column_use(index, number);
    for (size_t i = 0; i < kColumns; ++i) {
      const bool is_used = (use.coefficients >> i & 1) != 0;
      if (is_used) add_fixed(index.coefficients()[i], rows_.coefficient_columns[i]);
    }
    permutation_columns_.times_beta = kept_ == nullptr;
    for (size_t i = 0; i < kPermuted; ++i) {
      add_fixed(index.sigma()[i], permutation_columns_.sigma[i], true);
    }
    for_each_gate(index, number, [&]<class G>() {
      add_fixed(index.selector(G::kType), gates_[static_cast<size_t>(G::kType)].selector);
    });
    if (!index.lookup()) return;
    for (LookupPattern pattern : kLookupPatterns) {
      const auto& selector = index.lookup()->selector(pattern);
      if (selector.values.empty()) continue;
      add_fixed(selector, lookup_columns_.selectors[static_cast<size_t>(pattern)]);
    }
    const auto& runtime_selector = index.lookup()->runtime_selector;
    if (runtime_selector.values.empty()) return;
    add_fixed(runtime_selector, lookup_columns_.runtime_selector);
  }

  static std::shared_ptr<const KeptColumns> kept_columns(const ProverIndex<C>& index,
                                                         size_t number) {
    const auto kept = index.kept();
    return kept ? kept->cosets[number] : nullptr;
  }

  static bool uses_public_input(size_t number) { return number < kGroupCosets[kPublicInputGroup]; }

  // Calls visit.operator()<G>() for the gates of the circuit whose group contains this coset.
  template <class Visit>
  static void for_each_gate(const ProverIndex<C>& index, size_t number, Visit&& visit) {
    GateList::for_each([&]<class G>() {
      if constexpr (G::kConstraints > 0) {
        if (number >= kGroupCosets[quotient_group(G::kInfo.degree)]) return;
        if (!index.selector(G::kType).values.empty()) visit.template operator()<G>();
      }
    });
  }

  static ColumnUse column_use(const ProverIndex<C>& index, size_t number) {
    ColumnUse use{.w = (1u << kPermuted) - 1};
    for_each_gate(index, number, [&]<class G>() {
      use = use | quotient_column_use<G>(index.constraint_system().revision());
    });
    const auto& lookup = index.constraint_system().lookup();
    return lookup ? use | lookup_column_use(lookup->info.patterns) : use;
  }

  // Adds the column of a polynomial, or of β times it. `place` will point to its evaluations.
  void add(std::span<const F> polynomial, const Element*& place, bool times_beta = false) {
    columns_.push_back({polynomial, times_beta, &place, {}});
  }

  // Evaluates the columns that no other worker has taken; `next_column` counts them.
  ONGGI_FOR_SIZE Steps<> evaluate_remaining(std::atomic<size_t>& next_column,
                                            std::span<const Element> shift_powers,
                                            std::span<const Element> times_beta) {
    while (true) {
      const size_t i = next_column++;
      if (i >= columns_.size()) co_return;
      Column& column = columns_[i];
      column.evaluations.resize(domain_.size());
      *column.place = column.evaluations.data();
      co_await domain_.evaluate_scaled(
          column.polynomial, column.times_beta ? times_beta : shift_powers, column.evaluations);
    }
  }

  void add_lookups(const LookupWitness<F>& witness) {
    lookup_columns_.sorted.resize(witness.sorted.size());
    for (size_t i = 0; i < witness.sorted.size(); ++i) {
      add(witness.sorted[i].polynomial.values, lookup_columns_.sorted[i]);
    }
    add(witness.aggregation.polynomial.values, lookup_columns_.aggregation);
    add(witness.table.polynomial.values, lookup_columns_.table);
    if (witness.runtime) add(witness.runtime->polynomial.values, lookup_columns_.runtime);
  }

  void add_public_input(PackedRows<F> rows, std::span<Vector> sums) const {
    for (Vector& sum : sums) {
      sum += rows.at(public_input_);
      rows.row += kLanes<F>;
    }
  }

  // Adds terms that depend on the point of the row as well.
  template <class Term>
  void add_at_points(const Term& term, PackedRows<F> rows, std::span<Vector> sums) const {
    std::array<F, kLanes<F>> points;
    powers<F>(points, domain_.omega(), shift_ * domain_.element(rows.row));
    Vector x = Vector::load(points.data());
    const Vector step(domain_.element(kLanes<F>));
    for (Vector& sum : sums) {
      sum += term(rows, x);
      rows.row += kLanes<F>;
      x *= step;
    }
  }

  Domain<F> domain_;
  F shift_;
  std::shared_ptr<const KeptColumns> kept_;
  std::vector<Column> columns_;
  PackedRows<F> rows_{};
  PermutationColumns<F> permutation_columns_;
  std::array<GateColumns<F>, kGateTypes> gates_{};
  const Element* public_input_ = nullptr;
  LookupColumns<F> lookup_columns_;
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

  // The most bytes that the stage takes, besides the columns that it was given.
  static size_t peak_bytes(const ProverIndex<C>& index) {
    const size_t n = index.domain().size();
    size_t linear = 0;
    GateList::for_each([&]<class G>() {
      if constexpr (kHasLinearPart<G>) linear += !index.selector(G::kType).values.empty();
    });
    // While t is copied from its blocks. A linear part is the sum of two.
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
    co_await coset_->evaluate_columns(challenges_.beta, std::move(buffers_));
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
    if (j + 1 < kQuotientCosets) buffers_ = std::move(*coset_).take_buffers();
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
  typename QuotientCoset<C>::Buffers buffers_;     // between cosets
  std::array<std::vector<std::vector<F>>, kGroupCosets.size()> blocks_;
  PolyComm<C> commitment_;
  F zeta_;
};

}  // namespace onggi
