#pragma once

#include <fmt/format.h>

#include <bit>
#include <optional>
#include <utility>
#include <variant>

#include "core/kimchi/prover/check_stage.h"
#include "core/kimchi/prover/evaluation_stage.h"
#include "core/kimchi/prover/lookup_stage.h"
#include "core/kimchi/prover/opening_stage.h"
#include "core/kimchi/prover/permutation_stage.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/prover/quotient_stage.h"
#include "core/kimchi/prover/witness_stage.h"
#include "core/memory/byte_count.h"

namespace onggi {

// Each stage becomes the next in this order and passes on its results. A circuit without lookups
// skips the lookup stage.
template <class C>
struct ProverTask<C>::Impl {
  struct Done {
    static constexpr const char* kPhase = "done";
    static constexpr double kShare = 0;
    size_t parts() const { return 0; }
    Steps<Result<>> part(ProverContext<C>&, size_t) { co_return success(); }
  };
  using Stage = std::variant<CheckStage<C>, WitnessStage<C>, LookupStage<C>, PermutationStage<C>,
                             QuotientStage<C>, EvaluationStage<C>, OpeningStage<C>, Done>;

  // The share of the work that comes before a stage, by the stages' own shares, which were measured
  // at 2^12 rows.
  static double share_before(size_t stage) {
    return [&]<size_t... kStages>(std::index_sequence<kStages...>) {
      return ((kStages < stage ? std::variant_alternative_t<kStages, Stage>::kShare : 0.0) + ...);
    }
    (std::make_index_sequence<std::variant_size_v<Stage>>{});
  }

  Impl(ProverContext<C> c, std::array<std::vector<typename C::Scalar>, kColumns> columns,
       std::vector<RuntimeTable<typename C::Scalar>> runtime)
      : context(std::move(c)),
        runtime_tables(std::move(runtime)),
        stage(std::in_place_type<CheckStage<C>>, std::move(columns), runtime_tables) {}

  size_t stage_parts() const {
    return std::visit([](const auto& s) { return s.parts(); }, stage);
  }

  void advance(CheckStage<C>& done) { stage = WitnessStage<C>(std::move(done).take()); }

  void advance(WitnessStage<C>& done) {
    if (context.index->lookup()) {
      stage = LookupStage<C>(context, std::move(done).take(), std::move(runtime_tables));
    } else {
      stage = PermutationStage<C>(context, std::move(done).take(), std::nullopt);
    }
  }
  void advance(LookupStage<C>& done) {
    auto [witness, lookup] = std::move(done).take();
    stage = PermutationStage<C>(context, std::move(witness), std::move(lookup));
  }
  void advance(PermutationStage<C>& done) {
    const auto challenges = done.challenges();
    stage = QuotientStage<C>(context, std::move(done).take(), challenges);
  }
  void advance(QuotientStage<C>& done) {
    const auto challenges = done.challenges();
    const auto zeta = done.zeta();
    stage = EvaluationStage<C>(context, std::move(done).take(), challenges, zeta);
  }
  void advance(EvaluationStage<C>& done) {
    stage = OpeningStage<C>(context, std::move(done).take());
  }
  void advance(OpeningStage<C>&) { stage = Done{}; }
  void advance(Done&) {}

  Result<> step() {
    if (!state) return state;
    if (!part) {
      part = std::visit([this](auto& s) { return s.part(context, parts_done); }, stage);
    }
    if (!part->step()) return success();
    state = part->take();
    part.reset();
    if (!state) return state;
    if (++parts_done >= stage_parts()) {
      std::visit([this](auto& s) { this->advance(s); }, stage);
      parts_done = 0;
    }
    return success();
  }

  ProverContext<C> context;
  std::vector<RuntimeTable<typename C::Scalar>> runtime_tables;  // until the lookup stage
  Stage stage;
  Result<> state = success();           // or the error that ended the work
  size_t parts_done = 0;                // of the stage
  std::optional<Steps<Result<>>> part;  // of the stage; refers to it
};

namespace detail {

template <class C>
Result<void> check_previous_challenges(const ProverIndex<C>& index, const Witness<C>& witness) {
  const auto& previous = witness.previous_challenges;
  if (previous.size() != index.constraint_system().previous_challenges()) {
    return fail(Errc::wrong_previous_challenges,
                fmt::format("{} given, {} expected by the index", previous.size(),
                            index.constraint_system().previous_challenges()));
  }
  for (size_t i = 0; i < previous.size(); ++i) {
    if (!previous[i].fits(index.srs()->size())) {
      return fail(Errc::wrong_previous_challenges,
                  fmt::format("number {} has {} challenges and {} chunks", i,
                              previous[i].challenges.size(), previous[i].commitment.chunks.size()));
    }
  }
  return success();
}

template <class C>
Result<void> check_witness_shape(const ProverIndex<C>& index, const Witness<C>& witness) {
  const size_t rows = witness.rows();
  for (size_t i = 1; i < kColumns; ++i) {
    if (witness.columns[i].size() != rows) {
      return fail(Errc::witness_shape, fmt::format("column {} has {} rows, column 0 has {}", i,
                                                   witness.columns[i].size(), rows));
    }
  }
  const ConstraintSystem<typename C::Scalar>& system = index.constraint_system();
  const size_t usable_rows = system.domain().size() - system.zk_rows();
  if (rows > usable_rows) {
    return fail(Errc::witness_shape,
                fmt::format("{} rows, the circuit's domain holds {}", rows, usable_rows));
  }
  if (rows < system.public_input_size()) {
    return fail(Errc::witness_shape, fmt::format("{} rows cannot hold {} public inputs", rows,
                                                 system.public_input_size()));
  }
  return success();
}

// Checks the shape of the witness, pads it to the domain and fills its last zk_rows rows with
// randomness.
template <class C>
Result<void> pad(ProverContext<C>& context, Witness<C>& witness) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRYV(check_witness_shape(*context.index, witness));
  BOOST_OUTCOME_TRYV(check_previous_challenges(*context.index, witness));
  for (std::vector<F>& column : witness.columns) {
    column.reserve(context.domain().size());
    column.resize(context.domain().size(), F::zero());
    context.blind_zk_rows(column);
  }
  return context.check_random();
}

}  // namespace detail

