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
#include "core/memory/byte_count.h"

namespace onggi {
namespace ipa_detail {

// How many bases are folded into one at a time. Until then, a round multiplies the unfolded bases
// by expanded scalars: folding them in every round would be more work than one larger MSM, as a
// fold of few bases takes as many doublings as one of many. Measured at 2^12 and 2^14: 4 and 8 are
// alike, 2 and 16 take 10 to 30 % longer.
inline constexpr size_t kFold = 4;

// The same while the upper half of the scalars is zero: a round multiplies few bases then, so that
// it can wait for longer. The limit bounds the memory of a fold.
inline constexpr size_t kLongestFold = 32;

template <class F>
size_t support_of(std::span<const F> values) {
  size_t size = values.size();
  while (size > 0 && values[size - 1].is_zero()) --size;
  return size;
}

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
  support_ = ipa_detail::support_of<F>(polynomial);
  a_.resize(n);
  std::copy(polynomial.begin(), polynomial.end(), a_.begin());
  wipe(polynomial);

  // b_i = zeta^i + evalscale·zeta_omega^i
  b_.resize(n);
  powers<F>(b_, zeta);
  std::vector<F> second(n);
  powers<F>(second, zeta_omega);
  add_scaled<F>(b_, evalscale, second);

  const F combined_inner_product =
      inner_product<F>(std::span(a_).first(support_), std::span(b_).first(support_));
  sponge_.absorb_scalar(shift_scalar<C>(combined_inner_product));
  u_ = map_to_curve<C>(sponge_.challenge_base());
  proof_.lr.reserve(rounds_);
}

// The polynomial and the powers that it is evaluated with; the bases if they are padded; and the
// terms of a sum over half of them, or the folded bases.
template <class C>
size_t IpaProver<C>::work_bytes(size_t srs_size) {
  const size_t n = std::bit_ceil(srs_size);
  ByteCount fold = 0;
  for (size_t terms = ipa_detail::kFold; terms <= ipa_detail::kLongestFold; terms *= 2) {
    const size_t folded = std::max<size_t>(n / terms, 1);
    fold = std::max(fold, ByteCount(folded) * sizeof(Point) + fold_work_bytes<C>(terms, folded));
  }
  const size_t half = (n + 1) / 2;
  const ByteCount sum =
      ByteCount(half) * (sizeof(Point) + sizeof(F)) + msm_work_bytes<C>(half, half);
  return (kStepsBytes + ByteCount(n) * 3 * sizeof(F) + (n == srs_size ? 0 : n * sizeof(Point)) +
          std::max(sum, fold))
      .value();
}

template <class C>
IpaProver<C>::~IpaProver() {
  wipe(a_);
  wipe(blinder_);
}

template <class C>
ONGGI_FOR_SIZE Steps<Result<>> IpaProver<C>::round() {
  assert(a_.size() > 1);
  co_await fold();
  BOOST_OUTCOME_CO_TRY(left_blinder, random_field<F>(rng_));
  BOOST_OUTCOME_CO_TRY(right_blinder, random_field<F>(rng_));
  RoundBlinders blinders{left_blinder, right_blinder};
  const WipeAtEnd wipe_blinders(blinders);
  wipe(left_blinder);
  wipe(right_blinder);
  const std::pair<Point, Point> sides = co_await cross_terms(blinders);
  proof_.lr.push_back(sides);
  sponge_.absorb_point(sides.first);
  sponge_.absorb_point(sides.second);
  const F x = sponge_.challenge().to_field(C::endo_scalar());
  const F x_inv = x.inverse_vartime();
  // r <- r + r_L·x^−1 + r_R·x
  blinder_ += blinders.left * x_inv + blinders.right * x;
  fold_scalars(x, x_inv);
  challenge_ = x;
  co_await pause_after(2 * a_.size());
  co_return success();
}

// Σ_i scalars[i]·G[first + i] = Σ_t Σ_i s_t·scalars[i]·points[t·|a| + first + i]
template <class C>
Steps<Jacobian<C>> IpaProver<C>::sum_over_bases(std::span<const F> scalars, size_t first) const {
  std::vector<Point> points;
  std::vector<F> expanded;
  const WipeAtEnd wipe_expanded(expanded);
  points.reserve(expansion_.size() * scalars.size());
  expanded.reserve(expansion_.size() * scalars.size());
  for (size_t t = 0; t < expansion_.size(); ++t) {
    const auto block = points_.subspan(t * a_.size() + first, scalars.size());
    points.insert(points.end(), block.begin(), block.end());
    // s_0 = 1
    for (const F& a : scalars) expanded.push_back(t == 0 ? a : expansion_[t] * a);
  }
  co_await pause_after(2 * expanded.size());
  co_return co_await msm_vartime_steps<C>(points, expanded);
}

// L = <a_hi, G_lo> + r_L·h + <a_hi, b_lo>·U,  R = <a_lo, G_hi> + r_R·h + <a_lo, b_hi>·U
template <class C>
ONGGI_FOR_SIZE Steps<std::pair<Affine<C>, Affine<C>>> IpaProver<C>::cross_terms(
    const RoundBlinders& blinders) const {
  const size_t half = a_.size() / 2;
  const std::span<const F> a(a_), b(b_);
  const std::span<const F> a_lo = a.first(std::min(half, support_));
  const std::span<const F> a_hi = a.subspan(half, std::max(half, support_) - half);
  std::array<Jacobian<C>, 2> sums;
  sums[0] = co_await sum_over_bases(a_hi, 0);
  sums[1] = co_await sum_over_bases(a_lo, half);

  const std::array<Point, 2> bases{h_, u_};
  std::array<F, 2> scalars{blinders.left, inner_product<F>(a_hi, b.first(a_hi.size()))};
  sums[0] += straus_vartime<C>(bases, scalars);
  scalars = {blinders.right, inner_product<F>(a_lo, b.subspan(half, a_lo.size()))};
  sums[1] += straus_vartime<C>(bases, scalars);
  wipe(scalars);

  std::array<Point, 2> sides;
  batch_to_affine<C>(sums, sides);
  co_return std::pair(sides[0], sides[1]);
}

// a <- a_lo + x^−1·a_hi,  b <- b_lo + x·b_hi
template <class C>
void IpaProver<C>::fold_scalars(const F& x, const F& x_inv) {
  const size_t half = a_.size() / 2;
  const std::span<F> a(a_), b(b_);
  const size_t high = std::max(half, support_) - half;
  add_scaled<F>(a.first(half), x_inv, a.subspan(half, high));
  add_scaled<F>(b.first(half), x, b.last(half));
  wipe(a.last(half));
  a_.resize(half);
  support_ = std::min(support_, half);
  b_.resize(half);
}

// G <- G_lo + x·G_hi
template <class C>
ONGGI_FOR_SIZE Steps<> IpaProver<C>::fold() {
  if (!challenge_) co_return;
  const F x = *std::exchange(challenge_, std::nullopt);
  // Block t of the unfolded bases splits in two: s_{2t} = s_t, s_{2t+1} = x·s_t.
  std::vector<F> expansion(2 * expansion_.size());
  for (size_t t = 0; t < expansion_.size(); ++t) {
    expansion[2 * t] = expansion_[t];
    expansion[2 * t + 1] = x * expansion_[t];
  }
  expansion_ = std::move(expansion);
  const size_t terms = upper_half_is_zero() ? ipa_detail::kLongestFold : ipa_detail::kFold;
  if (expansion_.size() < terms && a_.size() > 1) co_return;
  std::vector<Point> folded(a_.size());
  co_await fold_many<C>(points_, expansion_, folded);
  storage_ = std::move(folded);
  points_ = storage_;
  expansion_.assign(1, F::one());
}

template <class C>
ONGGI_FOR_SIZE Steps<Result<OpeningProof<C>>> IpaProver<C>::finish() {
  assert(a_.size() == 1);
  co_await fold();
  BOOST_OUTCOME_CO_TRY(d, random_field<F>(rng_));
  BOOST_OUTCOME_CO_TRY(r_delta, random_field<F>(rng_));
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
  co_return std::move(proof_);
}

}  // namespace onggi
