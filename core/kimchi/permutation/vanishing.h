// The factor that disables the permutation argument on its three blinded rows.
#pragma once

#include <array>

#include "core/poly/domain.h"

namespace onggi {

// The rows omega^(n−zk), omega^(n−zk+1) and omega^(n−1).
template <class F>
std::array<F, 3> permutation_vanishing_roots(const Domain<F>& domain, size_t zk_rows) {
  const size_t n = domain.size();
  return {domain.element(n - zk_rows), domain.element(n - zk_rows + 1), domain.element(n - 1)};
}

// Π (x − root), for a field or vectors of its elements.
template <class E, class Roots>
E vanishing_product(const Roots& roots, const E& x) {
  E product = x - roots[0];
  for (size_t i = 1; i < roots.size(); ++i) product *= x - roots[i];
  return product;
}

// zkpm(x)
template <class F>
F permutation_vanishing(const Domain<F>& domain, size_t zk_rows, const F& x) {
  return vanishing_product(permutation_vanishing_roots(domain, zk_rows), x);
}

}  // namespace onggi
