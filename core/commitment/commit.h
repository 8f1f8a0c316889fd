// Commitments to polynomials. The time of all functions depends on the committed values.
#pragma once

#include <span>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/parallel/steps.h"
#include "core/poly/basis.h"

namespace onggi {

// Chunk j is <coefficients[j·m, (j+1)·m), g> with m = srs.size(). There are `num_chunks` chunks, or
// more if the degree needs them, and at least one. Chunks without coefficients are the identity.
template <class C>
Steps<PolyComm<C>> commit_non_hiding_steps(const Srs<C>& srs,
                                           std::span<const typename C::Scalar> coefficients,
                                           size_t num_chunks);
template <class C>
PolyComm<C> commit_non_hiding(const Srs<C>& srs, std::span<const typename C::Scalar> coefficients,
                              size_t num_chunks);

// commit_non_hiding for each column, with shared work.
template <class C>
Steps<std::vector<PolyComm<C>>> commit_many_steps(
    const Srs<C>& srs, std::span<const std::span<const typename C::Scalar>> columns,
    size_t num_chunks);

// The commitment to the polynomial with these values on the domain, in srs.chunks_for(n) chunks: a
// sum of Lagrange commitments if that is faster (see Srs::commit_by_lagrange). If there are k·n
// values, on a larger domain, every k-th value is used. Fewer than n values are continued with
// zeros. Errors: invalid_length if there are more than n values and their number is not a multiple
// of n.
template <class C>
Steps<Result<PolyComm<C>>> commit_evaluations_non_hiding_steps(
    const Srs<C>& srs, const Domain<typename C::Scalar>& domain,
    std::span<const typename C::Scalar> evaluations);
template <class C>
Result<PolyComm<C>> commit_evaluations_non_hiding(const Srs<C>& srs,
                                                  const Domain<typename C::Scalar>& domain,
                                                  std::span<const typename C::Scalar> evaluations);

// Bytes that commit_evaluations_non_hiding takes at most, with what the SRS keeps and the domain's
// twiddle factors.
template <class C>
size_t commit_evaluations_bytes(const Srs<C>& srs, size_t domain_size);

// chunk_j + blinders[j]·h. Errors: invalid_length unless there is one blinder per chunk.
template <class C>
Result<PolyComm<C>> mask_custom(const Srs<C>& srs, const PolyComm<C>& commitment,
                                std::span<const typename C::Scalar> blinders);

}  // namespace onggi
