// What the stages of the prover share. Each stage absorbs what it commits to in a line of its own,
// and draws its challenges from the same sponge: the transcript is replayed by
// verifier/oracles_impl.h.
#pragma once

#include <memory>
#include <vector>

#include "core/commitment/commit.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/proof.h"
#include "core/kimchi/prover/latching_rng.h"
#include "core/poly/basis.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// A polynomial with the blinders of its commitment, as an opening needs them.
template <class F>
struct HiddenPolynomial {
  Coefficients<F> polynomial;
  std::vector<F> blinders;  // one per chunk
};

template <class C>
struct ProverContext {
  using F = typename C::Scalar;

  std::shared_ptr<const ProverIndex<C>> index;
  std::unique_ptr<LatchingRng> rng;
  FqSponge<C> sponge;
  ProverProof<C> proof;

  const Domain<F>& domain() const { return index->domain(); }
  size_t num_chunks() const { return index->constraint_system().num_chunks(); }
  size_t zk_rows() const { return index->constraint_system().zk_rows(); }

  F random() { return random_field<F>(*rng).value(); }

  // The error of the random generator, if it failed. Blinders drawn since then are not random.
  Result<void> check_random() const {
    if (rng->failure()) return boost::outcome_v2::failure(*rng->failure());
    return success();
  }

  std::vector<F> random_blinders(size_t count) {
    std::vector<F> blinders(count);
    for (F& blinder : blinders) blinder = random();
    return blinders;
  }

  // commitment + blinders·h
  PolyComm<C> mask(const PolyComm<C>& commitment, const std::vector<F>& blinders) const {
    return mask_custom<C>(*index->srs(), commitment, blinders).value();
  }

  void blind_zk_rows(std::vector<F>& column) {
    for (size_t row = column.size() - zk_rows(); row < column.size(); ++row) column[row] = random();
  }

  // The polynomial with these values on the domain, and blinders drawn for it.
  HiddenPolynomial<F> interpolate_hidden(std::vector<F> values) {
    return {interpolate(domain(), Evaluations<F>{std::move(values)}),
            random_blinders(num_chunks())};
  }

  PolyComm<C> commit(const HiddenPolynomial<F>& hidden) const {
    const auto& values = hidden.polynomial.values;
    return mask(commit_non_hiding<C>(*index->srs(), values, num_chunks()), hidden.blinders);
  }
};

// The witness on the domain and as polynomials.
template <class F>
struct WitnessPolynomials {
  std::array<std::vector<F>, kColumns> columns;  // evaluations on the domain, until z is made
  std::array<HiddenPolynomial<F>, kColumns> w;
  Coefficients<F> public_input;  // negated; empty if there is none
};

}  // namespace onggi
