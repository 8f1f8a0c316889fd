// The inverse Fourier transform of a vector of points: commitments to the Lagrange basis from the
// commitments to the monomials.
#pragma once

#include <span>

#include "core/curve/affine.h"

namespace onggi {

// points[i] <- (1/n) sum over e of omega^(−i e) points[e], in natural order on both sides, where
// n = points.size() is a power of two and omega a primitive n-th root of one. Identities are fine
// on both sides. Public data only: time depends on everything.
template <class C>
void inverse_group_fft(std::span<Affine<C>> points, const typename C::Scalar& omega);

// Bytes that it takes besides the points.
template <class C>
size_t group_fft_work_bytes(size_t n);

}  // namespace onggi
