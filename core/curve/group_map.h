// Maps field elements to points of a curve y^2 = x^3 + b (Shallue and van de Woestijne, u = 1).
// Source: o1-labs/proof-systems, groupmap/src/lib.rs.
#pragma once

#include <span>

#include "core/curve/affine.h"

namespace onggi {

// Never returns the identity. 1 + b must be a non-zero square, so that the map is defined for all
// t. Variable time.
template <class C>
Affine<C> map_to_curve(const typename C::Base& t);

// out[i] = map_to_curve(t[i]). The sizes must be equal. One inversion in total.
template <class C>
void map_to_curve_batch(std::span<const typename C::Base> t, std::span<Affine<C>> out);

}  // namespace onggi
