// Bodies of verifier.h.
#pragma once

#include <bit>

#include "core/commitment/b_poly.h"
#include "core/commitment/ipa/verifier.h"
#include "core/commitment/zero_sum.h"
#include "core/curve/group_map.h"
#include "core/field/batch.h"
#include "core/field/u256.h"

namespace onggi {
namespace ipa_detail {

template <class C>
struct Opening {
  typename C::Base u_preimage;  // maps to the base of inner products
  std::vector<ScalarChallenge<typename C::Scalar>> prechallenges;
};

// The transcript from the combined inner product to the last round.
template <class C>
Opening<C> replay_rounds(FqSponge<C>& sponge, const typename C::Scalar& combined_inner_product,
                         const OpeningProof<C>& proof) {
  sponge.absorb_scalar(shift_scalar<C>(combined_inner_product));
  Opening<C> opening{sponge.challenge_base(), {}};
  opening.prechallenges.reserve(proof.lr.size());
  for (const auto& [left, right] : proof.lr) {
    sponge.absorb_point(left);
    sponge.absorb_point(right);
    opening.prechallenges.push_back(sponge.challenge());
  }
  return opening;
}

// Adds rho·(e·Q + δ − z1·(sg + b0·U) − z2·h) + rho·tau·(<s, G> − sg), where
// Q = Σ scalars·points + cip·U + Σ_k (x_k^−1·L_k + x_k·R_k).
template <class C>
void add_claim(ZeroSum<C>& sum, const OpeningClaim<C>& claim, const typename C::Scalar& rho,
               const typename C::Scalar& tau) {
  using F = typename C::Scalar;
  const OpeningProof<C>& opening = claim.opening;
  FqSponge<C> sponge = claim.sponge;
  const auto [u_preimage, prechallenges] =
      replay_rounds<C>(sponge, claim.combined_inner_product, opening);
  sponge.absorb_point(opening.delta);
  const F e = sponge.challenge().to_field(C::endo_scalar());

  std::vector<F> x;
  x.reserve(prechallenges.size());
  for (const auto& challenge : prechallenges) x.push_back(challenge.to_field(C::endo_scalar()));
  std::vector<F> x_inv = x;
  batch_inverse<F>(x_inv);

  // b0 = Σ_k evalscale^k·b(point_k)
  F b0 = F::zero();
  for (size_t k = claim.evaluation_points.size(); k-- > 0;) {
    b0 = b0 * claim.evalscale + b_poly<F>(x, claim.evaluation_points[k]);
  }

  const F rho_e = rho * e;
  for (size_t i = 0; i < claim.points.size(); ++i) {
    sum.add(claim.points[i], rho_e * claim.scalars[i]);
  }
  for (size_t k = 0; k < opening.lr.size(); ++k) {
    sum.add(opening.lr[k].first, rho_e * x_inv[k]);
    sum.add(opening.lr[k].second, rho_e * x[k]);
  }
  sum.add(map_to_curve<C>(u_preimage),
          rho_e * claim.combined_inner_product - rho * opening.z1 * b0);
  sum.add(opening.delta, rho);
  sum.add(opening.sg, -rho * (opening.z1 + tau));
  sum.add_h(-rho * opening.z2);
  sum.add_g(rho * tau, b_poly_coefficients<F>(x));
}

}  // namespace ipa_detail

template <class C>
ONGGI_FOR_SIZE Steps<Result<bool>> verify_openings(const Srs<C>& srs,
                                                   std::span<const OpeningClaim<C>> claims,
                                                   Rng& rng) {
  using F = typename C::Scalar;
  const auto rounds = static_cast<size_t>(std::countr_zero(std::bit_ceil(srs.size())));
  for (const OpeningClaim<C>& claim : claims) {
    if (claim.opening.lr.size() != rounds || claim.points.size() != claim.scalars.size()) {
      co_return false;
    }
  }
  // Two equations a claim, with independent weights rho^i and rho^i·tau: one weight for both would
  // let sg be chosen so that their errors cancel.
  BOOST_OUTCOME_CO_TRY(rho, random_field<F>(rng));
  BOOST_OUTCOME_CO_TRY(tau, random_field<F>(rng));
  F weight = F::one();
  size_t points = 0;
  for (const OpeningClaim<C>& claim : claims) {
    points += claim.points.size() + 2 * claim.opening.lr.size() + 3;
  }
  ZeroSum<C> sum(srs, points);
  for (const OpeningClaim<C>& claim : claims) {
    ipa_detail::add_claim(sum, claim, weight, tau);
    weight *= rho;
    co_await pause_after(2 * srs.size());
  }
  co_return co_await sum.holds_vartime();
}

template <class C>
std::vector<ScalarChallenge<typename C::Scalar>> opening_prechallenges(
    FqSponge<C>& sponge, const typename C::Scalar& combined_inner_product,
    const OpeningProof<C>& opening) {
  return ipa_detail::replay_rounds<C>(sponge, combined_inner_product, opening).prechallenges;
}

template <class C>
typename C::Scalar shift_scalar(const typename C::Scalar& x) {
  using F = typename C::Scalar;
  const F shift = F::from_u64(2).pow_u64(255);
  if constexpr (F::kModulus < C::Base::kModulus) {
    return (x - shift - F::one()) * F::from_u64(2).inverse_vartime();
  } else {
    return x - shift;
  }
}

}  // namespace onggi
