// The prover of the inner product argument, one round at a time.
// Source: the Kimchi book, "Polynomial commitment / Inner product argument"; Halo, section 3.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/commitment/ipa/proof.h"
#include "core/commitment/srs.h"
#include "core/curve/affine.h"
#include "core/curve/jacobian.h"
#include "core/error/error.h"
#include "core/field/random.h"
#include "core/parallel/steps.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// Opens one polynomial (a combination of all polynomials to open) at zeta and zeta_omega together.
// Call round() rounds() times, then finish() once. The destructor wipes the secrets. The time
// depends on the secrets.
template <class C>
class IpaProver {
 public:
  using F = typename C::Scalar;

  // `sponge`: the transcript before the combined inner product is absorbed. `polynomial`: at most
  // srs.size() coefficients. `blinder`: the combined commitment is <polynomial, g> + blinder·h.
  // `srs` and `rng` must outlive the prover. The size of the SRS need not be a power of two. Zeros
  // at the end of the polynomial save work.
  IpaProver(const Srs<C>& srs, FqSponge<C> sponge, std::vector<F> polynomial, const F& blinder,
            const F& zeta, const F& zeta_omega, const F& evalscale, Rng& rng);
  ~IpaProver();
  IpaProver(const IpaProver&) = delete;
  IpaProver& operator=(const IpaProver&) = delete;

  // The maximum number of bytes of an opening over an SRS of this size, including the polynomial.
  static size_t work_bytes(size_t srs_size);

  size_t rounds() const { return rounds_; }
  // Errors: those of the generator. After an error, the prover cannot be used.
  Steps<Result<>> round();
  // Folds the bases by the challenge of the last round. Optional: round() and finish() do it if it
  // was not done. It splits a round into two shorter parts.
  Steps<> fold();
  Steps<Result<OpeningProof<C>>> finish();

 private:
  using Point = Affine<C>;

  // The blinders of one round.
  struct RoundBlinders {
    F left;
    F right;
  };

  bool upper_half_is_zero() const { return support_ <= a_.size() / 2; }
  Steps<Jacobian<C>> sum_over_bases(std::span<const F> scalars, size_t first) const;
  Steps<std::pair<Point, Point>> cross_terms(const RoundBlinders& blinders) const;
  void fold_scalars(const F& x, const F& x_inv);

  Rng& rng_;
  FqSponge<C> sponge_;
  Point h_;
  Point u_;  // the base of inner products
  std::vector<F> a_;
  size_t support_;  // all elements of a_ from here on are zero
  std::vector<F> b_;
  F blinder_;
  size_t rounds_;

  // The bases G of the current round are not stored directly: G[i] = Σ_t
  // expansion_[t]·points_[t·|a_| + i].
  std::span<const Point> points_;  // the points of the SRS, or storage_
  std::vector<Point> storage_;
  std::vector<F> expansion_;
  std::optional<F> challenge_;  // of the last round, until the bases are folded

  OpeningProof<C> proof_;
};

}  // namespace onggi
