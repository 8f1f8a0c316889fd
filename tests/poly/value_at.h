// Direct evaluation of a polynomial.
#pragma once

#include <vector>

namespace onggi {

// Σ_k c_k·x^k, term by term.
template <class F>
F value_at(const std::vector<F>& coefficients, const F& x) {
  F sum = F::zero();
  F power = F::one();
  for (const F& c : coefficients) {
    sum += c * power;
    power *= x;
  }
  return sum;
}

}  // namespace onggi
