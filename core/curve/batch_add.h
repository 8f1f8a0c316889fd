// Batched affine additions. The slopes of a block share one inversion, so an addition takes 5
// multiplications and a squaring. Sums of points, folding, the group FFT and the tables of odd
// multiples use these operations.
//
// All operations are complete: equal, opposite and identity operands are valid. Blocks with equal
// or opposite operands cost some more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "core/curve/affine.h"
#include "core/curve/packed_point.h"

namespace onggi {
namespace batch_add_detail {

// Operations that share an inversion. Larger blocks exceed the cache; smaller blocks need more
// inversions.
inline constexpr size_t kBlock = 1024;

// Denominators of slopes, and their inverses.
template <class F>
class Inverses {
 public:
  static constexpr size_t kN = kLanes<F>;

  Inverses() : denominators_(kBlock / kN), prefixes_(kBlock / kN + 1) {}

  static size_t work_bytes() {
    return kBlock / kN * (sizeof(LazyPacked<F, 2>) + sizeof(Packed<F>)) + sizeof(Packed<F>);
  }

  void clear() {
    count_ = 0;
    prefixes_[0] = Packed<F>::one();
  }
  void push(const LazyPacked<F, 2>& denominator) {
    denominators_[count_] = denominator;
    // In place: vectors are large.
    new (&prefixes_[count_ + 1]) Packed<F>(prefixes_[count_] * denominator);
    ++count_;
  }
  // False if a denominator is zero.
  bool invert();
  // The inverse of the last denominator, which is then removed.
  Packed<F> pop() {
    --count_;
    const auto products =
        Packed<F>::products(product_, prefixes_[count_], product_, denominators_[count_]);
    product_ = products[1];
    return products[0];
  }

 private:
  std::vector<LazyPacked<F, 2>> denominators_;
  std::vector<Packed<F>> prefixes_;  // prefixes_[i]: the product of the first i
  size_t count_ = 0;
  Packed<F> product_;  // after invert(), the inverse of the product of the first count_
};

template <class F>
struct PointVector {
  PointVector() = default;
  PointVector(const Packed<F>& x, const Packed<F>& y) : x(x), y(y) {}
  // The third point of the line through p and q with this slope, mirrored:
  //   x = slope² − x_p − x_q,  y = slope·(x_p − x) − y_p
  PointVector(const PointVector& p, const Packed<F>& q_x, const Packed<F>& slope)
      : x(slope.square() - p.x - q_x), y(slope * (p.x - x) - p.y) {}

  Packed<F> x;
  Packed<F> y;

  static PointVector select(LaneSet set, const PointVector& a, const PointVector& b) {
    return {Packed<F>::select(set, a.x, b.x), Packed<F>::select(set, a.y, b.y)};
  }
};

// The lanes of two vectors of points whose sum is not that of two different points. In each lane at
// most one of `doubling` and `cancelling` is set.
struct Exceptions {
  uint8_t left_identity = 0;
  uint8_t right_identity = 0;
  uint8_t doubling = 0;
  uint8_t cancelling = 0;
};

}  // namespace batch_add_detail

// A queue of additions between two arrays, which may be the same.
//
// Additions run in any order, at the latest at flush(). Between two flushes, each `to` must occur
// only once. If the arrays are the same, no `to` may be an operand of another addition.
template <class C>
class BatchAdder {
 public:
  BatchAdder(PackedPoint<C>* sums, const PackedPoint<C>* points);

  // sums[to] += points[from], or -= if negated.
  void add(uint32_t to, uint32_t from, bool negated) {
    push({&sums_[to], &sums_[to], &points_[from], false, negated});
  }
  // sums[to] = ±points[a] ± points[b]. Bit 31 of an operand is set if it is negated.
  void add_points(uint32_t to, uint32_t a, uint32_t b) {
    push({&sums_[to], &points_[a & 0x7fffffff], &points_[b & 0x7fffffff], a >> 31 != 0,
          b >> 31 != 0});
  }
  void flush();

  // Bytes that a queue uses.
  static size_t work_bytes();

 private:
  using F = typename C::Base;
  using Vector = Packed<F>;
  static constexpr size_t kN = kLanes<F>;

  struct Step {
    PackedPoint<C>* to = nullptr;
    const PackedPoint<C>* left = nullptr;
    const PackedPoint<C>* right = nullptr;
    bool left_negated = false;
    bool right_negated = false;
  };
  using Exceptions = batch_add_detail::Exceptions;
  using PointVector = batch_add_detail::PointVector<F>;

  void push(const Step& step) {
    steps_[pending_++] = step;
    if (pending_ == batch_add_detail::kBlock) flush();
  }
  // Lanes that are left over repeat the last step.
  const Step& step(size_t vector, size_t lane) const;
  // Loads the operands into vectors, all before the first multiplication, so that the reads from
  // memory overlap.
  void gather_operands();
  template <bool kComplete>
  void push_denominators();
  void add_with_inverses();

  PackedPoint<C>* sums_;
  const PackedPoint<C>* points_;
  std::vector<Step> steps_;
  std::vector<PointVector> left_, right_;  // operands of the steps
  std::vector<Exceptions> exceptions_;
  batch_add_detail::Inverses<F> inverses_;
  size_t pending_ = 0;
  uint32_t read_ = 0;  // in advance: compilers leave out reads that nobody uses
};

// points[i] ← 2·points[i]. `inverses` is memory to work in.
template <class C>
void batch_double(std::span<PackedPoint<C>> points,
                  batch_add_detail::Inverses<typename C::Base>& inverses);

// (points[i], points[j]) ← (points[i] + points[j], points[i] − points[j]), where j = i + distance,
// for each i in which the bit `distance` is clear. `distance` is a power of two that divides
// points.size() / 2.
template <class C>
void batch_add_sub(std::span<Affine<C>> points, size_t distance);

}  // namespace onggi
