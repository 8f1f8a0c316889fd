// Field elements to points of a curve y^2 = x^3 + b (Shallue and van de Woestijne, with u = 1).
// Source: o1-labs/proof-systems, groupmap/src/lib.rs.
#pragma once

#include <span>

#include "core/curve/affine.h"

namespace onggi {

// Never the identity. Needs 1 + b to be a non-zero square, which makes the map total. Variable
// time.
template <class C>
Affine<C> map_to_curve(const typename C::Base& t);

// out[i] = map_to_curve(t[i]); the sizes are equal. One inversion in all.
template <class C>
void map_to_curve_batch(std::span<const typename C::Base> t, std::span<Affine<C>> out);

}  // namespace onggi
