// The stage between witness and permutation for circuits with lookups: computes the joint table and
// commits to the sorted columns.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/kimchi/lookup/prover.h"
#include "core/kimchi/prover/context.h"

namespace onggi {

// The columns of the lookup argument, on the domain and as polynomials.
template <class F>
struct LookupWitness {
  JointCombiner<F> combiner;
  std::vector<F> table_values;                  // freed after the aggregation is computed
  std::vector<std::vector<F>> sorted_values{};  // freed after the aggregation is computed
  HiddenPolynomial<F> table{};
  std::vector<HiddenPolynomial<F>> sorted{};
  HiddenPolynomial<F> aggregation{};
  std::optional<HiddenPolynomial<F>> runtime{};
  std::optional<LookupArgument<F>> argument{};  // set after β and γ are drawn
};

template <class C>
class LookupStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "lookup";
  static constexpr double kShare = 0.05;

  // `witness`: the values of the columns. `runtime`: the data of the runtime tables.
  LookupStage(ProverContext<C>& context, WitnessPolynomials<F> witness,
              std::vector<RuntimeTable<F>> runtime)
      : witness_(std::move(witness)),
        runtime_(std::move(runtime)),
        columns_(context.index->constraint_system().lookup()->info.max_per_row + 1) {
    context.proof.commitments.lookup.emplace();
  }

  size_t parts() const { return 1 + columns_; }

  Steps<Result<>> part(ProverContext<C>& context, size_t number) {
    return number == 0 ? sort(context) : commit_sorted(context, number - 1);
  }

  std::pair<WitnessPolynomials<F>, LookupWitness<F>> take() && {
    return {std::move(witness_), std::move(*lookup_)};
  }

 private:
  // Commits to the runtime column, draws the joint combiner, and sorts the looked-up values by the
  // table.
  ONGGI_FOR_SIZE Steps<Result<>> sort(ProverContext<C>& context) {
    const ConstraintSystem<F>& system = context.index->constraint_system();
    const LookupInfo& info = system.lookup()->info;
    std::vector<F> runtime;
    std::optional<HiddenPolynomial<F>> hidden_runtime;
    if (info.uses_runtime_tables) {
      runtime = runtime_column<F>(system, runtime_);
      context.blind_zk_rows(runtime);
      hidden_runtime = co_await context.interpolate_hidden(runtime);
      auto& runtime_comm = context.proof.commitments.lookup->runtime;
      runtime_comm = co_await context.commit(*hidden_runtime);
      context.sponge.absorb_commitment(runtime_comm->chunks);
    }
    const ScalarChallenge<F> challenge = joint_combiner_challenge(context.sponge, info);
    const JointCombiner<F> combiner(challenge.to_field(C::endo_scalar()), info);
    lookup_ = LookupWitness<F>{combiner, joint_table<F>(system, runtime, combiner)};
    lookup_->runtime = std::move(hidden_runtime);
    co_await pause_after(lookup_->table_values.size() * 4);
    Evaluations<F> table{lookup_->table_values};
    lookup_->table.polynomial = co_await interpolate(context.domain(), std::move(table));
    lookup_->table.blinders = table_blinders(context);
    const auto counts = co_await lookup_counts<F>(system, witness_.columns, runtime_);
    lookup_->sorted_values = lookup_sorted<F>(lookup_->table_values, counts, info.max_per_row);
    for (auto& column : lookup_->sorted_values) {
      column.resize(context.domain().size());
      context.blind_zk_rows(column);
    }
    co_return success();
  }

  ONGGI_FOR_SIZE Steps<Result<>> commit_sorted(ProverContext<C>& context, size_t column) {
    auto sorted = co_await context.interpolate_hidden(lookup_->sorted_values[column]);
    lookup_->sorted.push_back(std::move(sorted));
    auto& sorted_comm = context.proof.commitments.lookup->sorted;
    sorted_comm.push_back(co_await context.commit(lookup_->sorted.back()));
    context.sponge.absorb_commitment(sorted_comm.back().chunks);
    co_return success();
  }

  // The blinder of the joint table: its fixed columns and the ids are masked with 1, the runtime
  // column is hidden.
  //   Σ_k j^k + j^max_joint_size + j·(blinder of the runtime column)
  std::vector<F> table_blinders(const ProverContext<C>& context) const {
    const LookupTables<F>& tables = context.index->constraint_system().lookup()->tables;
    F fixed = F::zero();
    for (size_t k = 0; k < tables.columns.size(); ++k)
      fixed = fixed * lookup_->combiner.j + F::one();
    if (tables.uses_ids) fixed += lookup_->combiner.table_id;
    std::vector<F> blinders(context.num_chunks(), fixed);
    if (lookup_->runtime) add_scaled<F>(blinders, lookup_->combiner.j, lookup_->runtime->blinders);
    return blinders;
  }

  WitnessPolynomials<F> witness_;
  std::vector<RuntimeTable<F>> runtime_;
  size_t columns_;
  std::optional<LookupWitness<F>> lookup_;
};

// Computes the aggregation after β and γ are drawn, commits to it, and frees the columns that only
// the aggregation needs.
template <class C>
ONGGI_FOR_SIZE Steps<Result<>> aggregate_lookups(ProverContext<C>& context,
                                                 const WitnessColumns<typename C::Scalar>& columns,
                                                 LookupWitness<typename C::Scalar>& lookup) {
  using F = typename C::Scalar;
  std::vector<F> aggregation =
      co_await lookup_aggregation<F>(context.index->constraint_system(), *lookup.argument, columns,
                                     lookup.table_values, lookup.sorted_values);
  lookup.table_values = std::vector<F>();  // {} would keep the memory
  lookup.sorted_values = {};
  aggregation.resize(context.domain().size());
  context.blind_zk_rows(aggregation);
  lookup.aggregation = co_await context.interpolate_hidden(std::move(aggregation));
  PolyComm<C>& aggregation_comm = context.proof.commitments.lookup->aggregation;
  aggregation_comm = co_await context.commit(lookup.aggregation);
  context.sponge.absorb_commitment(aggregation_comm.chunks);
  co_return success();
}

}  // namespace onggi
