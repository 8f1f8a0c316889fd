// Pippenger's bucket method on half scalars, all additions affine and batched.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/curve/batch_add.h"
#include "core/curve/jacobian.h"
#include "core/parallel/steps.h"

namespace onggi {

// A factor below 2^128 and the point that it multiplies.
struct BucketTerm {
  unsigned bits() const {
    return static_cast<unsigned>(magnitude[1] != 0 ? 64 + std::bit_width(magnitude[1])
                                                   : std::bit_width(magnitude[0]));
  }

  std::array<uint64_t, 2> magnitude{};
  uint32_t point = 0;     // index, and bit 31 set if the factor is negative
  uint32_t overflow = 0;  // of the magnitude, while a sum is computed
};

// The sum of terms. Every factor is written in signed digits d_w in [−2^(c-1), 2^(c-1)] as the sum
// of d_w 2^(c w). Bucket (w, b) collects the points with |d_w| = b, subtracted where d_w < 0, and
// the result is the sum of 2^(c w) b bucket(w, b). Windows are independent of each other: parallel
// loops run over them.
//
// The points of a bucket are added up as a tree, neighbours first: no sum waits for another one of
// its round, and equal points, which are doubled then, are no slower than others.
template <class C>
class BucketSum {
 public:
  static constexpr unsigned kMaxBits = 128;

  // The terms index `points`; no point is the identity.
  BucketSum(std::span<const PackedPoint<C>> points, std::vector<BucketTerm> terms);
  // Must be called only once.
  Steps<Jacobian<C>> compute();

  // The maximum number of bytes that a sum of this many terms takes.
  static size_t work_bytes(size_t terms);

 private:
  // `count` slots from `slot` onwards whose sum goes into a bucket.
  struct Run {
    size_t bucket = 0;
    uint32_t slot = 0;
    uint32_t count = 0;
  };
  class WorkerBuckets;
  struct Windows {
    unsigned bits = 0;
    unsigned count = 0;
  };
  // How many terms have more than i bits, by i.
  using Lengths = std::array<size_t, kMaxBits + 1>;

  size_t bucket_index(size_t window, size_t digit) const {
    return window * (half_range_ + 1) + digit;
  }
  void choose_window_bits();
  static Windows cheapest_windows(const Lengths& longer, unsigned most_bits);
  // The number of windows that a worker takes at a time.
  static size_t group_size(size_t terms, size_t windows);
  // The bytes of a sum without its terms.
  static size_t work_bytes(size_t terms, const Windows& windows);
  // Adds the sum of 2^(c w + c − 1) to every factor: its plain digits are then the signed ones,
  // each 2^(c-1) too large.
  void offset_factors();
  // A digit of an offset factor. The digit of the last window contains all bits above it.
  uint32_t offset_digit(const BucketTerm& term, size_t window) const;
  Steps<> fold_buckets();
  Steps<> fold_windows(size_t begin, size_t end);
  Jacobian<C> join_buckets() const;

  std::span<const PackedPoint<C>> points_;
  std::vector<BucketTerm> terms_;
  unsigned window_bits_ = 0;             // c
  size_t windows_ = 0;                   // the number of digits
  size_t half_range_ = 0;                // 2^(c-1)
  std::vector<PackedPoint<C>> buckets_;  // bucket 0 of each window is unused
};

// Fills the buckets of windows, a group at a time.
template <class C>
class BucketSum<C>::WorkerBuckets {
 public:
  WorkerBuckets(BucketSum& sum, size_t group);
  // Takes the groups that no other worker has taken; `next_group` counts them.
  Steps<> fill(std::atomic<size_t>& next_group);

 private:
  // Sorts the points of the window and begins the run of each of its buckets.
  Steps<> begin_runs(size_t window);
  // Adds the second half of each run to its first. A run of one slot is moved to its bucket.
  Steps<> halve_runs();
  // Sorts the points by the digit of the window.
  void sort(size_t window);
  // The run of a bucket of the window, of half the length of its sorted points. Copies the point
  // without a partner. The sums of the others are to be added: point i and point run.count + i.
  Run begin_run(size_t window, size_t digit);

  BucketSum& sum_;
  size_t group_;
  // One window: 2 |d| + (d < 0) for each term, the points (bit 31: subtracted) in the order of |d|,
  // the end of each bucket's part.
  std::vector<uint32_t> digits_;
  std::vector<uint32_t> sorted_;
  std::vector<uint32_t> ends_;
  // A group of windows.
  std::vector<Run> runs_;
  std::vector<PackedPoint<C>> slots_;
  uint32_t slots_used_ = 0;
  size_t additions_ = 0;  // since the last pause
  BatchAdder<C> gather_;  // of points, into the slots of runs
  BatchAdder<C> shrink_;  // of slots of runs
};

}  // namespace onggi
