// Polynomials with their basis as a type, so that coefficients and evaluations are not confused.
#pragma once

#include <vector>

#include "core/poly/domain.h"

namespace onggi {

// Σ_k values[k]·X^k. Any length; trailing zeros are allowed.
template <class F>
struct Coefficients {
  std::vector<F> values;

  bool operator==(const Coefficients&) const = default;
};

// values[i] is the polynomial's value at omega^i, on a domain of values.size() elements.
template <class F>
struct Evaluations {
  std::vector<F> values;

  bool operator==(const Evaluations&) const = default;
};

// The polynomial of degree < domain.size() with these domain.size() evaluations. Reuses their
// memory.
template <class F>
Steps<Coefficients<F>> interpolate(const Domain<F>& domain, Evaluations<F> evaluations);

// The values of a polynomial of any degree on the domain.
template <class F>
Evaluations<F> evaluate(const Domain<F>& domain, const Coefficients<F>& polynomial);

// The values at x of the polynomial's first `num_chunks` chunks of `chunk_size` coefficients:
// out[j] = Σ_{k < chunk_size} c[j·chunk_size + k]·x^k. Missing coefficients count as zero. The
// polynomial must not have more than num_chunks·chunk_size coefficients.
template <class F>
std::vector<F> evaluate_chunks(const Coefficients<F>& polynomial, size_t chunk_size,
                               size_t num_chunks, const F& x);

}  // namespace onggi
