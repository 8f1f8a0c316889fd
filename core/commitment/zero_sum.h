// The equation that verifiers check: a sum of multiples of points that must be the identity.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/curve/msm.h"
#include "core/field/batch.h"
#include "core/memory/byte_count.h"

namespace onggi {

// One long sum of multiples of g, h and other points, to be compared with zero.
template <class C>
class ZeroSum {
 public:
  using F = typename C::Scalar;

  // The maximum number of bytes of a sum with `points` other points, including the coefficients of
  // one add_g.
  static size_t work_bytes(const Srs<C>& srs, size_t points, size_t coefficients) {
    const ByteCount terms = ByteCount(srs.size()) + 1 + points;
    const ByteCount active = ByteCount(std::min(srs.size(), coefficients)) + 1 + points;
    const ByteCount sum =
        terms * sizeof(Affine<C>) + msm_work_bytes<C>(terms.value(), active.value());
    return (terms * sizeof(F) + ByteCount(points) * sizeof(Affine<C>) +
            std::max(ByteCount(coefficients) * sizeof(F), sum))
        .value();
  }

  // `points`: the number of points that will be added.
  ZeroSum(const Srs<C>& srs, size_t points) : srs_(srs) {
    points_.reserve(points);
    scalars_.reserve(srs.size() + 1 + points);
    scalars_.resize(srs.size() + 1);
  }

  void add(const Affine<C>& point, const F& scalar) {
    points_.push_back(point);
    scalars_.push_back(scalar);
  }
  void add_h(const F& scalar) { scalars_[srs_.size()] += scalar; }
  // factor·<coefficients, g>; bases beyond the SRS's are the identity.
  void add_g(const F& factor, std::span<const F> coefficients) {
    const size_t count = std::min(srs_.size(), coefficients.size());
    add_scaled<F>(std::span(scalars_).first(count), factor, coefficients.first(count));
  }

  Steps<bool> holds_vartime() const {
    std::vector<Affine<C>> bases;
    bases.reserve(scalars_.size());
    bases.insert(bases.end(), srs_.g().begin(), srs_.g().end());
    bases.push_back(srs_.h());
    bases.insert(bases.end(), points_.begin(), points_.end());
    const Jacobian<C> sum = co_await msm_vartime_steps<C>(bases, scalars_);
    co_return sum.is_identity();
  }

 private:
  const Srs<C>& srs_;
  std::vector<Affine<C>> points_;
  std::vector<F> scalars_;  // of g, h, points_
};

}  // namespace onggi
