// Bodies of b_poly.h.
#pragma once

#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/field/batch.h"

namespace onggi {

template <class F>
F b_poly(std::span<const F> challenges, const F& x) {
  // Π_{i<k} (1 + u_{k−i}·x^(2^i))
  F product = F::one();
  F power = x;
  for (size_t i = challenges.size(); i-- > 0; power = power.square()) {
    product *= F::one() + challenges[i] * power;
  }
  return product;
}

template <class F>
std::vector<F> b_poly_coefficients(std::span<const F> challenges) {
  const size_t k = challenges.size();
  std::vector<F> s(size_t{1} << k, F::one());
  // s_{2^j + t} = u_{k−j}·s_t
  for (size_t j = 0, known = 1; j < k; ++j, known *= 2) {
    for (size_t t = 0; t < known; ++t) s[known + t] = challenges[k - 1 - j] * s[t];
  }
  return s;
}

template <class C>
PolyComm<C> b_poly_commitment(const Srs<C>& srs, std::span<const typename C::Scalar> challenges) {
  const auto coefficients = b_poly_coefficients<typename C::Scalar>(challenges);
  return commit_non_hiding<C>(srs, coefficients, srs.chunks_for(coefficients.size()));
}

template <class C>
size_t b_poly_commitment_bytes(const Srs<C>& srs, size_t challenges) {
  const size_t coefficients = b_poly_size(srs, challenges);
  return coefficients * sizeof(typename C::Scalar) + srs.commit_bytes(coefficients);
}

}  // namespace onggi
