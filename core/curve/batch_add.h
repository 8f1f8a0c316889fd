// Batched affine additions. The slopes of a block share one inversion, so an addition takes 5
// multiplications and a squaring. Sums of points, folding, the group FFT and the tables of odd
// multiples use these operations.
//
// All operations are complete: equal, opposite and identity operands are valid. Blocks with equal
// or opposite operands cost some more.
#pragma once

#include <cstddef>
#include <cstdint>
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

  Inverses() : denominators_(kBlock / kN), prefixes_(kBlock / kN) {}

  static size_t work_bytes() {
    return kBlock / kN * (sizeof(LazyPacked<F, 2>) + sizeof(Packed<F>));
  }

  void clear() {
    count_ = 0;
    product_ = Packed<F>(F::one());
  }
  void push(const LazyPacked<F, 2>& denominator) {
    prefixes_[count_] = product_;
    product_ = product_ * denominator;
    denominators_[count_++] = denominator;
  }
  // False if a denominator is zero.
  bool invert();
  // The inverse of the last denominator, which is then removed.
  Packed<F> pop() {
    --count_;
    const Packed<F> inverse = product_ * prefixes_[count_];
    product_ = product_ * denominators_[count_];
    return inverse;
  }

 private:
  std::vector<LazyPacked<F, 2>> denominators_;
  std::vector<Packed<F>> prefixes_;
  size_t count_ = 0;
  // Of all denominators; after invert(), the inverse of that.
  Packed<F> product_;
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

// A queue of additions sums[to] += points[from] between two arrays, which may be the same.
//
// Additions run in any order, at the latest at flush(). Between two flushes, each `to` must occur
// only once. If the arrays are the same, no `to` may be the `from` of another addition.
template <class C>
class BatchAdder {
 public:
  BatchAdder(PackedPoint<C>* sums, const PackedPoint<C>* points);

  // sums[to] += points[from], or -= if negated; from < 2^31.
  void add(uint32_t to, uint32_t from, bool negated) {
    steps_[pending_++] = {to, from | static_cast<uint32_t>(negated) << 31};
    if (pending_ == batch_add_detail::kBlock) flush();
  }
  void flush();

  // Bytes that a queue uses.
  static size_t work_bytes();

 private:
  using F = typename C::Base;
  using Vector = Packed<F>;
  static constexpr size_t kN = kLanes<F>;

  struct Step {
    uint32_t to = 0;
    uint32_t from = 0;  // bit 31: negated
  };
  using Exceptions = batch_add_detail::Exceptions;
  struct Operands {
    std::array<const PackedPoint<C>*, kN> left;
    std::array<const PackedPoint<C>*, kN> right;
    LaneSet negated = 0;
  };

  // Lanes that are left over repeat the last step.
  const Step& step(size_t vector, size_t lane) const;
  Operands operands(size_t vector) const;
  template <bool kComplete>
  void push_denominators();
  void add_with_inverses();

  PackedPoint<C>* sums_;
  const PackedPoint<C>* points_;
  std::vector<Step> steps_;
  std::vector<Exceptions> exceptions_;
  batch_add_detail::Inverses<F> inverses_;
  size_t pending_ = 0;
};

// points[i] ← 2·points[i].
template <class C>
void batch_double(std::span<PackedPoint<C>> points);

// (points[i], points[j]) ← (points[i] + points[j], points[i] − points[j]), where j = i + distance,
// for each i in which the bit `distance` is clear. `distance` is a power of two that divides
// points.size() / 2.
template <class C>
void batch_add_sub(std::span<Affine<C>> points, size_t distance);

}  // namespace onggi
