#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "core/curve/batch_add.h"
#include "core/field/work_count.h"

namespace onggi {
namespace batch_add_detail {

template <class F>
bool Inverses<F>::invert() {
  std::array<F, kN> lanes;
  prefixes_[count_].store(lanes.data());
  // All lanes by one inversion.
  std::array<F, kN> before;
  F product = F::one();
  for (size_t i = 0; i < kN; ++i) {
    before[i] = product;
    product *= lanes[i];
  }
  if (product.is_zero()) return false;
  F inverse = product.inverse_vartime();
  for (size_t i = kN; i-- > 0;) {
    const F next = inverse * lanes[i];
    lanes[i] = inverse * before[i];
    inverse = next;
  }
  product_ = Packed<F>::load(lanes.data());
  return true;
}

template <class F>
using LazyVector = LazyPacked<F, 2>;

template <class C, size_t N>
auto gather_x(const std::array<const PackedPoint<C>*, N>& points) {
  using Vector = Packed<typename C::Base>;
  std::array<const typename Vector::Element*, N> lanes;
  for (size_t i = 0; i < N; ++i) lanes[i] = &points[i]->x;
  return Vector::gather(lanes);
}
template <class C, size_t N>
auto gather_y(const std::array<const PackedPoint<C>*, N>& points) {
  using Vector = Packed<typename C::Base>;
  std::array<const typename Vector::Element*, N> lanes;
  for (size_t i = 0; i < N; ++i) lanes[i] = &points[i]->y;
  return Vector::gather(lanes);
}

// Reads both cache lines of a point.
template <class C>
uint32_t end_words(const PackedPoint<C>* point) {
  std::array<uint32_t, 2> ends;
  std::memcpy(&ends[0], point, sizeof ends[0]);
  std::memcpy(&ends[1], reinterpret_cast<const char*>(point + 1) - sizeof ends[1], sizeof ends[1]);
  return ends[0] ^ ends[1];
}

// 3·x²
template <class F>
LazyVector<F> tangent_numerator(const Packed<F>& x) {
  const auto square = x.square();
  return Packed<F>(square.doubled() + square);
}

// p + q, given the inverse of the denominator of the slope.
template <class F>
[[gnu::always_inline]] inline PointVector<F> add_with_inverse(const PointVector<F>& p,
                                                              const PointVector<F>& q,
                                                              const Packed<F>& inverse,
                                                              const Exceptions& e) {
  LazyVector<F> numerator = q.y - p.y;
  if (e.doubling != 0) {
    numerator = LazyVector<F>::select(e.doubling, tangent_numerator<F>(p.x), numerator);
  }
  PointVector<F> sum(p, q.x, numerator * inverse);
  if ((e.left_identity | e.right_identity | e.cancelling) != 0) {
    sum = PointVector<F>::select(e.right_identity, p, sum);
    sum = PointVector<F>::select(e.left_identity, q, sum);
    sum = PointVector<F>::select(e.cancelling, {}, sum);
  }
  return sum;
}

}  // namespace batch_add_detail

template <class C>
BatchAdder<C>::BatchAdder(PackedPoint<C>* sums, const PackedPoint<C>* points)
    : sums_(sums),
      points_(points),
      steps_(batch_add_detail::kBlock),
      left_(batch_add_detail::kBlock / kN),
      right_(batch_add_detail::kBlock / kN),
      exceptions_(batch_add_detail::kBlock / kN) {}

template <class C>
size_t BatchAdder<C>::work_bytes() {
  using batch_add_detail::kBlock;
  return kBlock * sizeof(Step) + kBlock / kN * (2 * sizeof(PointVector) + sizeof(Exceptions)) +
         batch_add_detail::Inverses<F>::work_bytes();
}

template <class C>
auto BatchAdder<C>::step(size_t vector, size_t lane) const -> const Step& {
  return steps_[std::min(vector * kN + lane, pending_ - 1)];
}

template <class C>
[[gnu::noinline]] void BatchAdder<C>::gather_operands() {
  using batch_add_detail::end_words, batch_add_detail::gather_x, batch_add_detail::gather_y;
  constexpr size_t kAhead = 4;  // vectors
  const auto load_into_cache = [&](size_t v) {
    for (size_t lane = 0; lane < kN; ++lane) {
      const Step& s = step(v, lane);
      read_ ^= end_words(s.left) ^ end_words(s.right);
    }
  };
  for (size_t v = 0; v < kAhead; ++v) load_into_cache(v);
  for (size_t v = 0; v * kN < pending_; ++v) {
    load_into_cache(v + kAhead);
    std::array<const PackedPoint<C>*, kN> left, right;
    LaneSet left_negated = 0, right_negated = 0;
    for (size_t lane = 0; lane < kN; ++lane) {
      const Step& s = step(v, lane);
      left[lane] = s.left;
      right[lane] = s.right;
      left_negated |= static_cast<LaneSet>(s.left_negated) << lane;
      right_negated |= static_cast<LaneSet>(s.right_negated) << lane;
    }
    left_[v] = {gather_x<C>(left), gather_y<C>(left).negated_in(left_negated)};
    right_[v] = {gather_x<C>(right), gather_y<C>(right).negated_in(right_negated)};
  }
}

template <class C>
void BatchAdder<C>::flush() {
  if (pending_ == 0) return;
  count_work(Work::point_addition, pending_);
  gather_operands();
  push_denominators<false>();
  if (!inverses_.invert()) {
    // Some operands are equal or opposite.
    push_denominators<true>();
    [[maybe_unused]] const bool inverted = inverses_.invert();
    assert(inverted);
  }
  add_with_inverses();
  pending_ = 0;
}

// The denominator of a slope is x_q − x_p; 2·y_p if the points are equal; and 1 where no slope is
// needed, because an operand or the sum is the identity.
template <class C>
template <bool kComplete>
[[gnu::noinline]] void BatchAdder<C>::push_denominators() {
  using LazyVector = batch_add_detail::LazyVector<F>;
  inverses_.clear();
  for (size_t v = 0; v * kN < pending_; ++v) {
    const PointVector& p = left_[v];
    const PointVector& q = right_[v];
    Exceptions& e = exceptions_[v];
    e = {static_cast<uint8_t>(p.x.gathered_zeros()), static_cast<uint8_t>(q.x.gathered_zeros())};
    LazyVector denominator = q.x - p.x;
    LaneSet none = e.left_identity | e.right_identity;
    if constexpr (kComplete) {
      const LaneSet same_x = denominator.zeros() & ~none;
      e.doubling = static_cast<uint8_t>(same_x & (q.y - p.y).zeros());
      e.cancelling = static_cast<uint8_t>(same_x & ~e.doubling);
      denominator = LazyVector::select(e.doubling, p.y.doubled(), denominator);
      none |= e.cancelling;
    }
    if (none != 0) {
      denominator = LazyVector::select(none, Vector(F::one()), denominator);
    }
    inverses_.push(denominator);
  }
}

template <class C>
[[gnu::noinline]] void BatchAdder<C>::add_with_inverses() {
  using batch_add_detail::add_with_inverse;
  std::array<PackedPoint<C>, kN> left_over;
  for (size_t v = (pending_ + kN - 1) / kN; v-- > 0;) {
    const PointVector sum =
        add_with_inverse<F>(left_[v], right_[v], inverses_.pop(), exceptions_[v]);
    std::array<typename Vector::Element*, kN> x, y;
    for (size_t lane = 0; lane < kN; ++lane) {
      PackedPoint<C>& out = v * kN + lane < pending_ ? *step(v, lane).to : left_over[lane];
      x[lane] = &out.x;
      y[lane] = &out.y;
    }
    sum.x.scatter(x);
    sum.y.scatter(y);
  }
}

// slope = 3·x² / (2·y). The identity has no slope and does not change.
template <class C>
void batch_double(std::span<PackedPoint<C>> points,
                  batch_add_detail::Inverses<typename C::Base>& inverses) {
  using namespace batch_add_detail;
  count_work(Work::point_addition, points.size());
  using F = typename C::Base;
  using Vector = Packed<F>;
  constexpr size_t kN = kLanes<F>;
  std::array<PackedPoint<C>, kN> left_over;
  for (size_t begin = 0; begin < points.size(); begin += kBlock) {
    const auto block = points.subspan(begin, std::min(kBlock, points.size() - begin));
    const auto lanes = [&](size_t v) {
      std::array<const PackedPoint<C>*, kN> out;
      for (size_t i = 0; i < kN; ++i) out[i] = &block[std::min(v * kN + i, block.size() - 1)];
      return out;
    };
    const size_t vectors = (block.size() + kN - 1) / kN;
    inverses.clear();
    for (size_t v = 0; v < vectors; ++v) {
      const Vector y = gather_y<C>(lanes(v));
      const LaneSet identities = y.gathered_zeros();
      inverses.push(identities == 0
                        ? y.doubled()
                        : LazyVector<F>::select(identities, Vector(F::one()), y.doubled()));
    }
    [[maybe_unused]] const bool inverted = inverses.invert();
    assert(inverted && "no point has y = 0");
    for (size_t v = vectors; v-- > 0;) {
      const PointVector<F> p{gather_x<C>(lanes(v)), gather_y<C>(lanes(v))};
      PointVector<F> twice(p, p.x, tangent_numerator<F>(p.x) * inverses.pop());
      const LaneSet identities = p.x.gathered_zeros();
      if (identities != 0) twice = PointVector<F>::select(identities, p, twice);
      std::array<typename Vector::Element*, kN> x, y;
      for (size_t i = 0; i < kN; ++i) {
        PackedPoint<C>& out = v * kN + i < block.size() ? block[v * kN + i] : left_over[i];
        x[i] = &out.x;
        y[i] = &out.y;
      }
      twice.x.scatter(x);
      twice.y.scatter(y);
    }
  }
}

namespace batch_add_detail {

// Pairs of points at a distance.
template <class C>
class PairBlock {
  using F = typename C::Base;
  using Vector = Packed<F>;
  static constexpr size_t kN = kLanes<F>;

