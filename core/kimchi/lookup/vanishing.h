// The factor that disables the lookup argument on rows without lookups.
#pragma once

#include <vector>

#include "core/kimchi/permutation/vanishing.h"
#include "core/poly/domain.h"

namespace onggi {

// The rows omega^(n−k) with 1 ≤ k ≤ zk + 1.
template <class F>
std::vector<F> lookup_vanishing_roots(const Domain<F>& domain, size_t zk_rows) {
  std::vector<F> roots;
  for (size_t k = 1; k <= zk_rows + 1; ++k) roots.push_back(domain.element(domain.size() - k));
  return roots;
}

// V(x) = Π (x − root)
template <class F>
F lookup_vanishing(const Domain<F>& domain, size_t zk_rows, const F& x) {
  return vanishing_product(lookup_vanishing_roots(domain, zk_rows), x);
}

}  // namespace onggi
