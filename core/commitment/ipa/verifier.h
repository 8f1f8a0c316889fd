// The verifier of the inner product argument, for many openings at once.
// Source: the Kimchi book, "Polynomial commitment / Inner product argument".
#pragma once

#include <span>
#include <vector>

#include "core/commitment/ipa/proof.h"
#include "core/commitment/srs.h"
#include "core/curve/affine.h"
#include "core/error/error.h"
#include "core/field/random.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// That the combined commitment Σ scalars[i]·points[i] opens to the combined inner product.
template <class C>
struct OpeningClaim {
  using F = typename C::Scalar;

  FqSponge<C> sponge;  // the transcript, before the combined inner product is absorbed
  std::vector<F> evaluation_points;  // zeta, zeta_omega
  F evalscale;                       // point k counts evalscale^k times
  std::vector<Affine<C>> points;     // on the curve
  std::vector<F> scalars;            // as many
  F combined_inner_product;
  OpeningProof<C> opening;  // points on the curve
};

// Whether every claim holds, by one MSM over the SRS; a false claim passes with a probability of
// about (number of claims)/2^254, if `rng` cannot be predicted: with a generator of zeros only the
// first equation of the first claim has a weight. An opening with a wrong number of rounds is
// false. Errors: those of the generator.
template <class C>
Result<bool> verify_openings(const Srs<C>& srs, std::span<const OpeningClaim<C>> claims, Rng& rng);

// The challenges of the rounds. Leaves the sponge where `delta` is absorbed next.
template <class C>
std::vector<ScalarChallenge<typename C::Scalar>> opening_prechallenges(
    FqSponge<C>& sponge, const typename C::Scalar& combined_inner_product,
    const OpeningProof<C>& opening);

// What the transcript absorbs for a combined inner product x: the scalar s for which s·P, computed
// by the circuits' scaling by a shifted scalar, is x·P. (x − 2^255 − 1)/2 where the scalar field is
// the smaller one, else x − 2^255.
template <class C>
typename C::Scalar shift_scalar(const typename C::Scalar& x);

}  // namespace onggi
