#pragma once

#include "core/commitment/commit.h"
#include "core/kimchi/constraint_system_impl.h"
#include "core/kimchi/permutation/keygen.h"
#include "core/kimchi/prover_index.h"
#include "core/kimchi/selectors.h"

namespace onggi {

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> ProverIndex<C>::create(
    Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs) {
  BOOST_OUTCOME_TRY(system, ConstraintSystem<F>::create(std::move(circuit), srs->size()));
  std::shared_ptr<ProverIndex> index(new ProverIndex(std::move(system), std::move(srs)));
  index->interpolate_columns();
  index->commit_columns();
  return std::shared_ptr<const ProverIndex>(std::move(index));
}

template <class C>
ProverIndex<C>::ProverIndex(ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs)
    : system_(std::move(system)), srs_(std::move(srs)) {
  GateList::for_each([this]<class G>() {
    if (system_.uses(G::kType)) column_use_ = column_use_ | onggi::column_use<G>();
  });
  if (system_.lookup()) {
    column_use_ = column_use_ | lookup_column_use(system_.lookup()->info.patterns);
  }
}

template <class C>
void ProverIndex<C>::interpolate_columns() {
  auto interpolated = [this](std::vector<F> evaluations) {
    if (evaluations.empty()) return Polynomial{};
    return interpolate(domain(), Evaluations<F>{std::move(evaluations)});
  };
  for (size_t i = 0; i < kPermuted; ++i) sigma_[i] = interpolated(sigma_column(system_, i));
  for (size_t i = 0; i < kColumns; ++i) {
    coefficients_[i] = interpolated(system_.coefficient_column(i));
  }
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      selectors_[static_cast<size_t>(G::kType)] = interpolated(system_.selector_column(G::kType));
    }
  });
  if (system_.lookup()) lookup_ = lookup_polynomials(system_);
}

template <class C>
void ProverIndex<C>::commit_columns() {
  const size_t num_chunks = system_.num_chunks();
  const std::vector<F> ones(num_chunks, F::one());
  auto commit = [&](const Polynomial& polynomial) {
    return commit_non_hiding<C>(*srs_, polynomial.values, num_chunks);
  };

  VerifierIndex<C> index{.domain = domain(),
                         .max_poly_size = srs_->size(),
                         .zk_rows = system_.zk_rows(),
                         .public_input_size = system_.public_input_size(),
                         .previous_challenges = system_.previous_challenges(),
                         .commitments = {},
                         .shifts = system_.shifts(),
                         .lookup = std::nullopt,
                         .srs = srs_};
  for (size_t i = 0; i < kPermuted; ++i) index.commitments.sigma_comm[i] = commit(sigma_[i]);
  for (size_t i = 0; i < kColumns; ++i) {
    index.commitments.coefficients_comm[i] = commit(coefficients_[i]);
  }
  // The base selectors are masked with 1, the optional ones are not masked.
  for (GateType type : kBaseGates) {
    base_selector_commitment(index.commitments, type) =
        mask_custom<C>(*srs_, commit(selector(type)), ones).value();
  }
  for (GateType type : kOptionalGates) {
    if (system_.uses(type)) {
      optional_selector_commitment(index.commitments, type) = commit(selector(type));
    }
  }
  if (lookup_) index.lookup = commit_lookups<C>(system_, *lookup_, *srs_);

  const size_t n = domain().size();
  for (size_t row = n - system_.zk_rows(); row < n; ++row) {
    zk_lagrange_.push_back(srs_->lagrange_commitment(domain(), row));
  }
  digest_ = index.digest();
  verifier_index_ = std::make_shared<const VerifierIndex<C>>(std::move(index));
}

template <class C>
size_t ProverIndex<C>::heap_bytes() const {
  size_t bytes = system_.heap_bytes() + sizeof(*verifier_index_) + verifier_index_->heap_bytes();
  auto count = [&bytes](const auto& polynomials) {
    for (const Polynomial& p : polynomials) bytes += p.values.capacity() * sizeof(F);
  };
  count(sigma_);
  count(coefficients_);
  count(selectors_);
  if (lookup_) bytes += lookup_->heap_bytes();
  bytes += zk_lagrange_.capacity() * sizeof(PolyComm<C>);
  for (const auto& comm : zk_lagrange_) bytes += comm.chunks.capacity() * sizeof(Affine<C>);
  return bytes;
}

}  // namespace onggi
