// Folding a vector of bases: many small sums that share their scalars.
#pragma once

#include <span>

#include "core/curve/affine.h"

namespace onggi {

// lo[i] += x hi[i]; the sizes are equal. Time depends on x.
template <class C>
void fold_bases(std::span<Affine<C>> lo, std::span<const Affine<C>> hi,
                const typename C::Scalar& x);

// out[j] = sum over i of scalars[i] points[i out.size() + j]; points has scalars.size() out.size()
// members and does not overlap out. The doublings are shared by all terms of a sum. Time depends on
// the scalars.
template <class C>
void fold_many(std::span<const Affine<C>> points, std::span<const typename C::Scalar> scalars,
               std::span<Affine<C>> out);

// Bytes that fold_many takes at most while it runs, for at least one and a few terms a sum.
template <class C>
size_t fold_work_bytes(size_t terms, size_t sums);

}  // namespace onggi
