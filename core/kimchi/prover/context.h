// State that the stages of the prover share. Each stage absorbs its commitments in separate
// statements and draws its challenges from the same sponge. verifier/oracles_impl.h replays this
// transcript.
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

// A polynomial with the blinders of its commitment, as needed for the opening.
template <class F>
struct HiddenPolynomial {
  Coefficients<F> polynomial;
  std::vector<F> blinders;  // one per chunk of the commitment
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

  // The random generator's error, if it failed. Blinders drawn after that are not random.
  Result<void> check_random() const {
    if (rng->failure()) return boost::outcome_v2::failure(*rng->failure());
    return success();
  }

  std::vector<F> random_blinders(size_t count) {
    std::vector<F> blinders(count);
    for (F& blinder : blinders) blinder = random();
    return blinders;
  }

  // Returns commitment + blinders·h.
  PolyComm<C> mask(const PolyComm<C>& commitment, const std::vector<F>& blinders) const {
    return mask_custom<C>(*index->srs(), commitment, blinders).value();
  }

  void blind_zk_rows(std::vector<F>& column) {
    for (size_t row = column.size() - zk_rows(); row < column.size(); ++row) column[row] = random();
  }

  // The polynomial with these values on the domain, with new random blinders.
  ONGGI_FOR_SIZE Steps<HiddenPolynomial<F>> interpolate_hidden(std::vector<F> values) {
    HiddenPolynomial<F> hidden;
    Evaluations<F> evaluations{std::move(values)};
    hidden.polynomial = co_await interpolate(domain(), std::move(evaluations));
    hidden.blinders = random_blinders(num_chunks());
    co_return hidden;
  }

  ONGGI_FOR_SIZE Steps<PolyComm<C>> commit(const HiddenPolynomial<F>& hidden) const {
    const auto& values = hidden.polynomial.values;
    const PolyComm<C> commitment =
        co_await commit_non_hiding_steps<C>(*index->srs(), values, num_chunks());
    co_return mask(commitment, hidden.blinders);
  }
};

// The witness on the domain and as polynomials.
template <class F>
struct WitnessPolynomials {
  std::array<std::vector<F>, kColumns> columns;  // evaluations; freed after z is computed
  std::array<HiddenPolynomial<F>, kColumns> w;
  Coefficients<F> public_input;  // negated; empty if there is no public input
};

}  // namespace onggi
