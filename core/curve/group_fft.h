// The inverse Fourier transform of a vector of points: computes commitments to the Lagrange basis
// from commitments to the monomials.
#pragma once

#include <span>

#include "core/curve/affine.h"
#include "core/parallel/steps.h"

namespace onggi {

// points[i] ← (1/n)·Σ_e ω^(−i·e)·points[e], in natural order, where n = points.size() is a power of
// two and `omega` a primitive n-th root of one. Inputs and outputs may be the identity. For public
// data only: the time depends on all inputs.
template <class C>
Steps<> inverse_group_fft(std::span<Affine<C>> points, typename C::Scalar omega);

// Bytes that it allocates besides the points.
template <class C>
size_t group_fft_work_bytes(size_t n);

}  // namespace onggi