 public:
  PairBlock(std::span<Affine<C>> points, size_t distance)
      : points_(points), distance_(distance), exceptions_(kBlock / kN) {}

  void run(size_t begin, size_t size) {
    begin_ = begin;
    size_ = size;
    push_denominators<false>();
    if (!inverses_.invert()) {
      push_denominators<true>();
      [[maybe_unused]] const bool inverted = inverses_.invert();
      assert(inverted);
    }
    add_and_subtract();
  }

 private:
  Affine<C>& left(size_t vector, size_t lane) const {
    const size_t pair = begin_ + std::min(vector * kN + lane, size_ - 1);
    return points_[2 * pair - (pair & (distance_ - 1))];
  }
  // The left points, or the right ones.
  PointVector<F> load(size_t vector, size_t offset) const {
    std::array<const F*, kN> x, y;
    for (size_t i = 0; i < kN; ++i) {
      const Affine<C>& p = *(&left(vector, i) + offset);
      x[i] = &p.x;
      y[i] = &p.y;
    }
    return {Vector::load(x), Vector::load(y)};
  }
  void store(size_t vector, size_t offset, const PointVector<F>& p) const {
    std::array<Affine<C>, kN> left_over;
    std::array<F*, kN> x, y;
    for (size_t i = 0; i < kN; ++i) {
      Affine<C>& out = vector * kN + i < size_ ? *(&left(vector, i) + offset) : left_over[i];
      x[i] = &out.x;
      y[i] = &out.y;
    }
    p.x.store(x);
    p.y.store(y);
  }

