// A cycle of two tiny curves with an endomorphism, small enough for exhaustive tests:
//   ToyA  y² = x³ + 5 over F_97, a group of order 79
//   ToyB  y² = x³ + 3 over F_79, a group of order 97
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/curve/affine.h"
#include "core/field/montgomery_impl.h"
#include "core/field/radix29x9.h"
#include "core/field/radix64x4.h"
#include "tests/curve/naive.h"

namespace onggi::testing {

struct Params97 {
  static constexpr U256 kModulus = U256::from_u64(97);
  static constexpr uint64_t kGenerator = 5;
  static constexpr unsigned kTwoAdicity = 5;
};

struct Params79 {
  static constexpr U256 kModulus = U256::from_u64(79);
  static constexpr uint64_t kGenerator = 3;
  static constexpr unsigned kTwoAdicity = 1;
};

template <class Radix>
struct ToyA {
  using Base = Montgomery<Params97, Radix>;
  using Scalar = Montgomery<Params79, Radix>;

  static Base b() { return Base::from_u64(5); }
  static Affine<ToyA> generator() { return {Base::one(), Base::from_u64(43)}; }
  static Base endo_base() { return Base::from_u64(35); }
  static Scalar endo_scalar() { return Scalar::from_u64(55); }
};

template <class Radix>
struct ToyB {
  using Base = Montgomery<Params79, Radix>;
  using Scalar = Montgomery<Params97, Radix>;

  static Base b() { return Base::from_u64(3); }
  static Affine<ToyB> generator() { return {Base::one(), Base::from_u64(2)}; }
  static Base endo_base() { return Base::from_u64(23); }
  static Scalar endo_scalar() { return Scalar::from_u64(61); }
};

// All elements of a tiny field: element i is the integer i.
template <class F>
std::vector<F> all_elements() {
  std::vector<F> out;
  for (uint64_t i = 0; i < F::kModulus.limb[0]; ++i) out.push_back(F::from_u64(i));
  return out;
}

// The whole group: point i is i times the generator, so the sum of points i and j is point (i + j)
// mod n.
template <class C>
class ToyTest : public ::testing::Test {
 protected:
  using Base = typename C::Base;
  using Scalar = typename C::Scalar;
  using Point = Affine<C>;

  static constexpr size_t kOrder = Scalar::kModulus.limb[0];

  ToyTest() : points_{Point::identity()}, scalars_(all_elements<Scalar>()) {
    while (points_.size() < kOrder) points_.push_back(naive_add(points_.back(), C::generator()));
  }

  const Point& multiple(size_t k) const { return points_[k % kOrder]; }

  std::vector<Point> points_;
  std::vector<Scalar> scalars_;
};

// In the radices of the build: one radix in WebAssembly, both in native builds, or one of the two
// each if only half of the list is tested.
#if defined(__EMSCRIPTEN__)
using ToyCurves = ::testing::Types<ToyA<Radix29x9>, ToyB<Radix29x9>>;
#elif defined(ONGGI_FIRST_TYPES)
using ToyCurves = ::testing::Types<ToyA<Radix64x4>, ToyB<Radix29x9>>;
#elif defined(ONGGI_SECOND_TYPES)
using ToyCurves = ::testing::Types<ToyA<Radix29x9>, ToyB<Radix64x4>>;
#else
using ToyCurves =
    ::testing::Types<ToyA<Radix64x4>, ToyA<Radix29x9>, ToyB<Radix64x4>, ToyB<Radix29x9>>;
#endif

}  // namespace onggi::testing