template <class C>
ProverTask<C>::ProverTask(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
template <class C>
ProverTask<C>::ProverTask(ProverTask&&) noexcept = default;
template <class C>
ProverTask<C>& ProverTask<C>::operator=(ProverTask&&) noexcept = default;
template <class C>
ProverTask<C>::~ProverTask() = default;

template <class C>
Result<ProverTask<C>> ProverTask<C>::create(std::shared_ptr<const ProverIndex<C>> index,
                                            Witness<C> witness, Rng& rng) {
  ProverContext<C> context{index, std::make_unique<LatchingRng>(rng), {}, {}};
  BOOST_OUTCOME_TRYV(detail::pad(context, witness));
  const auto& first = witness.columns[0];
  context.proof.public_input.assign(first.begin(),
                                    first.begin() + index->constraint_system().public_input_size());
  context.proof.previous_challenges = std::move(witness.previous_challenges);
  return ProverTask(std::make_unique<Impl>(std::move(context), std::move(witness.columns),
                                           std::move(witness.runtime_tables)));
}

template <class C>
Result<void> ProverTask<C>::check(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                                  Rng& rng) {
  ProverContext<C> context{std::move(index), std::make_unique<LatchingRng>(rng), {}, {}};
  BOOST_OUTCOME_TRYV(detail::pad(context, witness));
  return check_witness<typename C::Scalar>(context.index->constraint_system(), witness.columns,
                                           witness.runtime_tables)
      .run();
}

template <class C>
Result<bool> ProverTask<C>::step() {
  BOOST_OUTCOME_TRYV(impl_->step());
  BOOST_OUTCOME_TRYV(impl_->context.check_random());
  return std::holds_alternative<typename Impl::Done>(impl_->stage);
}

template <class C>
Progress ProverTask<C>::progress() const {
  const size_t parts = impl_->stage_parts();
  if (parts == 0) return {Impl::Done::kPhase, 1};
  const double done = static_cast<double>(impl_->parts_done) / static_cast<double>(parts);
  const double before = Impl::share_before(impl_->stage.index());
  return std::visit(
      [&](const auto& stage) {
        return Progress{stage.kPhase, before + stage.kShare * done};
      },
      impl_->stage);
}

template <class C>
ProverProof<C> ProverTask<C>::take_proof() {
  return std::move(impl_->context.proof);
}

template <class C>
size_t ProverTask<C>::check_bytes(const ProverIndex<C>& index) {
  // Columns are padded one by one. A circuit with lookups needs a matcher.
  return (ByteCount(17) * index.domain().size() * sizeof(typename C::Scalar) + kStepsBytes).value();
}

template <class C>
size_t ProverTask<C>::peak_bytes(const ProverIndex<C>& index) {
  using F = typename C::Scalar;
  const size_t n = index.domain().size();
  const Srs<C>& srs = *index.srs();
  // The witness's values and polynomials, z and the public input, and up to 8 columns of domains
  // and lists; of lookups up to 8 more values and polynomials.
  const size_t columns_held = 2 * kColumns + 2 + 8 + (index.lookup() ? 16 : 0);
  const ByteCount held = ByteCount(columns_held) * n * sizeof(F);
  // The quotient stage, or t and its commitment.
  const ByteCount columns = ByteCount(QuotientStage<C>::peak_bytes(index));
  const ByteCount t = ByteCount(kQuotientChunks) * n;
  const ByteCount commitment = t * sizeof(F) + srs.commit_bytes(t.value());
  const ByteCount opening = ByteCount(IpaProver<C>::work_bytes(srs.size()));
  return (std::max(held + std::max(columns, commitment), opening) + kStepsBytes).value();
}

template <class C>
Result<ProverProof<C>> prove(std::shared_ptr<const ProverIndex<C>> index, Witness<C> witness,
                             Rng& rng) {
  BOOST_OUTCOME_TRY(task, ProverTask<C>::create(std::move(index), std::move(witness), rng));
  while (true) {
    BOOST_OUTCOME_TRY(finished, task.step());
    if (finished) return task.take_proof();
  }
}

}  // namespace onggi
