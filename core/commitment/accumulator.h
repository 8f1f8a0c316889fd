// Accumulators: commitments to the polynomials that fold the SRS, one for each list of challenges.
// The check of the last equation of an opening can be postponed by one of these.
// Source: the Kimchi book, "Inner product argument"; poly-commitment/src/utils.rs of the peer.
#pragma once

#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/field/random.h"

namespace onggi {

// The commitments <s_i, g>, where s_i are the coefficients of the b-polynomial of the i-th of
// `count` equal parts of `challenges`. Errors: invalid_length unless the challenges are `count`
// parts of at least one and at most log2(srs.size()).
template <class C>
Result<std::vector<Affine<C>>> batch_accumulator_generate(
    const Srs<C>& srs, size_t count, std::span<const typename C::Scalar> challenges);

// Bytes that it takes at most, for so many challenges in all.
template <class C>
size_t batch_accumulator_generate_bytes(const Srs<C>& srs, size_t count, size_t challenges);

// Whether `commitments`, points of the curve, are what batch_accumulator_generate makes, by one
// MSM; wrong ones pass with a probability of about (number of them)/2^254. Errors: as there, and
// those of the generator.
template <class C>
Result<bool> batch_accumulator_check(const Srs<C>& srs, std::span<const Affine<C>> commitments,
                                     std::span<const typename C::Scalar> challenges, Rng& rng);

// Bytes that it takes at most, for so many commitments and challenges.
template <class C>
size_t batch_accumulator_check_bytes(const Srs<C>& srs, size_t count, size_t challenges);

}  // namespace onggi
