// Bodies of lagrange.h.
#pragma once

#include "core/field/batch.h"
#include "core/poly/lagrange.h"

namespace onggi {

template <class F>
std::vector<F> lagrange_at(const Domain<F>& domain, const F& x) {
  const size_t n = domain.size();
  std::vector<F> elements(n);
  powers<F>(elements, domain.omega());
  std::vector<F> values(n);
  const F vanishing = domain.vanishing_at(x);
  if (vanishing.is_zero()) {
    for (size_t i = 0; i < n; ++i) values[i] = x == elements[i] ? F::one() : F::zero();
    return values;
  }
  // L_i(x) = (x^n − 1)/n · omega^i / (x − omega^i)
  for (size_t i = 0; i < n; ++i) values[i] = x - elements[i];
  batch_inverse<F>(values);
  const F scale = vanishing * domain.size_inv();
  for (F& element : elements) element *= scale;
  mul_pointwise<F>(values, values, elements);
  return values;
}

}  // namespace onggi
