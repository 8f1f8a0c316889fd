// Accumulators: commitments to b-polynomials, one for each list of challenges. An accumulator
// postpones the check of an opening's last equation.
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

// The maximum number of bytes that it allocates. `challenges`: the number of all challenges.
template <class C>
size_t batch_accumulator_generate_bytes(const Srs<C>& srs, size_t count, size_t challenges);

// Whether `commitments`, which must be points of the curve, are the results of
// batch_accumulator_generate. Takes one MSM. Wrong ones pass with a probability of about (number of
// them)/2^254. Errors: those of batch_accumulator_generate, and those of the generator.
template <class C>
Result<bool> batch_accumulator_check(const Srs<C>& srs, std::span<const Affine<C>> commitments,
                                     std::span<const typename C::Scalar> challenges, Rng& rng);

// The maximum number of bytes that it allocates.
template <class C>
size_t batch_accumulator_check_bytes(const Srs<C>& srs, size_t count, size_t challenges);

}  // namespace onggi
