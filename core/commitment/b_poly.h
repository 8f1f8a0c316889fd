// The polynomial that folds the SRS: b(X) = Π_{i<k} (1 + u_{k−i}·X^(2^i)) for challenges u_1 … u_k.
// Source: the Kimchi book, "Inner product argument"; Halo (eprint 2019/1021), section 3.2.
#pragma once

#include <bit>
#include <span>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"

namespace onggi {

// b(x)
template <class F>
F b_poly(std::span<const F> challenges, const F& x);

// The 2^k coefficients: s_i = Π over the set bits j of i of u_{k−j}. At most 28 challenges.
template <class F>
std::vector<F> b_poly_coefficients(std::span<const F> challenges);

// The commitment to b in chunks of the SRS's size.
template <class C>
PolyComm<C> b_poly_commitment(const Srs<C>& srs, std::span<const typename C::Scalar> challenges);

// The number of coefficients for this many challenges; 0 if the SRS has too few bases.
template <class C>
size_t b_poly_size(const Srs<C>& srs, size_t challenges) {
  return challenges < std::bit_width(srs.size()) ? size_t{1} << challenges : 0;
}

// The maximum number of bytes that the commitment takes.
template <class C>
size_t b_poly_commitment_bytes(const Srs<C>& srs, size_t challenges);

}  // namespace onggi
