// Bodies of accumulator.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "core/commitment/accumulator.h"
#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/commitment/zero_sum.h"
#include "core/memory/byte_count.h"

namespace onggi {
namespace accumulator_detail {

// The number of challenges of one accumulator.
template <class C>
Result<size_t> rounds(const Srs<C>& srs, size_t count, size_t challenges) {
  const size_t most = std::bit_width(srs.size()) - 1;
  const size_t each = count == 0 ? 0 : challenges / count;
  if (each * count != challenges || each > most || (count > 0 && each == 0)) {
    return fail(Errc::invalid_length,
                fmt::format("{} challenges for {} accumulators of at most {} each", challenges,
                            count, most));
  }
  return each;
}

}  // namespace accumulator_detail

template <class C>
Result<std::vector<Affine<C>>> batch_accumulator_generate(
    const Srs<C>& srs, size_t count, std::span<const typename C::Scalar> challenges) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(rounds, accumulator_detail::rounds(srs, count, challenges.size()));
  std::vector<Affine<C>> commitments;
  commitments.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const auto s = b_poly_coefficients<F>(challenges.subspan(i * rounds, rounds));
    commitments.push_back(commit_non_hiding<C>(srs, s, 1).chunks[0]);
  }
  return commitments;
}

// batch_accumulator_generate refuses more challenges per accumulator than the SRS has points for.
template <class C>
size_t batch_accumulator_generate_bytes(const Srs<C>& srs, size_t count, size_t challenges) {
  const size_t accumulators = std::min(count, challenges);
  const size_t rounds = accumulators == 0 ? 0 : challenges / accumulators;
  return (ByteCount(accumulators) * sizeof(Affine<C>) + b_poly_commitment_bytes(srs, rounds))
      .value();
}

template <class C>
size_t batch_accumulator_check_bytes(const Srs<C>& srs, size_t count, size_t challenges) {
  const size_t accumulators = std::min(count, challenges);
  const size_t rounds = accumulators == 0 ? 0 : challenges / accumulators;
  return ZeroSum<C>::work_bytes(srs, accumulators, b_poly_size(srs, rounds));
}

template <class C>
Result<bool> batch_accumulator_check(const Srs<C>& srs, std::span<const Affine<C>> commitments,
                                     std::span<const typename C::Scalar> challenges, Rng& rng) {
  using F = typename C::Scalar;
  BOOST_OUTCOME_TRY(rounds, accumulator_detail::rounds(srs, commitments.size(), challenges.size()));
  BOOST_OUTCOME_TRY(rho, random_field<F>(rng));
  // Σ_i rho^i·(commitment_i − <s_i, g>)
  ZeroSum<C> sum(srs, commitments.size());
  F weight = F::one();
  for (size_t i = 0; i < commitments.size(); ++i, weight *= rho) {
    sum.add(commitments[i], weight);
    sum.add_g(-weight, b_poly_coefficients<F>(challenges.subspan(i * rounds, rounds)));
  }
  return sum.holds_vartime().run();
}

}  // namespace onggi
