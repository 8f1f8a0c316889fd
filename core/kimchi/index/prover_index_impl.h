#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/commitment/commit.h"
#include "core/kimchi/circuit/constraint_system_impl.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/verifier/oracles_impl.h"
#include "core/memory/byte_count.h"

namespace onggi {

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> ProverIndex<C>::create(
    Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs) {
  BOOST_OUTCOME_TRY(task, IndexTask<C>::create(std::move(circuit), std::move(srs)));
  while (!task.step()) {
  }
  return task.take();
}

namespace detail {

// The name of the first part of a verifier index that does not match the system, or nothing.
template <class C>
std::optional<std::string> differing_part(const ConstraintSystem<typename C::Scalar>& system,
                                          const VerifierIndex<C>& index) {
  if (!(index.domain == system.domain())) return "domain";
  if (index.max_poly_size != system.max_poly_size()) return "max_poly_size";
  if (index.zk_rows != system.zk_rows()) return "zk_rows";
  if (index.public_input_size != system.public_input_size()) return "public";
  if (index.previous_challenges != system.previous_challenges()) return "prev_challenges";
  if (index.shifts != system.shifts()) return "shift";
  if (index.lookup.has_value() != system.lookup().has_value()) return "lookup_index";
  if (index.lookup && !(index.lookup->info == system.lookup()->info)) return "lookup_info";
  std::optional<std::string> selector;
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      using Column = columns::Selector<G>;
      const bool expected = Column::kAlwaysThere || system.uses(G::kType);
      if (expected != (Column::count(index) == 1) && !selector) selector = G::kInfo.name;
    }
  });
  return selector;
}

}  // namespace detail

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> ProverIndex<C>::restore(
    ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs, IndexColumns<F> columns,
    std::vector<PolyComm<C>> zk_lagrange, VerifierIndex<C> verifier_index, const F& x) {
  if (const auto column = differing_column(system, columns, x)) {
    return fail(Errc::invalid_argument,
                fmt::format("{}: the column does not match the circuit", *column));
  }
  if (const auto part = detail::differing_part(system, verifier_index)) {
    return fail(Errc::invalid_argument,
                fmt::format("{}: the verifier index does not match the circuit", *part));
  }
  verifier_index.srs = srs;
  BOOST_OUTCOME_TRYV(detail::check_usable(verifier_index));
  std::shared_ptr<ProverIndex> index(new ProverIndex(std::move(system), std::move(srs)));
  index->columns_ = std::move(columns);
  index->zk_lagrange_ = std::move(zk_lagrange);
  index->digest_ = verifier_index.digest();
  index->verifier_index_ = std::make_shared<const VerifierIndex<C>>(std::move(verifier_index));
  return std::shared_ptr<const ProverIndex>(std::move(index));
}

template <class C>
ProverIndex<C>::ProverIndex(ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs)
    : system_(std::move(system)), srs_(std::move(srs)) {}

template <class C>
std::shared_ptr<const KeptEvaluations<C>> ProverIndex<C>::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

template <class C>
void ProverIndex<C>::keep(std::shared_ptr<const KeptEvaluations<C>> kept) const {
  const std::lock_guard lock(mutex_);
  kept_ = std::move(kept);
}

template <class C>
size_t ProverIndex<C>::heap_bytes() const {
  const auto kept = this->kept();
  size_t bytes = (kept ? sizeof(*kept) + kept->heap_bytes() : 0) + system_.heap_bytes() +
                 columns_.heap_bytes() + sizeof(*verifier_index_) + verifier_index_->heap_bytes();
  bytes += zk_lagrange_.capacity() * sizeof(PolyComm<C>);
  for (const auto& comm : zk_lagrange_) bytes += comm.chunks.capacity() * sizeof(Affine<C>);
  return bytes;
}

template <class C>
Result<IndexTask<C>> IndexTask<C>::create(Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs) {
  BOOST_OUTCOME_TRY(system, ConstraintSystem<F>::create(std::move(circuit), srs->size()));
  return IndexTask(
      std::shared_ptr<ProverIndex<C>>(new ProverIndex<C>(std::move(system), std::move(srs))));
}

template <class C>
IndexTask<C>::IndexTask(std::shared_ptr<ProverIndex<C>> index)
    : index_(std::move(index)),
      // A separate domain, so that the verifier index counts its own twiddle factors.
      commitments_(std::make_shared<VerifierIndex<C>>(
          VerifierIndex<C>{.domain = Domain<F>::create(index_->domain().size()).value(),
                           .max_poly_size = index_->srs_->size(),
                           .zk_rows = index_->system_.zk_rows(),
                           .public_input_size = index_->system_.public_input_size(),
                           .previous_challenges = index_->system_.previous_challenges(),
                           .revision = index_->system_.revision(),
                           .commitments = {},
                           .shifts = index_->system_.shifts(),
                           .lookup = std::nullopt,
                           .srs = index_->srs_})),
      columns_(count_columns(index_->system_)),
      parts_(columns_ + kPermuted + kColumns + kGateTypes + index_->system_.zk_rows()) {}

template <class C>
IndexTask<C>::IndexTask(std::shared_ptr<const ProverIndex<C>> finished)
    : finished_(std::move(finished)),
      kept_(std::make_shared<KeptEvaluations<C>>()),
      parts_(kKeptParts) {}

