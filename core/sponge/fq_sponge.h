// The sponge that absorbs commitments, over the base field of their curve.
#pragma once

#include <span>

#include "core/curve/affine.h"
#include "core/sponge/arithmetic_sponge.h"
#include "core/sponge/scalar_challenge.h"

namespace onggi {

// Copies are independent.
template <class C>
class FqSponge {
 public:
  using Base = typename C::Base;
  using Scalar = typename C::Scalar;

  void absorb_base(const Base& value) { sponge_.absorb(value); }
  void absorb_base(std::span<const Base> values) { sponge_.absorb(values); }
  // x, then y; the identity is (0, 0).
  void absorb_point(const Affine<C>& point);
  // All chunks in order.
  void absorb_commitment(std::span<const Affine<C>> chunks);
  // If the scalar field is smaller than the base field, absorbs the integer as one base element.
  // Else absorbs its upper 254 bits and then its lowest bit.
  void absorb_scalar(const Scalar& value);

  // The low 128 bits of one squeezed element.
  ScalarChallenge<Scalar> challenge();
  // The same bits as a plain integer that is not expanded by the endomorphism.
  Scalar challenge_field() { return challenge().raw(); }
  // One squeezed element.
  Base challenge_base() { return sponge_.squeeze(); }

  // One squeezed element as a scalar, 0 if it is not below the scalar modulus.
  Scalar digest();
  Base digest_base() { return sponge_.squeeze(); }

 private:
  ArithmeticSponge<Base> sponge_;
};

}  // namespace onggi
