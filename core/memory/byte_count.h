// Estimates of memory, from counts that may come from untrusted input.
#pragma once

#include <compare>
#include <cstddef>
#include <limits>

namespace onggi {

// What the allocator adds to a block at most: its header, and padding.
inline constexpr size_t kAllocatorOverhead = 16;

// A number of bytes or elements. Sums and products saturate at the largest size_t instead of
// wrapping, so a count that a 32-bit build cannot represent stays above every budget.
class ByteCount {
 public:
  static constexpr size_t kMax = std::numeric_limits<size_t>::max();

  // Implicit, so that formulas can use plain counts.
  constexpr ByteCount(size_t value) : value_(value) {}  // NOLINT(google-explicit-constructor)

  constexpr size_t value() const { return value_; }

  friend constexpr ByteCount operator+(ByteCount a, ByteCount b) {
    return a.value_ > kMax - b.value_ ? kMax : a.value_ + b.value_;
  }
  friend constexpr ByteCount operator*(ByteCount a, ByteCount b) {
    return b.value_ != 0 && a.value_ > kMax / b.value_ ? kMax : a.value_ * b.value_;
  }
  constexpr ByteCount& operator+=(ByteCount other) { return *this = *this + other; }
  friend constexpr auto operator<=>(ByteCount a, ByteCount b) = default;

 private:
  size_t value_;
};

}  // namespace onggi
