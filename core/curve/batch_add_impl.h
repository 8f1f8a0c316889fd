#pragma once

#include <algorithm>
#include <cassert>

#include "core/curve/batch_add.h"
#include "core/field/batch.h"

namespace onggi {
namespace batch_add_detail {

inline constexpr std::size_t kSpanBlock = 1024;

// The denominator of the slope of the line through p and q, the tangent if p = q. Zero if p + q
// needs no slope: an operand or the sum is the identity.
template <class C>
typename C::Base slope_denominator(const Affine<C>& p, const Affine<C>& q) {
  const auto dx = q.x - p.x;
  if (dx.is_zero()) return p.y == q.y ? p.y.doubled() : C::Base::zero();
  return p.is_identity() || q.is_identity() ? C::Base::zero() : dx;
}

// p + q from the inverse of the slope's denominator:
//   slope = (y_q - y_p) / (x_q - x_p), or 3 x_p^2 / 2 y_p if p = q
//   x = slope^2 - x_p - x_q,  y = slope (x_p - x) - y_p
template <class C>
Affine<C> add_with_inverse(const Affine<C>& p, const Affine<C>& q,
                           const typename C::Base& inverse) {
  if (inverse.is_zero()) {
    if (p.is_identity()) return q;
    return q.is_identity() ? p : Affine<C>::identity();
  }
  auto rise = q.y - p.y;
  if (rise.is_zero() && p.x == q.x) {
    const auto square = p.x.square();
    rise = square.doubled() + square;
  }
  const auto slope = rise * inverse;
  const auto x = slope.square() - p.x - q.x;
  return {x, slope * (p.x - x) - p.y};
}

}  // namespace batch_add_detail

template <class C>
BatchAdder<C>::BatchAdder(Affine<C>* sums, const Affine<C>* points)
    : sums_(sums), points_(points), steps_(kBlock), slopes_(kBlock) {}

template <class C>
void BatchAdder<C>::flush() {
  constexpr std::uint32_t kIndex = 0x7fffffff;
  const auto operand = [&](const Step& step) {
    Affine<C> q = points_[step.from & kIndex];
    if (step.from > kIndex) q.y = -q.y;
    return q;
  };
  for (std::size_t i = 0; i < pending_; ++i) {
    slopes_[i] = batch_add_detail::slope_denominator<C>(sums_[steps_[i].to], operand(steps_[i]));
  }
  batch_inverse(std::span(slopes_).first(pending_));
  for (std::size_t i = 0; i < pending_; ++i) {
    Affine<C>& sum = sums_[steps_[i].to];
    sum = batch_add_detail::add_with_inverse<C>(sum, operand(steps_[i]), slopes_[i]);
  }
  pending_ = 0;
}

template <class C>
void batch_double(std::span<Affine<C>> points) {
  std::vector<typename C::Base> slopes(std::min(points.size(), batch_add_detail::kSpanBlock));
  for (std::size_t begin = 0; begin < points.size(); begin += slopes.size()) {
    const auto block = points.subspan(begin, std::min(slopes.size(), points.size() - begin));
    for (std::size_t i = 0; i < block.size(); ++i) slopes[i] = block[i].y.doubled();
    batch_inverse(std::span(slopes).first(block.size()));
    // The identity, y = 0, gets slope zero and x = 0 - 0: itself again.
    for (std::size_t i = 0; i < block.size(); ++i) {
      Affine<C>& p = block[i];
      const auto square = p.x.square();
      const auto slope = (square.doubled() + square) * slopes[i];
      const auto x = slope.square() - p.x.doubled();
      p = {x, slope * (p.x - x) - p.y};
    }
  }
}

// p + q and p - q have the same x_q - x_p. Where that is zero, one of the two is the identity or
// both operands are, and the other has the tangent's denominator 2 y_p.
template <class C>
void batch_add_sub(std::span<Affine<C>> points, std::size_t distance) {
  const std::size_t pairs = points.size() / 2;
  const auto left = [&](std::size_t pair) -> Affine<C>& {
    return points[2 * pair - (pair & (distance - 1))];
  };
  std::vector<typename C::Base> slopes(std::min(pairs, batch_add_detail::kSpanBlock));
  for (std::size_t begin = 0; begin < pairs; begin += slopes.size()) {
    const std::size_t size = std::min(slopes.size(), pairs - begin);
    for (std::size_t i = 0; i < size; ++i) {
      const Affine<C>& p = left(begin + i);
      const Affine<C>& q = *(&p + distance);
      slopes[i] = p.x == q.x ? p.y.doubled() : batch_add_detail::slope_denominator<C>(p, q);
    }
    batch_inverse(std::span(slopes).first(size));
    for (std::size_t i = 0; i < size; ++i) {
      Affine<C>& sum = left(begin + i);
      Affine<C>& difference = *(&sum + distance);
      const Affine<C> p = sum;
      const Affine<C> q = difference;
      const auto unless_zero = [&](const Affine<C>& r) {
        return p == -r ? Affine<C>::identity()
                       : batch_add_detail::add_with_inverse<C>(p, r, slopes[i]);
      };
      sum = unless_zero(q);
      difference = unless_zero(-q);
    }
  }
}

}  // namespace onggi
