// Folds a vector of bases: many small sums with the same scalars.
#pragma once

#include <span>

#include "core/curve/affine.h"
#include "core/parallel/steps.h"

namespace onggi {

// lo[i] += x·hi[i]. The sizes must be equal. The time depends on x.
template <class C>
void fold_bases(std::span<Affine<C>> lo, std::span<const Affine<C>> hi,
                const typename C::Scalar& x);

// out[j] = Σ_i scalars[i]·points[i·out.size() + j]. `points` has scalars.size()·out.size() elements
// and must not overlap `out`. All terms of a sum share their doublings. The time depends on the
// scalars.
template <class C>
Steps<> fold_many(std::span<const Affine<C>> points, std::span<const typename C::Scalar> scalars,
                  std::span<Affine<C>> out);

// The maximum number of bytes that fold_many allocates.
template <class C>
size_t fold_work_bytes(size_t terms, size_t sums);

}  // namespace onggi
