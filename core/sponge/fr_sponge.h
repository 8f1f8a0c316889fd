// The sponge that absorbs evaluations, over the scalar field.
#pragma once

#include <span>

#include "core/sponge/arithmetic_sponge.h"
#include "core/sponge/scalar_challenge.h"

namespace onggi {

// Copies are independent.
template <class F>
class FrSponge {
 public:
  void absorb(const F& value) { sponge_.absorb(value); }
  void absorb(std::span<const F> values) { sponge_.absorb(values); }

  // The low 128 bits of one squeezed element.
  ScalarChallenge<F> challenge();
  F digest() { return sponge_.squeeze(); }

 private:
  ArithmeticSponge<F> sponge_;
};

}  // namespace onggi