template <class C>
IndexTask<C> IndexTask<C>::keep_evaluations(std::shared_ptr<const ProverIndex<C>> index) {
  return IndexTask(std::move(index));
}

template <class C>
bool IndexTask<C>::step() {
  if (!part_) part_ = next_part();
  if (!part_->step()) return false;
  part_.reset();
  if (++done_ < parts_) return false;
  if (!finished_) finish();
  return true;
}

template <class C>
Steps<> IndexTask<C>::next_part() {
  if (finished_) return evaluate_to_keep(*finished_, done_, *kept_);
  return done_ < columns_ ? interpolate_column(index_->system_, index_->columns_, done_)
                          : commit_next(done_ - columns_);
}

template <class C>
Progress IndexTask<C>::progress() const {
  if (done_ == parts_) return {"done", 1};
  return {finished_          ? "evaluations"
          : done_ < columns_ ? "columns"
                             : "commitments",
          static_cast<double>(done_) / static_cast<double>(parts_)};
}

template <class C>
Steps<PolyComm<C>> IndexTask<C>::commit(const Coefficients<F>& polynomial) const {
  return commit_non_hiding_steps<C>(*index_->srs_, polynomial.values, index_->system_.num_chunks());
}

// The commitments in order: the permutation columns, the coefficients, the selectors, the Lagrange
// polynomials of the last rows.
template <class C>
Steps<> IndexTask<C>::commit_next(size_t i) {
  if (i < kPermuted) {
    commitments_->commitments.sigma_comm[i] = co_await commit(index_->sigma()[i]);
  } else if ((i -= kPermuted) < kColumns) {
    commitments_->commitments.coefficients_comm[i] = co_await commit(index_->coefficients()[i]);
  } else if ((i -= kColumns) < kGateTypes) {
    co_await commit_selector(static_cast<GateType>(i));
  } else {
    i -= kGateTypes;
    const size_t row = index_->domain().size() - index_->system_.zk_rows() + i;
    auto commitment = co_await index_->srs_->lagrange_commitment(index_->domain(), row);
    index_->zk_lagrange_.push_back(std::move(commitment));
  }
}

// Selectors that every index has are committed even if unused, and masked with 1. The others are
// not masked. The part of the Lookup gate commits to the lookup columns.
template <class C>
Steps<> IndexTask<C>::commit_selector(GateType type) {
  if (type == GateType::Lookup && index_->lookup()) {
    commitments_->lookup =
        co_await commit_lookups<C>(index_->system_, *index_->lookup(), *index_->srs_);
  }
  bool is_there = false;
  GateList::with(type, [&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      is_there = columns::Selector<G>::kAlwaysThere || index_->system_.uses(type);
    }
  });
  if (!is_there) co_return;
  PolyComm<C> commitment = co_await commit(index_->selector(type));
  GateList::with(type, [&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      using Column = columns::Selector<G>;
      if (columns::kMaskedWithOne<Column>) {
        const std::vector<F> ones(index_->system_.num_chunks(), F::one());
        commitment = mask_custom<C>(*index_->srs_, commitment, ones).value();
      }
      columns::commitments<Column>(commitments_->commitments) = std::move(commitment);
    }
  });
}

template <class C>
void IndexTask<C>::finish() {
  index_->digest_ = commitments_->digest();
  index_->verifier_index_ = std::move(commitments_);
  finished_ = std::move(index_);
}

template <class C>
std::shared_ptr<const ProverIndex<C>> IndexTask<C>::take() {
  if (kept_) finished_->keep(std::move(kept_));
  return std::move(finished_);
}

template <class C>
size_t IndexTask<C>::peak_bytes() const {
  if (finished_) return kept_evaluations_bytes(*finished_);
  return (ByteCount(sizeof(ProverIndex<C>)) + index_->system_.heap_bytes() +
          peak_bytes(shape_of(index_->system_.circuit()), *index_->srs_))
      .value();
}

template <class C>
size_t IndexTask<C>::peak_bytes(const CircuitShape& shape, const Srs<C>& srs) {
  const LookupPatterns patterns = patterns_of(shape.uses);
  const bool looks_up = !(patterns == LookupPatterns{});
  const size_t table_rows =
      (ByteCount(shape.table_rows) + built_in_table_rows(patterns) + 1).value();
  const size_t rows = std::max(shape.gates, (ByteCount(table_rows) + 1).value());
  const auto domain = detail::domain_shape(rows, srs.size());
  if (!domain) return 0;
  const auto [n, zk_rows] = domain.value();
  const size_t columns =
      kPermuted + kColumns +
      static_cast<size_t>(std::count(shape.uses.begin(), shape.uses.end(), true)) +
      (looks_up ? kLookupPatterns.size() + 1 : 0);
  // The vectors of stacked tables double their capacity as they grow.
  const size_t width = std::max(shape.table_columns, kMaxJointSize) + 1;
  const ByteCount tables = looks_up ? ByteCount(3) * width * table_rows * sizeof(F) : 0;
  // The SRS also caches the commitments of the last rows.
  const ByteCount commitments = ByteCount(srs.chunks_for(n)) *
                                (columns + kGateTypes + width + 2 * zk_rows) * sizeof(Affine<C>);
  // In addition to the columns: the column in progress, the twiddle factors, and a Lagrange
  // polynomial.
  return (kStepsBytes + ByteCount(columns + 3) * n * sizeof(F) + tables + commitments +
          srs.commit_bytes(n))
      .value();
}

}  // namespace onggi
