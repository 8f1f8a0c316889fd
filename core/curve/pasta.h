// The Pasta cycle: the scalar field of each curve is the base field of the other.
// Source: o1-labs/proof-systems, curves/src/pasta/curves; poly-commitment/src/ipa.rs (endos).
#pragma once

#include "core/curve/affine.h"
#include "core/field/pasta.h"

namespace onggi {

struct Vesta;

// y^2 = x^3 + 5 over Fp, a group of prime order q.
struct Pallas {
  using Base = Fp;
  using Scalar = Fq;
  using Other = Vesta;
  static constexpr char kName[] = "pallas";

  static Base b() { return Base::from_u64(5); }
  static Affine<Pallas> generator();
  static const Base& endo_base();
  static const Scalar& endo_scalar();
};

// y^2 = x^3 + 5 over Fq, a group of prime order p.
struct Vesta {
  using Base = Fq;
  using Scalar = Fp;
  using Other = Pallas;
  static constexpr char kName[] = "vesta";

  static Base b() { return Base::from_u64(5); }
  static Affine<Vesta> generator();
  static const Base& endo_base();
  static const Scalar& endo_scalar();
};

}  // namespace onggi
