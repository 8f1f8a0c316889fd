// Bodies of basis.h.
#pragma once

#include <algorithm>
#include <utility>

#include "core/field/batch.h"
#include "core/poly/basis.h"

namespace onggi {

template <class F>
Steps<Coefficients<F>> interpolate(const Domain<F>& domain, Evaluations<F> evaluations) {
  co_await domain.ifft(evaluations.values);
  co_return Coefficients<F>{std::move(evaluations.values)};
}

template <class F>
Evaluations<F> evaluate(const Domain<F>& domain, const Coefficients<F>& polynomial) {
  Evaluations<F> evaluations{std::vector<F>(domain.size())};
  domain.evaluate(polynomial.values, F::one(), evaluations.values);
  return evaluations;
}

template <class F>
std::vector<F> evaluate_chunks(const Coefficients<F>& polynomial, size_t chunk_size,
                               size_t num_chunks, const F& x) {
  std::vector<F> values(num_chunks, F::zero());
  const std::span<const F> coefficients(polynomial.values);
  for (size_t j = 0; j < num_chunks && j * chunk_size < coefficients.size(); ++j) {
    const size_t count = std::min(chunk_size, coefficients.size() - j * chunk_size);
    values[j] = horner<F>(coefficients.subspan(j * chunk_size, count), x);
  }
  return values;
}

}  // namespace onggi
