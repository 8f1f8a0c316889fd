// The opening proof of the inner product argument.
#pragma once

#include <utility>
#include <vector>

#include "core/curve/affine.h"

namespace onggi {

template <class C>
struct OpeningProof {
  using F = typename C::Scalar;

  std::vector<std::pair<Affine<C>, Affine<C>>> lr;  // (L, R) of each round; log2(SRS size) rounds
  Affine<C> delta;
  F z1;
  F z2;
  Affine<C> sg;  // the SRS folded with the rounds' challenges

  bool operator==(const OpeningProof&) const = default;
};

}  // namespace onggi
