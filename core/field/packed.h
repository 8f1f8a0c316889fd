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

#include "core/field/modular.h"
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

// One lane as it is kept in arrays.
template <class F>
using PackedElement = typename Packed<F>::Element;

namespace packed_detail {

struct Uninitialized {};

template <class E>
struct FieldOf {
  using Type = E;
};
template <class F, size_t N, unsigned Bound>
struct FieldOf<Packed<F, N, Bound>> {
  using Type = F;
};

}  // namespace packed_detail

// The type of the lanes of a vector. For any other type E, E itself.
template <class E>
using FieldOf = typename packed_detail::FieldOf<E>::Type;

// One lane: an element of F. All operations are those of F.
template <class F>
class Packed<F, 1, 1> {
 public:
  // One lane, as it is kept in an array of points. All bytes of a zero are zero.
  using Element = F;

  // A known element, prepared for the constructor.
  using Constant = F;

  constexpr Packed() = default;  // zero
  // The same element in every lane.
  constexpr explicit Packed(const F& value) : value_(value) {}

  static constexpr Constant constant(const F& value) { return value; }
  static Packed zero() { return {}; }
  static Packed one() { return Packed(F::one()); }

  static Packed load(const std::array<const F*, 1>& lanes) { return Packed(*lanes[0]); }
  static Packed load(const F* first) { return Packed(*first); }
  void store(const std::array<F*, 1>& lanes) const { *lanes[0] = value_; }
  void store(F* first) const { *first = value_; }
  static Packed gather(const std::array<const Element*, 1>& lanes) { return Packed(*lanes[0]); }
  static Packed gather(const Element* first) { return Packed(*first); }
  void scatter(const std::array<Element*, 1>& lanes) const { *lanes[0] = value_; }
  void scatter(Element* first) const { *first = value_; }

  friend Packed operator+(const Packed& a, const Packed& b) { return Packed(a.value_ + b.value_); }
  friend Packed operator-(const Packed& a, const Packed& b) { return Packed(a.value_ - b.value_); }
  friend Packed operator*(const Packed& a, const Packed& b) { return Packed(a.value_ * b.value_); }
  Packed operator-() const { return Packed(-value_); }
  Packed& operator+=(const Packed& b) { return *this = *this + b; }
  Packed& operator-=(const Packed& b) { return *this = *this - b; }
  Packed& operator*=(const Packed& b) { return *this = *this * b; }
  // {a·b, c·d}
  static std::array<Packed, 2> products(const Packed& a, const Packed& b, const Packed& c,
                                        const Packed& d) {
    return {a * b, c * d};
  }
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
  template <class>
  friend class SumOfProducts;
  template <unsigned B>
  using Lazy = Packed<F, 4, B>;
  static_assert(Bound >= 1 && Bound <= Radix13x20::kMaxBound);

  // Whether factors of these bounds can be multiplied.
  static constexpr bool can_multiply(unsigned a, unsigned b) {
    return a * b <= Radix13x20::kMaxProductBound;
  }

 public:
  using Element = Radix13x20::Element;
  using Constant = Radix13x20::Pairs;

  Packed() { limbs_.pair = {}; }
  explicit Packed(const F& value) { *this = load({&value, &value, &value, &value}); }
  explicit Packed(const Constant& value) {
    unroll<10>([&](auto m) { limbs_.pair[m] = vector128::splat(value[m]); });
  }

  static constexpr Constant constant(const F& value) {
    const F r = *F::from_canonical(pow2_mod(Radix13x20::kMontgomeryBits, F::kModulus));
    return Radix13x20::balanced_limbs((value * r).to_canonical());
  }
  static Packed zero() { return {}; }
  static Packed one() {
    static constexpr Constant kOne = constant(F::one());
    return Packed(kOne);
  }
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
  static Packed gather(const Element* first) {
    return gather({first, first + 1, first + 2, first + 3});
  }
  void scatter(const std::array<Element*, 4>& lanes) const requires(Bound == 1) {
    Radix13x20::scatter(limbs_, *lanes[0], *lanes[1], *lanes[2], *lanes[3]);
  }
  void scatter(Element* first) const requires(Bound == 1) {
    scatter({first, first + 1, first + 2, first + 3});
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
  // {a·b, c·d}, in less time than one after the other.
  template <unsigned A, unsigned B, unsigned C, unsigned D>
  static std::array<Lazy<1>, 2> products(const Lazy<A>& a, const Lazy<B>& b, const Lazy<C>& c,
                                         const Lazy<D>& d) requires(can_multiply(A, B) &&
                                                                    can_multiply(C, D)) {
    a.check(), b.check(), c.check(), d.check();
    std::array<Lazy<1>, 2> out{Lazy<1>(packed_detail::Uninitialized{}),
                               Lazy<1>(packed_detail::Uninitialized{})};
    Kernel::mul_pair(out[0].limbs_, a.limbs_, b.limbs_, out[1].limbs_, c.limbs_, d.limbs_);
    out[0].check(), out[1].check();
    return out;
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
  auto doubled() const {
    if constexpr (2 * Bound > Radix13x20::kMaxBound) {
      return reduced().doubled();
    } else {
      return *this + *this;
    }
  }
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

// Σ a·b. E is a field, or any type with its operators.
template <class E>
class SumOfProducts {
 public:
  void add(const E& a, const E& b) { sum_ = sum_ + a * b; }
  const E& value() const { return sum_; }

 private:
  E sum_ = E::zero();
};

// Products of vectors share reductions.
template <class Params>
class SumOfProducts<Packed<Montgomery<Params, Radix29x9>, 4, 1>> {
  using Vector = Packed<Montgomery<Params, Radix29x9>, 4, 1>;
  using Kernel = Radix13x20::Arithmetic<Params>;

 public:
  void add(const Vector& a, const Vector& b) {
    if (pending_ == Radix13x20::kMaxProductBound) reduce();
    a.check(), b.check();
    if (pending_++ == 0) {
      Kernel::product(columns_, a.limbs_, b.limbs_);
    } else {
      Kernel::add_product(columns_, a.limbs_, b.limbs_);
    }
  }
  Vector value() {
    if (pending_ != 0) reduce();
    return sum_;
  }

 private:
  void reduce() {
    Vector part(packed_detail::Uninitialized{});
    Kernel::reduce_columns(part.limbs_, columns_);
    part.check();
    sum_ = empty_ ? part : Vector(sum_ + part);
    empty_ = false;
    pending_ = 0;
  }

  typename Kernel::Columns columns_;
  unsigned pending_ = 0;  // products in the columns
  Vector sum_;            // of those before
  bool empty_ = true;     // nothing was added to sum_
};

}  // namespace onggi
