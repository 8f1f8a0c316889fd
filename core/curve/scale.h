// Multiples of a few points.
#pragma once

#include <span>

#include "core/curve/jacobian.h"

namespace onggi {

// k·p. The time depends on k and p.
template <class C>
Jacobian<C> scale_vartime(const Affine<C>& p, const typename C::Scalar& k);
template <class C>
Jacobian<C> scale_vartime(const Jacobian<C>& p, const typename C::Scalar& k);

// Σ_i scalars[i]·points[i] with shared doublings (Straus). The sizes must be equal. For a handful
// of points: it allocates eight points for each.
template <class C>
Jacobian<C> straus_vartime(std::span<const Affine<C>> points,
                           std::span<const typename C::Scalar> scalars);

}  // namespace onggi
