// Evaluates the Lagrange basis outside of the domain, without interpolation.
#pragma once

#include <vector>

#include "core/poly/basis.h"
#include "core/poly/domain.h"

namespace onggi {

// out[i] = L_i(x) = omega^i·(x^n − 1) / (n·(x − omega^i)), the polynomial of degree < n that is 1
// at omega^i and 0 at the domain's other elements. x may be any element, also one of the domain.
template <class F>
std::vector<F> lagrange_at(const Domain<F>& domain, const F& x);

}  // namespace onggi
