// Bodies of fq_sponge.h.
#pragma once

#include "core/field/u256.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

template <class C>
void FqSponge<C>::absorb_point(const Affine<C>& point) {
  sponge_.absorb(point.x);
  sponge_.absorb(point.y);
}

template <class C>
void FqSponge<C>::absorb_commitment(std::span<const Affine<C>> chunks) {
  for (const Affine<C>& chunk : chunks) absorb_point(chunk);
}

template <class C>
void FqSponge<C>::absorb_scalar(const Scalar& value) {
  const U256 integer = value.to_canonical();
  if constexpr (Scalar::kModulus < Base::kModulus) {
    sponge_.absorb(*Base::from_canonical(integer));
  } else {
    sponge_.absorb(*Base::from_canonical(integer.shr1()));
    sponge_.absorb(Base::from_u64(integer.bit(0)));
  }
}

template <class C>
ScalarChallenge<typename C::Scalar> FqSponge<C>::challenge() {
  const U256 integer = sponge_.squeeze().to_canonical();
  return {integer.limb[0], integer.limb[1]};
}

template <class C>
typename C::Scalar FqSponge<C>::digest() {
  return Scalar::from_canonical(sponge_.squeeze().to_canonical()).value_or(Scalar::zero());
}

}  // namespace onggi
