#pragma once

#include <algorithm>
#include <cassert>

#include "core/curve/batch_add.h"
#include "core/field/batch.h"
#include "core/field/work_count.h"

namespace onggi {
namespace batch_add_detail {

inline constexpr size_t kSpanBlock = 1024;

// The denominator of the slope of the line through p and q (−q if negated), or of the tangent if
// they are equal. Zero if the sum needs no slope, because an operand or the sum is the identity.
template <class C>
typename C::Base slope_denominator(const Affine<C>& p, const Affine<C>& q, bool negated) {
  const auto dx = q.x - p.x;
  if (dx.is_zero()) return (p.y == q.y) != negated ? p.y.doubled() : C::Base::zero();
  return p.is_identity() || q.is_identity() ? C::Base::zero() : dx;
}

// p ← 2·p, given the inverse of 2·y_p:
//   slope = 3·x_p^2 / (2·y_p),  x = slope^2 − 2·x_p,  y = slope·(x_p − x) − y_p
// The identity has y_p = 0 and the inverse 0, and does not change.
template <class C>
void double_with_inverse(Affine<C>& p, const typename C::Base& inverse) {
  const auto square = p.x.square();
  const auto slope = (square.doubled() + square) * inverse;
  const auto x = slope.square() - p.x.doubled();
  p.y = slope * (p.x - x) - p.y;
  p.x = x;
}

// p ← p + q, or p − q if negated, given the inverse of the slope's denominator:
//   slope = (y_q − y_p) / (x_q − x_p),  x = slope^2 − x_p − x_q,  y = slope·(x_p − x) − y_p
template <class C>
void add_with_inverse(Affine<C>& p, const Affine<C>& q, bool negated,
                      const typename C::Base& inverse) {
  if (inverse.is_zero()) {
    if (p.is_identity()) {
      p = negated ? -q : q;
    } else if (!q.is_identity()) {
      p = Affine<C>::identity();
    }
    return;
  }
  if (p.x == q.x) return double_with_inverse(p, inverse);
  const auto slope = (negated ? q.y + p.y : q.y - p.y) * inverse;
  const auto x = slope.square() - p.x - q.x;
  p.y = slope * (negated ? x - p.x : p.x - x) - p.y;
  p.x = x;
}

// The same if only one of p + q and p − q has the slope. The other is the identity.
template <class C>
void add_or_cancel(Affine<C>& p, const Affine<C>& q, bool negated,
                   const typename C::Base& inverse) {
  if (p.x == q.x && (p.y == q.y) == negated) {
    p = Affine<C>::identity();
  } else {
    add_with_inverse<C>(p, q, negated, inverse);
  }
}

}  // namespace batch_add_detail

template <class C>
BatchAdder<C>::BatchAdder(Affine<C>* sums, const Affine<C>* points)
    : sums_(sums), points_(points), steps_(kBlock), slopes_(kBlock) {}

template <class C>
void BatchAdder<C>::flush() {
  constexpr uint32_t kIndex = 0x7fffffff;
  count_work(Work::point_addition, pending_);
  for (size_t i = 0; i < pending_; ++i) {
    const Step step = steps_[i];
    slopes_[i] = batch_add_detail::slope_denominator<C>(sums_[step.to], points_[step.from & kIndex],
                                                        step.from > kIndex);
  }
  batch_inverse(std::span(slopes_).first(pending_));
  for (size_t i = 0; i < pending_; ++i) {
    const Step step = steps_[i];
    batch_add_detail::add_with_inverse<C>(sums_[step.to], points_[step.from & kIndex],
                                          step.from > kIndex, slopes_[i]);
  }
  pending_ = 0;
}

// Indices of the additions, slopes, and scratch memory for inverting the slopes.
template <class C>
size_t BatchAdder<C>::work_bytes() {
  return kBlock * (sizeof(Step) + 2 * sizeof(typename C::Base));
}

template <class C>
void batch_double(std::span<Affine<C>> points) {
  count_work(Work::point_addition, points.size());
  std::vector<typename C::Base> slopes(std::min(points.size(), batch_add_detail::kSpanBlock));
  for (size_t begin = 0; begin < points.size(); begin += slopes.size()) {
    const auto block = points.subspan(begin, std::min(slopes.size(), points.size() - begin));
    for (size_t i = 0; i < block.size(); ++i) slopes[i] = block[i].y.doubled();
    batch_inverse(std::span(slopes).first(block.size()));
    for (size_t i = 0; i < block.size(); ++i) {
      batch_add_detail::double_with_inverse<C>(block[i], slopes[i]);
    }
  }
}

// p + q and p − q have the same x_q − x_p. If it is zero, then one of the two is the identity or
// both operands are, and the other has the tangent's denominator 2·y_p.
template <class C>
void batch_add_sub(std::span<Affine<C>> points, size_t distance) {
  const size_t pairs = points.size() / 2;
  count_work(Work::point_addition, points.size());
  const auto left = [&](size_t pair) -> Affine<C>& {
    return points[2 * pair - (pair & (distance - 1))];
  };
  std::vector<typename C::Base> slopes(std::min(pairs, batch_add_detail::kSpanBlock));
  for (size_t begin = 0; begin < pairs; begin += slopes.size()) {
    const size_t size = std::min(slopes.size(), pairs - begin);
    for (size_t i = 0; i < size; ++i) {
      const Affine<C>& p = left(begin + i);
      const Affine<C>& q = *(&p + distance);
      const bool opposite = p.x == q.x && !(p.y == q.y);
      slopes[i] = batch_add_detail::slope_denominator<C>(p, q, opposite);
    }
    batch_inverse(std::span(slopes).first(size));
    for (size_t i = 0; i < size; ++i) {
      Affine<C>& sum = left(begin + i);
      Affine<C>& difference = *(&sum + distance);
      const Affine<C> q = difference;
      difference = sum;
      batch_add_detail::add_or_cancel<C>(sum, q, false, slopes[i]);
      batch_add_detail::add_or_cancel<C>(difference, q, true, slopes[i]);
    }
  }
}

}  // namespace onggi
