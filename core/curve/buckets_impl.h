#pragma once

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "core/curve/batch_add_impl.h"
#include "core/curve/buckets.h"
#include "core/curve/jacobian_impl.h"

namespace onggi {
namespace buckets_detail {

inline constexpr unsigned kMaxBits = 128;
inline constexpr unsigned kMaxWindowBits = 14;
// Windows are taken together until this many points are waiting: short rounds share inversions.
inline constexpr std::size_t kGroupPoints = std::size_t{1} << 14;

}  // namespace buckets_detail

template <class C>
BucketSum<C>::BucketSum(std::span<const Affine<C>> points, std::vector<BucketTerm> terms)
    : points_(points), terms_(std::move(terms)) {}

template <class C>
Jacobian<C> BucketSum<C>::compute() {
  choose_window_bits();
  buckets_.resize(windows_ * (half_range_ + 1));
  digits_.resize(terms_.size());
  sorted_.resize(terms_.size());
  ends_.resize(half_range_ + 1);
  const std::size_t group = std::clamp<std::size_t>(
      buckets_detail::kGroupPoints / std::max<std::size_t>(terms_.size(), 1), 1, windows_);
  // A run of m points takes (m + 1) / 2 slots.
  const std::size_t runs = std::min(terms_.size(), half_range_);
  slots_.resize(group * ((terms_.size() + runs + 1) / 2));
  BatchAdder<C> gather(slots_.data(), points_.data());
  for (unsigned window = 0; window < windows_;) {
    for (std::size_t i = 0; i < group && window < windows_; ++i, ++window) {
      sort_by_next_digit();
      gather_runs(window, gather);
    }
    gather.flush();
    shrink_runs_to_buckets();
  }
  fold_buckets();
  return join_buckets();
}

// A window costs an addition for each term that reaches it, and two for each bucket.
template <class C>
void BucketSum<C>::choose_window_bits() {
  using buckets_detail::kMaxBits;
  std::array<std::size_t, kMaxBits + 1> longer{};  // longer[i]: terms of more than i bits
  unsigned most_bits = 0;
  for (const BucketTerm& term : terms_) {
    const auto bits =
        static_cast<unsigned>(term.magnitude[1] != 0 ? 64 + std::bit_width(term.magnitude[1])
                                                     : std::bit_width(term.magnitude[0]));
    most_bits = std::max(most_bits, bits);
    if (bits != 0) ++longer[bits - 1];
  }
  for (unsigned i = kMaxBits; i-- > 0;) longer[i] += longer[i + 1];

  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (unsigned c = 2; c <= buckets_detail::kMaxWindowBits; ++c) {
    // One bit more, for the carry of the digit below.
    const unsigned windows = (most_bits + c) / c;
    std::size_t cost = (std::size_t{windows} << c);
    for (unsigned w = 0; w < windows; ++w) cost += longer[std::min(w * c, kMaxBits)];
    if (cost >= least) continue;
    least = cost;
    window_bits_ = c;
    windows_ = windows;
  }
  half_range_ = std::size_t{1} << (window_bits_ - 1);
}

template <class C>
void BucketSum<C>::sort_by_next_digit() {
  const unsigned c = window_bits_;
  const auto range = std::uint32_t{1} << c;
  std::fill(ends_.begin(), ends_.end(), 0);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    auto& magnitude = terms_[i].magnitude;
    auto digit = static_cast<std::uint32_t>(magnitude[0]) & (range - 1);
    std::uint32_t negative = terms_[i].point >> 31;
    magnitude[0] = magnitude[0] >> c | magnitude[1] << (64 - c);
    magnitude[1] >>= c;
    if (digit > half_range_) {
      digit = range - digit;
      negative ^= 1;
      magnitude[1] += ++magnitude[0] == 0;
    }
    digits_[i] = 2 * digit + negative;
    ++ends_[digit];
  }
  // Counts to starts; placing the points turns starts into ends. Digit 0 is dropped.
  ends_[0] = 0;
  std::uint32_t start = 0;
  for (std::uint32_t& end : ends_) start += std::exchange(end, start);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    const std::uint32_t digit = digits_[i] / 2;
    if (digit == 0) continue;
    sorted_[ends_[digit]++] = (terms_[i].point & 0x7fffffff) | digits_[i] << 31;
  }
}

