#pragma once

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "core/curve/batch_add_impl.h"
#include "core/curve/lane_scale.h"
#include "core/memory/byte_count.h"

namespace onggi {
namespace lane_scale_detail {

// Field multiplications of an addition.
inline constexpr size_t kAddition = 6;
// Field multiplications that take as long as the inversion that a flush of additions needs.
inline constexpr size_t kInversion = 1500;

}  // namespace lane_scale_detail

template <class C>
size_t LaneScaler<C>::block_lanes(size_t terms) {
  constexpr size_t kPoints = 4096;
  constexpr size_t kLeast = 128;
  return std::max(kLeast, kPoints / terms);
}

template <class C>
size_t LaneScaler<C>::work_bytes(size_t terms, size_t most_lanes) {
  const ByteCount table =
      ByteCount(2 * kOddMultiples) * terms * most_lanes * sizeof(PackedPoint<C>);
  return (table + ByteCount(most_lanes) * sizeof(PackedPoint<C>) + 2 * BatchAdder<C>::work_bytes())
      .value();
}

template <class C>
LaneScaler<C>::LaneScaler(size_t terms, size_t most_lanes)
    : terms_(terms), table_(2 * kOddMultiples * terms * most_lanes), sums_(most_lanes) {}

template <class C>
void LaneScaler<C>::build_twice() {
  const size_t size = terms_ * lanes_;
  const std::span<PackedPoint<C>> all(table_);
  const std::span<PackedPoint<C>> twice = all.subspan((kOddMultiples - 1) * size, size);
  std::copy_n(all.begin(), size, twice.begin());
  batch_double<C>(twice, inverses_);
}

// Twice the points are where the last multiple will be.
template <class C>
void LaneScaler<C>::build_multiple(size_t m, BatchAdder<C>& adder) {
  const size_t size = terms_ * lanes_;
  if (m != kOddMultiples - 1) {
    std::copy_n(&table_[(kOddMultiples - 1) * size], size, &table_[m * size]);
  }
  for (size_t i = m * size; i < (m + 1) * size; ++i) {
    adder.add(static_cast<uint32_t>(i), static_cast<uint32_t>(i - size), false);
  }
  adder.flush();
}

template <class C>
Steps<> LaneScaler<C>::run(std::span<const SplitDigits> scalars, std::span<Affine<C>> out,
                           AddDigits add_digits) {
  using lane_scale_detail::kAddition, lane_scale_detail::kInversion;
  assert(out.size() == lanes_ && 2 * kOddMultiples * terms_ * lanes_ <= table_.size());
  const size_t size = terms_ * lanes_;
  build_twice();
  co_await pause_after(size * kAddition);
  {
    BatchAdder<C> adder(table_.data(), table_.data());
    for (size_t m = 1; m < kOddMultiples; ++m) {
      build_multiple(m, adder);
      co_await pause_after(size * kAddition);
    }
  }
  const std::span<PackedPoint<C>> all(table_);
  const size_t images = kOddMultiples * size;
  pack_endomorphisms<C>(all.first(images), all.subspan(images, images));
  co_await pause_after(images);

  const std::span<PackedPoint<C>> sums = std::span(sums_).first(lanes_);
  std::fill(sums.begin(), sums.end(), PackedPoint<C>());
  BatchAdder<C> adder(sums.data(), table_.data());
  unsigned length = 0;
  for (const SplitDigits& scalar : scalars) length = std::max(length, scalar.length());
  for (unsigned bit = length; bit-- > 0;) {
    if (bit + 1 < length) batch_double<C>(sums, inverses_);
    const size_t multiplications = (this->*add_digits)(scalars, bit, adder);
    co_await pause_after(lanes_ * kAddition + kInversion + multiplications);
  }
  unpack_points<C>(sums, out);
}

template <class C>
void LaneScaler<C>::add(BatchAdder<C>& adder, size_t lane, size_t term, size_t half,
                        int digit) const {
  const auto m = static_cast<size_t>(std::abs(digit)) / 2;
  const size_t from = ((half * kOddMultiples + m) * terms_ + term) * lanes_ + lane;
  adder.add(static_cast<uint32_t>(lane), static_cast<uint32_t>(from), digit < 0);
}

template <class C>
size_t LaneScaler<C>::add_terms(std::span<const SplitDigits> scalars, unsigned bit,
                                BatchAdder<C>& adder) const {
  size_t flushes = 0;
  for (size_t term = 0; term < terms_; ++term) {
    for (size_t half = 0; half < 2; ++half) {
      const int digit = scalars[term].half[half].digit[bit];
      if (digit == 0) continue;
      for (size_t lane = 0; lane < lanes_; ++lane) add(adder, lane, term, half, digit);
      adder.flush();
      ++flushes;
    }
  }
  return flushes * (lanes_ * lane_scale_detail::kAddition + lane_scale_detail::kInversion);
}

template <class C>
size_t LaneScaler<C>::add_each(std::span<const SplitDigits> scalars, unsigned bit,
                               BatchAdder<C>& adder) const {
  size_t added = 0;
  // First all lanes with one or two digits, then the second digit of the lanes with two.
  for (const bool second : {false, true}) {
    for (size_t lane = 0; lane < lanes_; ++lane) {
      const int low = scalars[lane].half[0].digit[bit];
      const int high = scalars[lane].half[1].digit[bit];
      const size_t half = second || low == 0 ? 1 : 0;
      const int digit = half == 0 ? low : second && low == 0 ? 0 : high;
      if (digit == 0) continue;
      add(adder, lane, 0, half, digit);
      ++added;
    }
    adder.flush();
  }
  return added * lane_scale_detail::kAddition + 2 * lane_scale_detail::kInversion;
}

template <class C>
Steps<> LaneScaler<C>::sum_terms(std::span<const SplitDigits> scalars, std::span<Affine<C>> out) {
  assert(scalars.size() == terms_);
  return run(scalars, out, &LaneScaler::add_terms);
}

template <class C>
Steps<> LaneScaler<C>::scale_each(std::span<const SplitDigits> scalars, std::span<Affine<C>> out) {
  assert(terms_ == 1 && scalars.size() == out.size());
  return run(scalars, out, &LaneScaler::add_each);
}

}  // namespace onggi