  // p + q and p − q have the same x_q − x_p. If it is zero, one of the two is the identity and the
  // other has the tangent's denominator 2·y_p.
  template <bool kComplete>
  [[gnu::noinline]] void push_denominators() {
    inverses_.clear();
    for (size_t v = 0; v * kN < size_; ++v) {
      Exceptions e;
      for (size_t i = 0; i < kN; ++i) {
        const Affine<C>& p = left(v, i);
        e.left_identity |= static_cast<uint8_t>(p.is_identity() << i);
        e.right_identity |= static_cast<uint8_t>((&p + distance_)->is_identity() << i);
      }
      const PointVector<F> p = load(v, 0), q = load(v, distance_);
      LazyVector<F> denominator = q.x - p.x;
      const LaneSet none = e.left_identity | e.right_identity;
      if constexpr (kComplete) {
        const LaneSet same_x = denominator.zeros() & ~none;
        e.doubling = static_cast<uint8_t>(same_x & (q.y - p.y).zeros());
        e.cancelling = static_cast<uint8_t>(same_x & ~e.doubling);
        denominator = LazyVector<F>::select(same_x, p.y.doubled(), denominator);
      }
      if (none != 0) denominator = LazyVector<F>::select(none, Vector(F::one()), denominator);
      exceptions_[v] = e;
      inverses_.push(denominator);
    }
  }

  [[gnu::noinline]] void add_and_subtract() {
    for (size_t v = (size_ + kN - 1) / kN; v-- > 0;) {
      const Vector inverse = inverses_.pop();
      const PointVector<F> p = load(v, 0), q = load(v, distance_);
      const PointVector<F> minus_q{q.x, -q.y};
      const Exceptions& e = exceptions_[v];
      store(v, 0, add(p, q, inverse, e));
      // Where p = q, p and −q cancel, and the reverse.
      const Exceptions of_difference{e.left_identity, e.right_identity, e.cancelling, e.doubling};
      store(v, distance_, add(p, minus_q, inverse, of_difference));
    }
  }

  static PointVector<F> add(const PointVector<F>& p, const PointVector<F>& q, const Vector& inverse,
                            const Exceptions& e) {
    return add_with_inverse<F>(p, q, inverse, e);
  }

  std::span<Affine<C>> points_;
  size_t distance_;
  std::vector<Exceptions> exceptions_;
  Inverses<F> inverses_;
  size_t begin_ = 0;
  size_t size_ = 0;
};

}  // namespace batch_add_detail

template <class C>
void batch_add_sub(std::span<Affine<C>> points, size_t distance) {
  using batch_add_detail::kBlock;
  const size_t pairs = points.size() / 2;
  count_work(Work::point_addition, points.size());
  batch_add_detail::PairBlock<C> block(points, distance);
  for (size_t begin = 0; begin < pairs; begin += kBlock) {
    block.run(begin, std::min(kBlock, pairs - begin));
  }
}

}  // namespace onggi
