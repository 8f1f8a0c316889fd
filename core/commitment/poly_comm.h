// Commitments to polynomials.
#pragma once

#include <vector>

#include "core/curve/affine.h"

namespace onggi {

// chunks[j] commits to the coefficients [j·m, (j+1)·m), where m is the size of the SRS.
template <class C>
struct PolyComm {
  std::vector<Affine<C>> chunks;

  bool operator==(const PolyComm&) const = default;
};

}  // namespace onggi
