// Batched affine additions. The slopes of a block share one inversion, so an addition takes 5
// multiplications and a squaring. Sums of points, folding, the group FFT and the tables of odd
// multiples use these operations.
//
// All operations are complete: equal, opposite and identity operands are valid and cost no more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/curve/affine.h"

namespace onggi {

// A queue of additions sums[to] += points[from] between two arrays, which may be the same.
//
// Additions run in any order, at the latest at flush(). Between two flushes, each `to` must occur
// only once. If the arrays are the same, no `to` may be the `from` of another addition.
template <class C>
class BatchAdder {
 public:
  BatchAdder(Affine<C>* sums, const Affine<C>* points);

  // sums[to] += points[from], or -= if negated; from < 2^31.
  void add(uint32_t to, uint32_t from, bool negated) {
    steps_[pending_++] = {to, from | static_cast<uint32_t>(negated) << 31};
    if (pending_ == kBlock) flush();
  }
  void flush();

  // Bytes that a queue uses.
  static size_t work_bytes();

 private:
  // Larger blocks exceed the cache; smaller blocks need more inversions.
  static constexpr size_t kBlock = 1024;
  struct Step {
    uint32_t to = 0;
    uint32_t from = 0;  // bit 31: negated
  };

  Affine<C>* sums_;
  const Affine<C>* points_;
  std::vector<Step> steps_;
  std::vector<typename C::Base> slopes_;
  size_t pending_ = 0;
};

// points[i] ← 2·points[i].
template <class C>
void batch_double(std::span<Affine<C>> points);

// (points[i], points[j]) ← (points[i] + points[j], points[i] − points[j]), where j = i + distance,
// for each i in which the bit `distance` is clear. `distance` is a power of two that divides
// points.size() / 2.
template <class C>
void batch_add_sub(std::span<Affine<C>> points, size_t distance);

}  // namespace onggi
