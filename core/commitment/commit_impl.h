// Bodies of commit.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/commitment/commit.h"
#include "core/commitment/standard_srs.h"
#include "core/curve/jacobian.h"
#include "core/curve/msm.h"
#include "core/curve/scale.h"
#include "core/memory/byte_count.h"
#include "core/poly/basis.h"

namespace onggi {
namespace commit_detail {

template <class F>
std::span<const F> without_trailing_zeros(std::span<const F> coefficients) {
  size_t count = coefficients.size();
  while (count > 0 && coefficients[count - 1].is_zero()) --count;
  return coefficients.first(count);
}

}  // namespace commit_detail

template <class C>
Steps<PolyComm<C>> commit_non_hiding_steps(const Srs<C>& srs,
                                           std::span<const typename C::Scalar> coefficients,
                                           size_t num_chunks) {
  auto commitments = co_await commit_many_steps<C>(srs, std::span(&coefficients, 1), num_chunks);
  co_return std::move(commitments.front());
}

template <class C>
PolyComm<C> commit_non_hiding(const Srs<C>& srs, std::span<const typename C::Scalar> coefficients,
                              size_t num_chunks) {
  return commit_non_hiding_steps<C>(srs, coefficients, num_chunks).run();
}

template <class C>
ONGGI_FOR_SIZE Steps<std::vector<PolyComm<C>>> commit_many_steps(
    const Srs<C>& srs, std::span<const std::span<const typename C::Scalar>> columns,
    size_t num_chunks) {
  using F = typename C::Scalar;
  const size_t m = srs.size();
  std::vector<std::span<const F>> pieces;
  std::vector<size_t> pieces_of(columns.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    const auto column = commit_detail::without_trailing_zeros(columns[k]);
    for (size_t begin = 0; begin < column.size(); begin += m, ++pieces_of[k]) {
      pieces.push_back(column.subspan(begin, std::min(m, column.size() - begin)));
    }
  }
  const std::vector<Jacobian<C>> sums =
      co_await msm_many_vartime_steps<C>(srs.g(), std::span<const std::span<const F>>(pieces));
  std::vector<Affine<C>> points(sums.size());
  batch_to_affine<C>(sums, points);

  std::vector<PolyComm<C>> commitments(columns.size());
  auto next = points.cbegin();
  for (size_t k = 0; k < columns.size(); ++k) {
    auto& chunks = commitments[k].chunks;
    chunks.assign(std::max({num_chunks, pieces_of[k], size_t{1}}), Affine<C>::identity());
    std::copy_n(next, pieces_of[k], chunks.begin());
    next += static_cast<std::ptrdiff_t>(pieces_of[k]);
  }
  co_return commitments;
}

template <class C>
ONGGI_FOR_SIZE Steps<Result<PolyComm<C>>> commit_evaluations_non_hiding_steps(
    const Srs<C>& srs, const Domain<typename C::Scalar>& domain,
    std::span<const typename C::Scalar> evaluations) {
  using F = typename C::Scalar;
  const size_t n = domain.size();
  if (evaluations.size() > n && evaluations.size() % n != 0) {
    co_return fail(Errc::invalid_length,
                   fmt::format("{} values for a domain of size {}", evaluations.size(), n));
  }
  const size_t stride = std::max<size_t>(evaluations.size() / n, 1);
  Evaluations<F> on_domain;
  on_domain.values.reserve((evaluations.size() + stride - 1) / stride);
  for (size_t i = 0; i < evaluations.size(); i += stride) {
    on_domain.values.push_back(evaluations[i]);
  }
  auto sum = co_await srs.commit_by_lagrange(domain, on_domain.values);
  if (sum) co_return *std::move(sum);
  on_domain.values.resize(n);
  const Coefficients<F> polynomial = co_await interpolate(domain, std::move(on_domain));
  co_return co_await commit_non_hiding_steps<C>(srs, polynomial.values, srs.chunks_for(n));
}

template <class C>
Result<PolyComm<C>> commit_evaluations_non_hiding(const Srs<C>& srs,
                                                  const Domain<typename C::Scalar>& domain,
                                                  std::span<const typename C::Scalar> evaluations) {
  return commit_evaluations_non_hiding_steps<C>(srs, domain, evaluations).run();
}

// The values; their positions and the commitments there, of which one may have to be computed.
template <class C>
size_t commit_evaluations_bytes(const Srs<C>& srs, size_t domain_size) {
  constexpr size_t kValue = sizeof(typename C::Scalar) + sizeof(size_t) + sizeof(void*);
  return (ByteCount(domain_size) * kValue +
          srs.lagrange_commitments_bytes(domain_size, kStandardLagrange))
      .value();
}

template <class C>
Result<PolyComm<C>> mask_custom(const Srs<C>& srs, const PolyComm<C>& commitment,
                                std::span<const typename C::Scalar> blinders) {
  if (blinders.size() != commitment.chunks.size()) {
    return fail(Errc::invalid_length, fmt::format("{} blinders for {} chunks", blinders.size(),
                                                  commitment.chunks.size()));
  }
  std::vector<Jacobian<C>> sums(blinders.size());
  for (size_t j = 0; j < sums.size(); ++j) {
    sums[j] = scale_vartime<C>(srs.h(), blinders[j]);
    sums[j] += commitment.chunks[j];
  }
  PolyComm<C> masked{std::vector<Affine<C>>(sums.size())};
  batch_to_affine<C>(sums, masked.chunks);
  return masked;
}

}  // namespace onggi
