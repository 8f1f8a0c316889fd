// Bodies of fr_sponge.h.
#pragma once

#include "core/field/u256.h"
#include "core/sponge/fr_sponge.h"

namespace onggi {

template <class F>
ScalarChallenge<F> FrSponge<F>::challenge() {
  const U256 integer = sponge_.squeeze().to_canonical();
  return {integer.limb[0], integer.limb[1]};
}

}  // namespace onggi
