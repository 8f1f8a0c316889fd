// The factor that disables the permutation argument on its three blinded rows.
#pragma once

#include "core/poly/domain.h"

namespace onggi {

// zkpm(x) = (x − omega^(n−zk))·(x − omega^(n−zk+1))·(x − omega^(n−1))
template <class F>
F permutation_vanishing(const Domain<F>& domain, size_t zk_rows, const F& x) {
  const size_t n = domain.size();
  return (x - domain.element(n - zk_rows)) * (x - domain.element(n - zk_rows + 1)) *
         (x - domain.element(n - 1));
}

}  // namespace onggi
