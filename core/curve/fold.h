// Folding a vector of bases: many small sums that share their scalars.
#pragma once

#include <span>

#include "core/curve/affine.h"
#include "core/curve/pasta.h"

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
std::size_t fold_work_bytes(std::size_t terms, std::size_t sums);

extern template std::size_t fold_work_bytes<Pallas>(std::size_t, std::size_t);
extern template std::size_t fold_work_bytes<Vesta>(std::size_t, std::size_t);
extern template void fold_bases<Pallas>(std::span<Affine<Pallas>>, std::span<const Affine<Pallas>>,
                                        const Fq&);
extern template void fold_bases<Vesta>(std::span<Affine<Vesta>>, std::span<const Affine<Vesta>>,
                                       const Fp&);
extern template void fold_many<Pallas>(std::span<const Affine<Pallas>>, std::span<const Fq>,
                                       std::span<Affine<Pallas>>);
extern template void fold_many<Vesta>(std::span<const Affine<Vesta>>, std::span<const Fp>,
                                      std::span<Affine<Vesta>>);

}  // namespace onggi
