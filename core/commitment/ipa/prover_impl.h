// Bodies of prover.h.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <utility>

#include "core/commitment/ipa/prover.h"
#include "core/commitment/ipa/verifier.h"
#include "core/commitment/wipe.h"
#include "core/curve/fold.h"
#include "core/curve/group_map.h"
#include "core/curve/msm.h"
#include "core/curve/scale.h"
#include "core/field/batch.h"

namespace onggi {
namespace ipa_detail {

// Bases that are folded into one at a time. While they wait, a round multiplies the unfolded bases
// by expanded scalars: folding them in every round would be more work than one larger MSM, as a
// fold of few bases takes as many doublings as one of many. Measured at 2^12 and 2^14: 4 and 8 are
// alike, 2 and 16 take 10 to 30 % longer.
inline constexpr size_t kFold = 4;

}  // namespace ipa_detail

template <class C>
IpaProver<C>::IpaProver(const Srs<C>& srs, FqSponge<C> sponge, std::vector<F> polynomial,
                        const F& blinder, const F& zeta, const F& zeta_omega, const F& evalscale,
                        Rng& rng)
    : rng_(rng),
      sponge_(std::move(sponge)),
      h_(srs.h()),
      blinder_(blinder),
      points_(srs.g()),
      expansion_{F::one()} {
  assert(polynomial.size() <= srs.size());
  const size_t n = std::bit_ceil(srs.size());
  rounds_ = static_cast<size_t>(std::countr_zero(n));
  if (n != srs.size()) {
    storage_.assign(points_.begin(), points_.end());
    storage_.resize(n, Point::identity());
    points_ = storage_;
  }
  a_.resize(n);
  std::copy(polynomial.begin(), polynomial.end(), a_.begin());
  wipe(polynomial);

  // b_i = zeta^i + evalscale·zeta_omega^i
  b_.resize(n);
  powers<F>(b_, zeta);
  std::vector<F> second(n);
  powers<F>(second, zeta_omega);
  add_scaled<F>(b_, evalscale, second);

  const F combined_inner_product = inner_product<F>(a_, b_);
  sponge_.absorb_scalar(shift_scalar<C>(combined_inner_product));
  u_ = map_to_curve<C>(sponge_.challenge_base());
  proof_.lr.reserve(rounds_);
}

// The polynomial, the powers that it is evaluated with, and the terms of a round, half of which are
// zero; the bases if they are padded; and the sums, or the folded bases.
template <class C>
size_t IpaProver<C>::work_bytes(size_t srs_size) {
  const size_t n = std::bit_ceil(srs_size);
  const size_t folded = n / ipa_detail::kFold;
  return n * 4 * sizeof(F) + (n == srs_size ? 0 : n * sizeof(Point)) +
         std::max(msm_work_bytes<C>(n, (n + 1) / 2),
                  folded * sizeof(Point) + fold_work_bytes<C>(ipa_detail::kFold, folded));
}

template <class C>
IpaProver<C>::~IpaProver() {
  wipe(a_);
  wipe(blinder_);
}

template <class C>
Result<> IpaProver<C>::round() {
  assert(a_.size() > 1);
  BOOST_OUTCOME_TRY(left_blinder, random_field<F>(rng_));
  BOOST_OUTCOME_TRY(right_blinder, random_field<F>(rng_));
  RoundBlinders blinders{left_blinder, right_blinder};
  const auto& [left, right] = proof_.lr.emplace_back(cross_terms(blinders));
  sponge_.absorb_point(left);
  sponge_.absorb_point(right);
  const F x = sponge_.challenge().to_field(C::endo_scalar());
  const F x_inv = x.inverse_vartime();
  // r <- r + r_L·x^−1 + r_R·x
  blinder_ += blinders.left * x_inv + blinders.right * x;
  wipe(blinders);
  fold_scalars(x, x_inv);
  fold_bases(x);
  return success();
}

// L = <a_hi, G_lo> + r_L·h + <a_hi, b_lo>·U,  R = <a_lo, G_hi> + r_R·h + <a_lo, b_hi>·U
template <class C>
std::pair<Affine<C>, Affine<C>> IpaProver<C>::cross_terms(const RoundBlinders& blinders) const {
  const size_t half = a_.size() / 2;
  const std::span<const F> a_lo = std::span(a_).first(half), a_hi = std::span(a_).last(half);
  const std::span<const F> b_lo = std::span(b_).first(half), b_hi = std::span(b_).last(half);

  // <a_hi, G_lo> = Σ_t Σ_i s_t·a_hi[i]·points[t·2·half + i], and G_hi lies half a block further.
  std::vector<F> left(points_.size() - half), right(points_.size());
  for (size_t t = 0; t < expansion_.size(); ++t) {
    add_scaled<F>(std::span(left).subspan(t * 2 * half, half), expansion_[t], a_hi);
    add_scaled<F>(std::span(right).subspan((t * 2 + 1) * half, half), expansion_[t], a_lo);
  }
  const std::array<std::span<const F>, 2> columns{left, right};
  std::vector<Jacobian<C>> sums =
      msm_many_vartime<C>(points_, std::span<const std::span<const F>>(columns));
  wipe(left);
  wipe(right);

  const std::array<Point, 2> bases{h_, u_};
  std::array<F, 2> scalars{blinders.left, inner_product<F>(a_hi, b_lo)};
  sums[0] += straus_vartime<C>(bases, scalars);
  scalars = {blinders.right, inner_product<F>(a_lo, b_hi)};
  sums[1] += straus_vartime<C>(bases, scalars);
  wipe(scalars);

  std::array<Point, 2> sides;
  batch_to_affine<C>(sums, sides);
  return {sides[0], sides[1]};
}

// a <- a_lo + x^−1·a_hi,  b <- b_lo + x·b_hi
template <class C>
void IpaProver<C>::fold_scalars(const F& x, const F& x_inv) {
  const size_t half = a_.size() / 2;
  const std::span<F> a(a_), b(b_);
  add_scaled<F>(a.first(half), x_inv, a.last(half));
  add_scaled<F>(b.first(half), x, b.last(half));
  wipe(a.last(half));
  a_.resize(half);
  b_.resize(half);
}

// G <- G_lo + x·G_hi
template <class C>
void IpaProver<C>::fold_bases(const F& x) {
  // Block t of the unfolded bases splits in two: s_{2t} = s_t, s_{2t+1} = x·s_t.
  std::vector<F> expansion(2 * expansion_.size());
  for (size_t t = 0; t < expansion_.size(); ++t) {
    expansion[2 * t] = expansion_[t];
    expansion[2 * t + 1] = x * expansion_[t];
  }
  expansion_ = std::move(expansion);
  if (expansion_.size() < ipa_detail::kFold && a_.size() > 1) return;
  std::vector<Point> folded(a_.size());
  fold_many<C>(points_, expansion_, folded);
  storage_ = std::move(folded);
  points_ = storage_;
  expansion_.assign(1, F::one());
}

template <class C>
Result<OpeningProof<C>> IpaProver<C>::finish() {
  assert(a_.size() == 1);
  BOOST_OUTCOME_TRY(d, random_field<F>(rng_));
  BOOST_OUTCOME_TRY(r_delta, random_field<F>(rng_));
  proof_.sg = points_[0];
  // δ = d·(G + b·U) + r_δ·h
  const std::array<Point, 3> bases{proof_.sg, u_, h_};
  std::array<F, 3> scalars{d, d * b_[0], r_delta};
  proof_.delta = straus_vartime<C>(bases, scalars).to_affine();
  sponge_.absorb_point(proof_.delta);
  const F e = sponge_.challenge().to_field(C::endo_scalar());
  // z1 = a·e + d,  z2 = r·e + r_δ
  proof_.z1 = a_[0] * e + d;
  proof_.z2 = blinder_ * e + r_delta;
  wipe(d);
  wipe(r_delta);
  wipe(scalars);
  return std::move(proof_);
}

}  // namespace onggi
