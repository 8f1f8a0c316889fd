// Vectors of field elements that are computed together, for bulk work: transforms, sums of points,
// rows of constraints.
//
// Packed<F> holds kLanes<F> elements of F: four in WebAssembly for the Pasta fields (radix13x20.h),
// one where F's own arithmetic is the fastest. Code that is written for any number of lanes runs on
// both.
//
// Sums and differences of vectors are *lazy*: their limbs are added without carries. The third
// template argument is the bound of what such a value can be, in multiples of a reduced one. Bounds
// add up; a product of two lazy values is reduced again. An operator whose result would exceed the
// limits reduces its operands first, so any formula is correct. Converting a lazy value to
// Packed<F> reduces it.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <type_traits>

#include "core/field/montgomery.h"
#include "core/field/radix13x20.h"
#include "core/field/radix29x9.h"

namespace onggi {

template <class F>
inline constexpr size_t kLanes = 1;
template <class Params>
inline constexpr size_t kLanes<Montgomery<Params, Radix29x9>> =
    Radix13x20::Arithmetic<Params>::kSupported ? 4 : 1;

// A set of lanes: bit i for lane i.
using LaneSet = unsigned;

template <class F, size_t N = kLanes<F>, unsigned Bound = 1>
class Packed;

// A vector of the number of lanes for F whose bound is B. One lane is never lazy.
template <class F, unsigned B>
using LazyPacked = Packed<F, kLanes<F>, kLanes<F> == 1 ? 1 : B>;

namespace packed_detail {

struct Uninitialized {};

}  // namespace packed_detail

// One lane: an element of F. All operations are those of F.
template <class F>
class Packed<F, 1, 1> {
 public:
  // One lane, as it is kept in an array of points. All bytes of a zero are zero.
  using Element = F;

  constexpr Packed() = default;  // zero
  // The same element in every lane.
  constexpr explicit Packed(const F& value) : value_(value) {}

  static Packed load(const std::array<const F*, 1>& lanes) { return Packed(*lanes[0]); }
  static Packed load(const F* first) { return Packed(*first); }
  void store(const std::array<F*, 1>& lanes) const { *lanes[0] = value_; }
  void store(F* first) const { *first = value_; }
  static Packed gather(const std::array<const Element*, 1>& lanes) { return Packed(*lanes[0]); }
  void scatter(const std::array<Element*, 1>& lanes) const { *lanes[0] = value_; }

  friend Packed operator+(const Packed& a, const Packed& b) { return Packed(a.value_ + b.value_); }
  friend Packed operator-(const Packed& a, const Packed& b) { return Packed(a.value_ - b.value_); }
  friend Packed operator*(const Packed& a, const Packed& b) { return Packed(a.value_ * b.value_); }
  Packed operator-() const { return Packed(-value_); }
  Packed& operator+=(const Packed& b) { return *this = *this + b; }
  Packed& operator-=(const Packed& b) { return *this = *this - b; }
  Packed& operator*=(const Packed& b) { return *this = *this * b; }
  Packed square() const { return Packed(value_.square()); }
  Packed doubled() const { return Packed(value_.doubled()); }
  Packed reduced() const { return *this; }
  template <unsigned B>
  Packed assume() const {
    return *this;
  }
  Packed negated_in(LaneSet lanes) const { return lanes != 0 ? -*this : *this; }

  // The lanes whose element is zero.
  LaneSet zeros() const { return value_.is_zero() ? 1 : 0; }
  // The lanes whose limbs are all zero. In vectors of more than one lane, a computed or loaded zero
  // may also be stored as a multiple of the modulus.
  LaneSet gathered_zeros() const { return zeros(); }
  // The lanes of `set` from a, the others from b.
  static Packed select(LaneSet set, const Packed& a, const Packed& b) { return set != 0 ? a : b; }

 private:
  F value_;
};

// Four lanes in limbs of 13 bits. |value| ≤ Bound·9/8·p.
template <class Params, unsigned Bound>
class Packed<Montgomery<Params, Radix29x9>, 4, Bound> {
  using F = Montgomery<Params, Radix29x9>;
  using Kernel = Radix13x20::Arithmetic<Params>;
  template <class, size_t, unsigned>
  friend class Packed;
  template <unsigned B>
  using Lazy = Packed<F, 4, B>;
  static_assert(Bound >= 1 && Bound <= Radix13x20::kMaxBound);

  // Whether factors of these bounds can be multiplied.
  static constexpr bool can_multiply(unsigned a, unsigned b) {
    return a * b <= Radix13x20::kMaxProductBound;
  }

 public:
  using Element = Radix13x20::Element;

  Packed() { limbs_.pair = {}; }
  explicit Packed(const F& value) { *this = load({&value, &value, &value, &value}); }
  // Reduces a lazy value.
  template <unsigned B>
  requires(B > Bound)
      // NOLINTNEXTLINE(google-explicit-constructor)
      Packed(const Lazy<B>& value) {
    Kernel::reduce(limbs_, value.limbs_);
    check();
  }
  // A reduced value is also one of a larger bound.
  template <unsigned B>
  requires(B < Bound)
      // NOLINTNEXTLINE(google-explicit-constructor)
      Packed(const Lazy<B>& value)
      : limbs_(value.limbs_) {}

