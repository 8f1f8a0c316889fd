#pragma once

#include "core/commitment/commit.h"
#include "core/kimchi/constraint_system_impl.h"
#include "core/kimchi/oracles_impl.h"
#include "core/kimchi/prover_index.h"
#include "core/kimchi/selectors.h"

namespace onggi {

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> ProverIndex<C>::create(
    Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs) {
  BOOST_OUTCOME_TRY(system, ConstraintSystem<F>::create(std::move(circuit), srs->size()));
  std::shared_ptr<ProverIndex> index(new ProverIndex(std::move(system), std::move(srs)));
  index->columns_ = index_columns(index->system_);
  index->commit_columns();
  return std::shared_ptr<const ProverIndex>(std::move(index));
}

namespace detail {

// What a verifier index says of its system; nothing if all of it is so.
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
  for (GateType type : kOptionalGates) {
    if (optional_selector_commitment(index.commitments, type).has_value() != system.uses(type)) {
      return std::string(gate_type_name(type));
    }
  }
  return std::nullopt;
}

}  // namespace detail

template <class C>
Result<std::shared_ptr<const ProverIndex<C>>> ProverIndex<C>::restore(
    ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs, IndexColumns<F> columns,
    std::vector<PolyComm<C>> zk_lagrange, VerifierIndex<C> verifier_index, const F& x) {
  if (const auto column = differing_column(system, columns, x)) {
    return fail(Errc::invalid_argument, fmt::format("{}: not this circuit's column", *column));
  }
  if (const auto part = detail::differing_part(system, verifier_index)) {
    return fail(Errc::invalid_argument,
                fmt::format("{}: the verifier index is not this circuit's", *part));
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
    : system_(std::move(system)), srs_(std::move(srs)) {
  GateList::for_each([this]<class G>() {
    if (system_.uses(G::kType))
      column_use_ = column_use_ | onggi::column_use<G>(system_.revision());
  });
  if (system_.lookup()) {
    column_use_ = column_use_ | lookup_column_use(system_.lookup()->info.patterns);
  }
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
                         .revision = system_.revision(),
                         .commitments = {},
                         .shifts = system_.shifts(),
                         .lookup = std::nullopt,
                         .srs = srs_};
  for (size_t i = 0; i < kPermuted; ++i)
    index.commitments.sigma_comm[i] = commit(columns_.sigma[i]);
  for (size_t i = 0; i < kColumns; ++i) {
    index.commitments.coefficients_comm[i] = commit(columns_.coefficients[i]);
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
  if (lookup()) index.lookup = commit_lookups<C>(system_, *lookup(), *srs_);

  const size_t n = domain().size();
  for (size_t row = n - system_.zk_rows(); row < n; ++row) {
    zk_lagrange_.push_back(srs_->lagrange_commitment(domain(), row));
  }
  digest_ = index.digest();
  verifier_index_ = std::make_shared<const VerifierIndex<C>>(std::move(index));
}

template <class C>
size_t ProverIndex<C>::heap_bytes() const {
  size_t bytes = system_.heap_bytes() + columns_.heap_bytes() + sizeof(*verifier_index_) +
                 verifier_index_->heap_bytes();
  bytes += zk_lagrange_.capacity() * sizeof(PolyComm<C>);
  for (const auto& comm : zk_lagrange_) bytes += comm.chunks.capacity() * sizeof(Affine<C>);
  return bytes;
}

}  // namespace onggi
