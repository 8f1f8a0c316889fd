// The values of the quotient's terms on one coset of the domain.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/lookup/keygen.h"
#include "core/kimchi/permutation/prover.h"
#include "core/kimchi/prover/context.h"
#include "core/kimchi/prover/permutation_stage.h"
#include "core/kimchi/prover/quotient_groups.h"
#include "core/parallel/steps.h"

namespace onggi {

// The evaluations of the columns that the quotient needs on one coset of the domain. Not movable,
// because its columns refer to it.
template <class C>
class QuotientCoset {
 public:
  using F = typename C::Scalar;
  using Columns = std::vector<typename KeptEvaluations<C>::Column>;

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
  // The memory of the columns, for another coset. This one must not be used afterwards.
  ONGGI_FOR_SIZE Columns take_columns() && {
    Columns columns;
    for (Column& column : columns_) columns.push_back(std::move(column.evaluations));
    return columns;
  }

  // All columns share the powers of the shift. `memory`: columns of another coset that are no
  // longer needed; new memory would be filled with zeros first.
  ONGGI_FOR_SIZE Steps<> evaluate_columns(F beta, Columns memory = {}) {
    memory.resize(std::min(memory.size(), columns_.size()));
    for (size_t i = 0; i < memory.size(); ++i) columns_[i].evaluations = std::move(memory[i]);
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

  // The number of columns of |domain| elements that the coset takes, including scratch memory.
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
    const Element** place;  // is set to the evaluations
    std::vector<Element> evaluations;
  };

  // With the fixed columns only. They are those that the index keeps, if any.
  ONGGI_FOR_SIZE QuotientCoset(const ProverIndex<C>& index, size_t number, const F& shift,
                               std::shared_ptr<const Columns> kept)
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

  static std::shared_ptr<const Columns> kept_columns(const ProverIndex<C>& index, size_t number) {
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
  std::shared_ptr<const Columns> kept_;
  std::vector<Column> columns_;
  PackedRows<F> rows_{};
  PermutationColumns<F> permutation_columns_;
  std::array<GateColumns<F>, kGateTypes> gates_{};
  const Element* public_input_ = nullptr;
  LookupColumns<F> lookup_columns_;
};

}  // namespace onggi
