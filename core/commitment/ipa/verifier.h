// The verifier of the inner product argument, for a batch of openings.
// Source: the Kimchi book, "Polynomial commitment / Inner product argument".
#pragma once

#include <span>
#include <vector>

#include "core/commitment/ipa/proof.h"
#include "core/commitment/srs.h"
#include "core/curve/affine.h"
#include "core/error/error.h"
#include "core/field/random.h"
#include "core/parallel/steps.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// Claims that the combined commitment Σ scalars[i]·points[i] opens to the combined inner product.
template <class C>
struct OpeningClaim {
  using F = typename C::Scalar;

  FqSponge<C> sponge;                // the transcript before the combined inner product is absorbed
  std::vector<F> evaluation_points;  // zeta, zeta_omega
  F evalscale;                       // point k has the weight evalscale^k
  std::vector<Affine<C>> points;     // must be on the curve
  std::vector<F> scalars;            // one per point
  F combined_inner_product;
  OpeningProof<C> opening;  // its points must be on the curve
};

// Whether all claims hold, by one MSM over the SRS. An opening with a wrong number of rounds does
// not hold. A batch with a false claim passes with probability about (number of claims)/2^254 if
// `rng` is unpredictable. If `rng` returns only zeros, only the first equation of the first claim
// has a non-zero weight, so forged claims pass. Errors: those of the generator.
template <class C>
Steps<Result<bool>> verify_openings(const Srs<C>& srs, std::span<const OpeningClaim<C>> claims,
                                    Rng& rng);

// The challenges of the rounds. Advances the sponge to the point where `delta` is absorbed.
template <class C>
std::vector<ScalarChallenge<typename C::Scalar>> opening_prechallenges(
    FqSponge<C>& sponge, const typename C::Scalar& combined_inner_product,
    const OpeningProof<C>& opening);

// The value that the transcript absorbs for a combined inner product x: the scalar s for which s·P,
// computed by the circuits' scaling by a shifted scalar, equals x·P. It is (x − 2^255 − 1)/2 if the
// scalar field is smaller than the base field, else x − 2^255.
template <class C>
typename C::Scalar shift_scalar(const typename C::Scalar& x);

}  // namespace onggi
