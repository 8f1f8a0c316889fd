// Pallas over the fields of the WebAssembly build, whose points are added four at a time, in every
// build.
#pragma once

#include "core/curve/pasta.h"
#include "core/field/montgomery_impl.h"
#include "core/field/pasta.h"
#include "tests/types.h"

namespace onggi::testing {

struct VectorPallas {
  using Base = Montgomery<FpParams, Radix29x9>;
  using Scalar = Montgomery<FqParams, Radix29x9>;

  template <class F, class G>
  static F same(const G& value) {
    return F::from_canonical(value.to_canonical()).value();
  }

  static Base b() { return Base::from_u64(5); }
  static Affine<VectorPallas> generator() {
    const auto g = Pallas::generator();
    return {same<Base>(g.x), same<Base>(g.y)};
  }
  static const Base& endo_base() {
    static const Base value = same<Base>(Pallas::endo_base());
    return value;
  }
  static const Scalar& endo_scalar() {
    static const Scalar value = same<Scalar>(Pallas::endo_scalar());
    return value;
  }
};

// The build's own curve, and this one.
#if defined(ONGGI_FIRST_TYPES)
using SummedCurves = ::testing::Types<Vesta, VectorPallas>;
#elif defined(ONGGI_SECOND_TYPES)
using SummedCurves = ::testing::Types<Pallas, VectorPallas>;
#else
using SummedCurves = ::testing::Types<Vesta, Pallas, VectorPallas>;
#endif

}  // namespace onggi::testing
