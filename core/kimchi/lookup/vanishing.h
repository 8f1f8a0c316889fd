// The factor that disables the lookup argument on rows without lookups.
#pragma once

#include "core/poly/domain.h"

namespace onggi {

// V(x) = Π_{k=1}^{zk+1} (x − omega^(n−k))
template <class F>
F lookup_vanishing(const Domain<F>& domain, size_t zk_rows, const F& x) {
  F product = F::one();
  for (size_t k = 1; k <= zk_rows + 1; ++k) product *= x - domain.element(domain.size() - k);
  return product;
}

}  // namespace onggi
