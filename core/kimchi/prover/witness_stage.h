// Second stage: commits to the witness columns.
#pragma once

#include <algorithm>
#include <memory>

#include "core/curve/msm.h"
#include "core/kimchi/prover/context.h"

namespace onggi {

template <class C>
class WitnessStage {
 public:
  using F = typename C::Scalar;

  static constexpr const char* kPhase = "witness";
  static constexpr double kShare = 0.25;  // share of the prover's time

  explicit WitnessStage(WitnessPolynomials<F> polynomials) : polynomials_(std::move(polynomials)) {}

  size_t parts() const { return kColumns; }

  ONGGI_FOR_SIZE Steps<Result<>> part(ProverContext<C>& context, size_t column) {
    HiddenPolynomial<F>& w = polynomials_.w[column];
    const std::vector<F>& values = polynomials_.columns[column];
    Evaluations<F> evaluations{values};
    w.polynomial = co_await interpolate(context.domain(), std::move(evaluations));
    w.blinders = context.random_blinders(context.num_chunks());
    PolyComm<C> commitment;
    const auto lagrange = kept_lagrange(context);
    if (is_zero_outside_zk_rows(context, values)) {
      commitment = commit_zk_rows(context, values);
    } else if (lagrange) {
      const Jacobian<C> sum = co_await msm_vartime_steps<C>(*lagrange, values);
      commitment.chunks.push_back(sum.to_affine());
    } else {
      commitment = co_await commit_non_hiding_steps<C>(*context.index->srs(), w.polynomial.values,
                                                       context.num_chunks());
    }
    PolyComm<C>& w_comm = context.proof.commitments.w_comm[column];
    w_comm = context.mask(commitment, w.blinders);
    context.sponge.absorb_commitment(w_comm.chunks);
    co_return success();
  }

  WitnessPolynomials<F> take() && { return std::move(polynomials_); }

 private:
  static bool is_zero_outside_zk_rows(const ProverContext<C>& context,
                                      const std::vector<F>& values) {
    return std::all_of(values.begin(), values.end() - context.zk_rows(),
                       [](const F& value) { return value.is_zero(); });
  }

  static std::shared_ptr<const std::vector<Affine<C>>> kept_lagrange(
      const ProverContext<C>& context) {
    const auto kept = context.index->kept();
    return kept ? kept->lagrange : nullptr;
  }

  // Σ over the last rows of value·[commitment to the row's Lagrange polynomial]
  static PolyComm<C> commit_zk_rows(const ProverContext<C>& context, const std::vector<F>& values) {
    const auto& lagrange = context.index->zk_lagrange();
    const std::span<const F> scalars(values.data() + values.size() - lagrange.size(),
                                     lagrange.size());
    PolyComm<C> commitment;
    std::vector<Affine<C>> bases(lagrange.size());
    for (size_t chunk = 0; chunk < context.num_chunks(); ++chunk) {
      for (size_t i = 0; i < bases.size(); ++i) bases[i] = lagrange[i].chunks[chunk];
      commitment.chunks.push_back(msm_vartime<C>(bases, scalars).to_affine());
    }
    return commitment;
  }

  WitnessPolynomials<F> polynomials_;
};

}  // namespace onggi
