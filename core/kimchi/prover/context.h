// What the stages of the prover share.
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

// A committed polynomial of the prover's: what an opening needs to know of it.
template <class F>
struct HiddenPolynomial {
  Coefficients<F> polynomial;
  std::vector<F> blinders;  // one a chunk
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

  // The generator's failure, if it has failed: all blinding since then is worthless.
  Result<void> check_random() const {
    if (rng->failure()) return boost::outcome_v2::failure(*rng->failure());
    return success();
  }

  std::vector<F> random_blinders(size_t count) {
    std::vector<F> blinders(count);
    for (F& blinder : blinders) blinder = random();
    return blinders;
  }

  // commitment + blinders·h, absorbed.
  PolyComm<C> hide(const PolyComm<C>& commitment, const std::vector<F>& blinders) {
    PolyComm<C> hidden = mask_custom<C>(*index->srs(), commitment, blinders).value();
    sponge.absorb_commitment(hidden.chunks);
    return hidden;
  }

  void blind_zk_rows(std::vector<F>& column) {
    for (size_t row = column.size() - zk_rows(); row < column.size(); ++row) column[row] = random();
  }

  // The polynomial with these values on the domain, and blinders drawn for it.
  HiddenPolynomial<F> interpolate_hidden(std::vector<F> values) {
    return {interpolate(domain(), Evaluations<F>{std::move(values)}),
            random_blinders(num_chunks())};
  }

  // Its commitment, absorbed.
  PolyComm<C> commit_hidden(const HiddenPolynomial<F>& hidden) {
    const auto& values = hidden.polynomial.values;
    return hide(commit_non_hiding<C>(*index->srs(), values, num_chunks()), hidden.blinders);
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
