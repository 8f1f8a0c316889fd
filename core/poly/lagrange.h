// Evaluation outside of the domain, without interpolation.
#pragma once

#include <vector>

#include "core/poly/basis.h"
#include "core/poly/domain.h"

namespace onggi {

// out[i] = L_i(x), the polynomial of degree < n that is 1 at omega^i and 0 at the domain's other
// elements: omega^i·(x^n − 1) / (n·(x − omega^i)). Any x, elements of the domain included.
template <class F>
std::vector<F> lagrange_at(const Domain<F>& domain, const F& x);

}  // namespace onggi
