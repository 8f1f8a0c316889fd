// Multiples of single points.
#pragma once

#include <span>

#include "core/curve/jacobian.h"

namespace onggi {

// k p. Time depends on k and p.
template <class C>
Jacobian<C> scale_vartime(const Affine<C>& p, const typename C::Scalar& k);
template <class C>
Jacobian<C> scale_vartime(const Jacobian<C>& p, const typename C::Scalar& k);

// Σ_i scalars[i]·points[i] with shared doublings (Straus); the sizes are equal. The method of
// choice for a handful of points: its work space is eight points for each of them.
template <class C>
Jacobian<C> straus_vartime(std::span<const Affine<C>> points,
                           std::span<const typename C::Scalar> scalars);

}  // namespace onggi
