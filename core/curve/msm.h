// Multi-scalar multiplication: Σ_i scalars[i]·bases[i].
//
// Any input is fine, and none is slow: zero scalars and identity bases are skipped, small scalars
// cost one addition, equal and opposite bases or scalars take the same path as others. Time depends
// on the scalars.
#pragma once

#include <span>
#include <vector>

#include "core/curve/jacobian.h"
#include "core/parallel/steps.h"

namespace onggi {

// The sizes are equal; the sum over nothing is the identity.
template <class C>
Steps<Jacobian<C>> msm_vartime_steps(std::span<const Affine<C>> bases,
                                     std::span<const typename C::Scalar> scalars);
template <class C>
Jacobian<C> msm_vartime(std::span<const Affine<C>> bases,
                        std::span<const typename C::Scalar> scalars);

// One sum for each column: column j over the first columns[j].size() bases, of which there are at
// least as many. Cheaper than as many single calls.
template <class C>
Steps<std::vector<Jacobian<C>>> msm_many_vartime_steps(
    std::span<const Affine<C>> bases, std::span<const std::span<const typename C::Scalar>> columns);

// Bytes that a sum over so many bases takes at most while it runs, however many columns, if no
// column has more than `active` scalars that are not zero.
template <class C>
size_t msm_work_bytes(size_t bases, size_t active);

}  // namespace onggi