template <class C>
void BucketSum<C>::gather_runs(unsigned window, BatchAdder<C>& gather) {
  for (std::size_t digit = 1; digit <= half_range_; ++digit) {
    const std::uint32_t begin = ends_[digit - 1];
    const std::uint32_t count = ends_[digit] - begin;
    if (count == 0) continue;
    const std::uint32_t half = count / 2;
    const Run run{bucket_index(window, digit), slots_used_, count - half};
    for (std::uint32_t i = 0; i < run.count; ++i) {
      const std::uint32_t reference = sorted_[begin + i];
      const Affine<C>& p = points_[reference & 0x7fffffff];
      slots_[run.slot + i] = reference >> 31 != 0 ? -p : p;
    }
    for (std::uint32_t i = 0; i < half; ++i) {
      const std::uint32_t reference = sorted_[begin + run.count + i];
      gather.add(run.slot + i, reference & 0x7fffffff, reference >> 31 != 0);
    }
    slots_used_ += run.count;
    runs_.push_back(run);
  }
}

template <class C>
void BucketSum<C>::shrink_runs_to_buckets() {
  BatchAdder<C> adder(slots_.data(), slots_.data());
  while (!runs_.empty()) {
    std::size_t unfinished = 0;
    for (const Run& run : runs_) {
      if (run.count == 1) {
        buckets_[run.bucket] = slots_[run.slot];
        continue;
      }
      const std::uint32_t half = run.count / 2;
      const std::uint32_t rest = run.count - half;
      for (std::uint32_t i = 0; i < half; ++i) adder.add(run.slot + i, run.slot + rest + i, false);
      runs_[unfinished++] = {run.bucket, run.slot, rest};
    }
    adder.flush();
    runs_.resize(unfinished);
  }
  slots_used_ = 0;
}

// Makes bucket 2^k of each window the sum of all its buckets whose index has bit k set, in place.
//
// Bucket 2^(c-1) is that already. Of the indices below m = 2^(c-1), 2^(c-2), ..., the upper half of
// [0, m) has the bit m/2: it is kept, and added to the lower half, which stands for the bits below.
// The kept parts [2^k, 2^(k+1)) shrink to their first bucket, a halving for each of the steps left.
template <class C>
void BucketSum<C>::fold_buckets() {
  BatchAdder<C> adder(buckets_.data(), buckets_.data());
  for (std::size_t m = half_range_; m > 1; m /= 2) {
    for (unsigned window = 0; window < windows_; ++window) {
      const auto fold = [&](std::size_t start) {
        const auto to = static_cast<std::uint32_t>(bucket_index(window, start));
        for (std::uint32_t i = 0; i < m / 2; ++i) {
          adder.add(to + i, to + static_cast<std::uint32_t>(m / 2) + i, false);
        }
      };
      fold(0);
      for (std::size_t kept = m; kept < half_range_; kept *= 2) fold(kept);
    }
    adder.flush();
  }
}

// Sum over windows w and bits k of 2^(c w + k) bucket(w, 2^k), from the top.
template <class C>
Jacobian<C> BucketSum<C>::join_buckets() const {
  auto sum = Jacobian<C>::identity();
  for (unsigned window = windows_; window-- > 0;) {
    for (unsigned k = window_bits_; k-- > 0;) {
      sum = sum.doubled();
      sum += buckets_[bucket_index(window, std::size_t{1} << k)];
    }
  }
  return sum;
}

}  // namespace onggi