  static Packed load(const std::array<const F*, 4>& lanes) {
    Packed out(packed_detail::Uninitialized{});
    Kernel::load(out.limbs_, &lanes[0]->limbs_, &lanes[1]->limbs_, &lanes[2]->limbs_,
                 &lanes[3]->limbs_);
    return out;
  }
  static Packed load(const F* first) { return load({first, first + 1, first + 2, first + 3}); }
  void store(const std::array<F*, 4>& lanes) const {
    Kernel::store(limbs_, &lanes[0]->limbs_, &lanes[1]->limbs_, &lanes[2]->limbs_,
                  &lanes[3]->limbs_);
  }
  void store(F* first) const { store({first, first + 1, first + 2, first + 3}); }

  // From and to single elements; only reduced values are kept in those.
  static Packed gather(const std::array<const Element*, 4>& lanes) {
    Packed out(packed_detail::Uninitialized{});
    Radix13x20::gather(out.limbs_, *lanes[0], *lanes[1], *lanes[2], *lanes[3]);
    return out;
  }
  void scatter(const std::array<Element*, 4>& lanes) const requires(Bound == 1) {
    Radix13x20::scatter(limbs_, *lanes[0], *lanes[1], *lanes[2], *lanes[3]);
  }

  template <unsigned B>
  auto operator+(const Lazy<B>& b) const {
    if constexpr (Bound + B > Radix13x20::kMaxBound) {
      return reduced() + b.reduced();
    } else {
      Lazy<Bound + B> out(packed_detail::Uninitialized{});
      Radix13x20::add(out.limbs_, limbs_, b.limbs_);
      return out;
    }
  }
  template <unsigned B>
  auto operator-(const Lazy<B>& b) const {
    if constexpr (Bound + B > Radix13x20::kMaxBound) {
      return reduced() - b.reduced();
    } else {
      Lazy<Bound + B> out(packed_detail::Uninitialized{});
      Radix13x20::sub(out.limbs_, limbs_, b.limbs_);
      return out;
    }
  }
  template <unsigned B>
  Lazy<1> operator*(const Lazy<B>& b) const {
    if constexpr (can_multiply(Bound, B)) {
      check(), b.check();
      Lazy<1> out(packed_detail::Uninitialized{});
      Kernel::mul(out.limbs_, limbs_, b.limbs_);
      out.check();
      return out;
    } else if constexpr (Bound >= B) {
      return reduced() * b;
    } else {
      return *this * b.reduced();
    }
  }
  Packed operator-() const {
    Packed out;
    Radix13x20::sub(out.limbs_, out.limbs_, limbs_);
    return out;
  }
  template <unsigned B>
  Packed& operator+=(const Lazy<B>& b) {
    return *this = *this + b;
  }
  template <unsigned B>
  Packed& operator-=(const Lazy<B>& b) {
    return *this = *this - b;
  }
  template <unsigned B>
  Packed& operator*=(const Lazy<B>& b) {
    return *this = *this * b;
  }
  Lazy<1> square() const {
    if constexpr (Bound <= 2) {
      check();
      Lazy<1> out(packed_detail::Uninitialized{});
      Kernel::sqr(out.limbs_, limbs_);
      out.check();
      return out;
    } else {
      return reduced().square();
    }
  }
  auto doubled() const { return *this + *this; }
  Lazy<1> reduced() const {
    if constexpr (Bound == 1) {
      return *this;
    } else {
      return Lazy<1>(*this);
    }
  }
  // The same value, which the caller knows to be within a smaller bound. Test builds check its
  // limbs.
  template <unsigned B>
  Lazy<B> assume() const {
    Lazy<B> out(packed_detail::Uninitialized{});
    out.limbs_ = limbs_;
    out.check();
    return out;
  }
  Packed negated_in(LaneSet lanes) const {
    const I32x4 mask = lane_mask(lanes);
    Packed out(packed_detail::Uninitialized{});
    unroll<10>([&](auto m) {
      // −x = (x ^ −1) − (−1)
      out.limbs_.pair[m] = (I32x4)((I16x8)(limbs_.pair[m] ^ mask) - (I16x8)mask);
    });
    return out;
  }

  LaneSet zeros() const {
    // A value of at most p/2 + 2^240 is zero modulo p only if it is zero.
    Packed rest(packed_detail::Uninitialized{});
    Kernel::reduce(rest.limbs_, limbs_);
    return rest.gathered_zeros();
  }
  LaneSet gathered_zeros() const {
    I32x4 any = limbs_.pair[0];
    unroll<9>([&](auto m) { any |= limbs_.pair[m + 1]; });
    const I32x4 zero = any == I32x4{};
    return static_cast<LaneSet>((zero[0] & 1) | (zero[1] & 2) | (zero[2] & 4) | (zero[3] & 8));
  }
  static Packed select(LaneSet set, const Packed& a, const Packed& b) {
    const I32x4 mask = lane_mask(set);
    Packed out(packed_detail::Uninitialized{});
    unroll<10>([&](auto m) {
      out.limbs_.pair[m] = (a.limbs_.pair[m] & mask) | (b.limbs_.pair[m] & ~mask);
    });
    return out;
  }

 private:
  explicit Packed(packed_detail::Uninitialized) {}

  static I32x4 lane_mask(LaneSet lanes) {
    const I32x4 bits{1, 2, 4, 8};
    return (vector128::splat(static_cast<int32_t>(lanes)) & bits) == bits;
  }

  // Limbs within the bound, in the builds that check it.
  void check() const {
#ifdef ONGGI_SANITIZE
    constexpr int kMost = static_cast<int>(Bound) * Radix13x20::kUnit;
    for (const I32x4& pair : limbs_.pair) {
      const auto limbs = (I16x8)pair;
      for (int i = 0; i < 8; ++i) assert(limbs[i] >= -kMost && limbs[i] <= kMost);
    }
#endif
  }

  Radix13x20::Limbs limbs_;
};

}  // namespace onggi
