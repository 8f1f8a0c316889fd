#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/curve/batch_add_impl.h"
#include "core/curve/buckets.h"
#include "core/curve/jacobian_impl.h"
#include "core/memory/byte_count.h"
#include "core/parallel/parallel_for.h"

namespace onggi {
namespace buckets_detail {

inline constexpr unsigned kMaxWindowBits = 14;
// Windows are taken together until this many points are waiting: short rounds share inversions.
inline constexpr size_t kGroupPoints = size_t{1} << 14;
// Fewer additions than this are not worth several threads.
inline constexpr size_t kParallelPoints = size_t{1} << 12;
// Additions between pauses; a block of a queue of additions.
inline constexpr size_t kPauseAdditions = batch_add_detail::kBlock;
// Field multiplications of an addition.
inline constexpr size_t kAddition = 6;

}  // namespace buckets_detail

template <class C>
BucketSum<C>::BucketSum(std::span<const PackedPoint<C>> points, std::vector<BucketTerm> terms)
    : points_(points), terms_(std::move(terms)) {}

template <class C>
ONGGI_FOR_SIZE Steps<Jacobian<C>> BucketSum<C>::compute() {
  choose_window_bits();
  offset_factors();
  buckets_.resize(windows_ * (half_range_ + 1));
  co_await pause_after(terms_.size() + buckets_.size());
  const size_t group = group_size(terms_.size(), windows_);
  std::vector<WorkerBuckets> workers;
  const size_t groups = (windows_ + group - 1) / group;
  while (workers.size() < std::min(parallel_workers(), groups)) workers.emplace_back(*this, group);
  {
    std::atomic<size_t> next_group = 0;
    std::vector<Steps<>> computations;
    computations.reserve(workers.size());
    for (WorkerBuckets& worker : workers) computations.push_back(worker.fill(next_group));
    co_await run_together(computations);
  }
  co_await fold_buckets();
  co_return join_buckets();
}

template <class C>
size_t BucketSum<C>::group_size(size_t terms, size_t windows) {
  const size_t most = (ByteCount(terms) * windows).value() < buckets_detail::kParallelPoints
                          ? windows
                          : worker_share(windows, 1);
  return std::clamp<size_t>(buckets_detail::kGroupPoints / std::max<size_t>(terms, 1), 1, most);
}

template <class C>
void BucketSum<C>::choose_window_bits() {
  Lengths longer{};
  unsigned most_bits = 0;
  for (const BucketTerm& term : terms_) {
    const unsigned bits = term.bits();
    most_bits = std::max(most_bits, bits);
    if (bits != 0) ++longer[bits - 1];
  }
  for (unsigned i = kMaxBits; i-- > 0;) longer[i] += longer[i + 1];
  const Windows chosen = cheapest_windows(longer, most_bits);
  window_bits_ = chosen.bits;
  windows_ = chosen.count;
  half_range_ = size_t{1} << (window_bits_ - 1);
}

// A window costs an addition for each term that reaches it, and two for each bucket. Workers share
// the windows: those that have fewer than the others are idle meanwhile.
template <class C>
typename BucketSum<C>::Windows BucketSum<C>::cheapest_windows(const Lengths& longer,
                                                              unsigned most_bits) {
  Windows cheapest;
  size_t least = std::numeric_limits<size_t>::max();
  for (unsigned c = 2; c <= buckets_detail::kMaxWindowBits; ++c) {
    // One bit more, for the carry of the digit below.
    const unsigned windows = (most_bits + c) / c;
    size_t cost = (size_t{windows} << c);
    for (unsigned w = 0; w < windows; ++w) cost += longer[std::min(w * c, kMaxBits)];
    if (size_t{windows} * longer[0] >= buckets_detail::kParallelPoints) {
      const size_t idle = worker_share(windows, 1) * parallel_workers() - windows;
      cost += cost / windows * idle;
    }
    if (cost >= least) continue;
    least = cost;
    cheapest = {c, windows};
  }
  return cheapest;
}

// The maximum over the lengths that all terms may have: shorter terms may have wider windows. If
// the lengths differ, other windows may be chosen, so a margin is added. It is larger for few
// terms.
template <class C>
size_t BucketSum<C>::work_bytes(size_t terms) {
  ByteCount most = 0;
  Lengths longer{};
  for (unsigned bits = 1; bits <= kMaxBits; ++bits) {
    longer[bits - 1] = terms;
    most = std::max(most, ByteCount(work_bytes(terms, cheapest_windows(longer, bits))));
  }
  constexpr size_t kFewTerms = 2048;
  return (ByteCount(terms) * sizeof(BucketTerm) + most +
          most.value() / (terms < kFewTerms ? 3 : 16))
      .value();
}

template <class C>
size_t BucketSum<C>::work_bytes(size_t terms, const Windows& windows) {
  const size_t half_range = size_t{1} << (windows.bits - 1);
  const size_t group = group_size(terms, windows.count);
  const size_t filled = std::min(terms, half_range);
  const size_t workers = std::min(parallel_workers(), (windows.count + group - 1) / group);
  // The list of runs grows by doubling.
  const size_t points = (ByteCount(terms) + filled + 1).value() / 2;
  const ByteCount worker = ByteCount(group) * points * sizeof(PackedPoint<C>) +
                           ByteCount(3) * group * filled * sizeof(Run) +
                           (ByteCount(2) * terms + half_range + 1) * sizeof(uint32_t) +
                           2 * BatchAdder<C>::work_bytes();
  return (ByteCount(windows.count) * (half_range + 1) * sizeof(PackedPoint<C>) + workers * worker +
          ByteCount(parallel_workers()) * BatchAdder<C>::work_bytes())
      .value();
}

template <class C>
void BucketSum<C>::offset_factors() {
  std::array<uint64_t, 3> offset{};
  for (size_t w = 0; w < windows_; ++w) {
    const size_t bit = w * window_bits_ + window_bits_ - 1;
    offset[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  for (BucketTerm& term : terms_) {
    auto& [low, high] = term.magnitude;
    low += offset[0];
    const uint64_t carry = low < offset[0];
    high += carry;
    const uint64_t wrapped = high < carry;
    high += offset[1];
    term.overflow = static_cast<uint32_t>(offset[2] + wrapped + (high < offset[1]));
  }
}

template <class C>
uint32_t BucketSum<C>::offset_digit(const BucketTerm& term, size_t window) const {
  const size_t bit = window * window_bits_;
  const auto word = [&](size_t i) -> uint64_t {
    return i < 2 ? term.magnitude[i] : i == 2 ? term.overflow : 0;
  };
  const unsigned shift = bit % 64;
  // Shifted up in two steps, because a shift by 64 is undefined.
  const uint64_t digit = word(bit / 64) >> shift | word(bit / 64 + 1) << 1 << (63 - shift);
  const bool last = window + 1 == windows_;
  return static_cast<uint32_t>(last ? digit : digit & (2 * half_range_ - 1));
}

template <class C>
BucketSum<C>::WorkerBuckets::WorkerBuckets(BucketSum& sum, size_t group)
    : sum_(sum),
      group_(group),
      digits_(sum.terms_.size()),
      sorted_(sum.terms_.size()),
      ends_(sum.half_range_ + 1),
      // A run of m points takes (m + 1) / 2 slots.
      slots_(group * ((sum.terms_.size() + std::min(sum.terms_.size(), sum.half_range_) + 1) / 2)),
      gather_(slots_.data(), sum.points_.data()),
      shrink_(slots_.data(), slots_.data()) {}

template <class C>
Steps<> BucketSum<C>::WorkerBuckets::fill(std::atomic<size_t>& next_group) {
  while (true) {
    const size_t begin = group_ * next_group++;
    if (begin >= sum_.windows_) co_return;
    const size_t end = std::min(begin + group_, sum_.windows_);
    for (size_t window = begin; window < end; ++window) co_await begin_runs(window);
    gather_.flush();
    while (!runs_.empty()) co_await halve_runs();
    slots_used_ = 0;
  }
}

template <class C>
Steps<> BucketSum<C>::WorkerBuckets::begin_runs(size_t window) {
  using buckets_detail::kAddition, buckets_detail::kPauseAdditions;
  sort(window);
  co_await pause_after(sum_.terms_.size());
  for (size_t digit = 1; digit <= sum_.half_range_; ++digit) {
    const Run run = begin_run(window, digit);
    const uint32_t* first = sorted_.data() + ends_[digit - 1];
    const uint32_t half = (ends_[digit] - ends_[digit - 1]) / 2;
    for (uint32_t i = 0; i < half; ++i) {
      gather_.add_points(run.slot + i, first[i], first[run.count + i]);
      if (++additions_ < kPauseAdditions) continue;
      co_await pause_after(std::exchange(additions_, 0) * kAddition);
    }
  }
}

template <class C>
Steps<> BucketSum<C>::WorkerBuckets::halve_runs() {
  using buckets_detail::kAddition, buckets_detail::kPauseAdditions;
  size_t unfinished = 0;
  for (size_t k = 0; k < runs_.size(); ++k) {
    const Run run = runs_[k];
    if (run.count == 1) {
      sum_.buckets_[run.bucket] = slots_[run.slot];
      continue;
    }
    const uint32_t half = run.count / 2;
    const uint32_t rest = run.count - half;
    for (uint32_t i = 0; i < half; ++i) {
      shrink_.add(run.slot + i, run.slot + rest + i, false);
      if (++additions_ < kPauseAdditions) continue;
      co_await pause_after(std::exchange(additions_, 0) * kAddition);
    }
    runs_[unfinished++] = {run.bucket, run.slot, rest};
  }
  shrink_.flush();
  runs_.resize(unfinished);
}

template <class C>
void BucketSum<C>::WorkerBuckets::sort(size_t window) {
  const std::vector<BucketTerm>& terms = sum_.terms_;
  const auto zero = static_cast<uint32_t>(sum_.half_range_);
  std::fill(ends_.begin(), ends_.end(), 0);
  for (size_t i = 0; i < terms.size(); ++i) {
    const uint32_t digit = sum_.offset_digit(terms[i], window);
    const uint32_t below = digit < zero;
    const uint32_t size = below != 0 ? zero - digit : digit - zero;
    digits_[i] = 2 * size + (terms[i].point >> 31 ^ below);
    ++ends_[size];
  }
  // Counts to starts; placing the points turns starts into ends. Digit 0 is dropped.
  ends_[0] = 0;
  uint32_t start = 0;
  for (uint32_t& end : ends_) start += std::exchange(end, start);
  for (size_t i = 0; i < terms.size(); ++i) {
    const uint32_t digit = digits_[i] / 2;
    if (digit == 0) continue;
    sorted_[ends_[digit]++] = (terms[i].point & 0x7fffffff) | digits_[i] << 31;
  }
}

template <class C>
auto BucketSum<C>::WorkerBuckets::begin_run(size_t window, size_t digit) -> Run {
  const uint32_t begin = ends_[digit - 1];
  const uint32_t count = ends_[digit] - begin;
  const Run run{sum_.bucket_index(window, digit), slots_used_, count - count / 2};
  if (count == 0) return run;
  if (count % 2 == 1) {
    const uint32_t reference = sorted_[begin + run.count - 1];
    const PackedPoint<C>& p = sum_.points_[reference & 0x7fffffff];
    slots_[run.slot + run.count - 1] = reference >> 31 != 0 ? -p : p;
  }
  slots_used_ += run.count;
  runs_.push_back(run);
  return run;
}

template <class C>
ONGGI_FOR_SIZE Steps<> BucketSum<C>::fold_buckets() {
  const bool small = buckets_.size() < buckets_detail::kParallelPoints;
  const size_t share = small ? windows_ : worker_share(windows_, 1);
  std::vector<Steps<>> computations;
  for (size_t begin = 0; begin < windows_; begin += share) {
    computations.push_back(fold_windows(begin, std::min(begin + share, windows_)));
  }
  co_await run_together(computations);
}

// Makes bucket 2^k of each window the sum of all its buckets whose index has bit k set, in place.
//
// Bucket 2^(c-1) is that sum already. For m = 2^(c-1), 2^(c-2), …: the indices in the upper half of
// [0, m) have the bit m/2. The upper half is kept and also added to the lower half, which then
// counts for the bits below. Each kept part [2^k, 2^(k+1)) is halved in every later step, until
// only its first bucket is left.
template <class C>
Steps<> BucketSum<C>::fold_windows(size_t begin, size_t end) {
  using buckets_detail::kAddition;
  BatchAdder<C> adder(buckets_.data(), buckets_.data());
  const auto fold = [&](size_t first, size_t half) {
    const auto to = static_cast<uint32_t>(first);
    const auto from = static_cast<uint32_t>(first + half);
    for (uint32_t i = 0; i < half; ++i) adder.add(to + i, from + i, false);
  };
  for (size_t m = half_range_; m > 1; m /= 2) {
    for (size_t window = begin; window < end; ++window) {
      fold(bucket_index(window, 0), m / 2);
      co_await pause_after(m / 2 * kAddition);
      for (size_t kept = m; kept < half_range_; kept *= 2) {
        fold(bucket_index(window, kept), m / 2);
        co_await pause_after(m / 2 * kAddition);
      }
    }
    adder.flush();
  }
}

// Sum over windows w and bits k of 2^(c w + k) bucket(w, 2^k), from the top.
template <class C>
Jacobian<C> BucketSum<C>::join_buckets() const {
  auto sum = Jacobian<C>::identity();
  std::array<PackedPoint<C>, buckets_detail::kMaxWindowBits> packed;
  std::array<Affine<C>, buckets_detail::kMaxWindowBits> bits;
  for (size_t window = windows_; window-- > 0;) {
    for (unsigned k = 0; k < window_bits_; ++k) {
      packed[k] = buckets_[bucket_index(window, size_t{1} << k)];
    }
    unpack_points<C>(std::span(packed).first(window_bits_), std::span(bits).first(window_bits_));
    for (unsigned k = window_bits_; k-- > 0;) {
      sum = sum.doubled();
      sum += bits[k];
    }
  }
  return sum;
}

}  // namespace onggi
