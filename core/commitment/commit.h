// Committing to polynomials. All of it takes a time that depends on the values committed to.
#pragma once

#include <span>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/poly/basis.h"

namespace onggi {

// Chunk j is <coefficients[j·m, (j+1)·m), g>. There are `num_chunks` chunks (the identity where
// there is nothing to commit to), more if the degree needs them, and never none.
template <class C>
PolyComm<C> commit_non_hiding(const Srs<C>& srs, std::span<const typename C::Scalar> coefficients,
                              size_t num_chunks);

// commit_non_hiding of every column, sharing the work that can be shared.
template <class C>
std::vector<PolyComm<C>> commit_many(const Srs<C>& srs,
                                     std::span<const std::span<const typename C::Scalar>> columns,
                                     size_t num_chunks);

// The commitment to the polynomial that has these values on the domain, in srs.chunks_for(n)
// chunks. Values on a domain k times as large are taken at every k-th place. Errors: invalid_length
// if the number of values is not a positive multiple of the domain's size.
template <class C>
Result<PolyComm<C>> commit_evaluations_non_hiding(const Srs<C>& srs,
                                                  const Domain<typename C::Scalar>& domain,
                                                  std::span<const typename C::Scalar> evaluations);

// chunk_j + blinders[j]·h. Errors: invalid_length unless there is a blinder for each chunk.
template <class C>
Result<PolyComm<C>> mask_custom(const Srs<C>& srs, const PolyComm<C>& commitment,
                                std::span<const typename C::Scalar> blinders);

}  // namespace onggi
