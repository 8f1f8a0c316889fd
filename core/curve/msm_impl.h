#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/curve/buckets_impl.h"
#include "core/curve/endomorphism.h"
#include "core/curve/msm.h"
#include "core/curve/scale_impl.h"
#include "core/memory/byte_count.h"
#include "core/parallel/steps.h"

namespace onggi {
namespace msm_detail {

// Up to this many terms, shared doublings beat buckets.
inline constexpr size_t kStrausTerms = 24;
// Terms that are prepared in one range of a parallel loop.
inline constexpr size_t kGrain = 1024;
// Field multiplications that take as long as splitting a scalar.
inline constexpr size_t kSplit = 8;

// The bases, and behind them their images under the endomorphism; made when first asked for.
template <class C>
class Bases {
 public:
  using Scalar = typename C::Scalar;

  explicit Bases(std::span<const Affine<C>> bases) : bases_(bases) {}

  // Σ_i scalars[i]·bases[i] over scalars.size() ≤ bases.size() terms.
  Steps<Jacobian<C>> sum(std::span<const Scalar> scalars) {
    std::vector<uint32_t> active;
    active.reserve(scalars.size());
    for (uint32_t i = 0; i < scalars.size(); ++i) {
      if (!scalars[i].is_zero() && !bases_[i].is_identity()) active.push_back(i);
    }
    if (active.size() <= kStrausTerms) co_return sum_few(scalars, active);
    co_await pause_after(scalars.size());
    if (table_.empty()) co_await build_table();
    std::vector<BucketTerm> terms(2 * active.size());
    const auto split = [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        const SplitScalar k = glv_lattice<C>().split(scalars[active[i]].to_canonical());
        terms[2 * i] = term(k.k1, active[i]);
        terms[2 * i + 1] = term(k.k2, bases_.size() + active[i]);
      }
    };
    co_await parallel_for_steps(active.size(), kGrain, kSplit, split);
    std::erase_if(terms, [](const BucketTerm& t) { return t.bits() == 0; });
    BucketSum<C> buckets(table_, std::move(terms));
    co_return co_await buckets.compute();
  }

 private:
  Jacobian<C> sum_few(std::span<const Scalar> scalars, std::span<const uint32_t> active) const {
    std::vector<Affine<C>> points;
    std::vector<Scalar> factors;
    points.reserve(active.size());
    factors.reserve(active.size());
    for (const uint32_t i : active) {
      points.push_back(bases_[i]);
      factors.push_back(scalars[i]);
    }
    return straus_vartime<C>(points, factors);
  }

  static BucketTerm term(const HalfScalar& half, size_t point) {
    const auto sign = static_cast<uint32_t>(half.negative) << 31;
    return {half.magnitude, static_cast<uint32_t>(point) | sign};
  }

  ONGGI_FOR_SIZE Steps<> build_table() {
    const size_t n = bases_.size();
    table_.resize(2 * n);
    const std::span<PackedPoint<C>> points = std::span(table_).first(n);
    const std::span<PackedPoint<C>> images = std::span(table_).last(n);
    const auto pack = [&](size_t begin, size_t end) {
      const size_t count = end - begin;
      pack_points<C>(bases_.subspan(begin, count), points.subspan(begin, count));
      pack_endomorphisms<C>(points.subspan(begin, count), images.subspan(begin, count));
    };
    co_await parallel_for_steps(n, kGrain, 2, pack);
  }

  std::span<const Affine<C>> bases_;
  std::vector<PackedPoint<C>> table_;
};

}  // namespace msm_detail

template <class C>
size_t msm_work_bytes(size_t bases, size_t active) {
  using msm_detail::kStrausTerms;
  const size_t few = std::min(active, kStrausTerms);
  const size_t of_few =
      few * (sizeof(Affine<C>) + sizeof(typename C::Scalar)) + straus_work_bytes<C>(few);
  const ByteCount places = ByteCount(bases) * sizeof(uint32_t) + kStepsBytes;
  if (active <= kStrausTerms) return (places + of_few).value();
  const ByteCount table = ByteCount(2) * bases * sizeof(PackedPoint<C>);
  const size_t of_many = BucketSum<C>::work_bytes((ByteCount(2) * active).value());
  return (places + table + std::max(of_few, of_many)).value();
}

template <class C>
Steps<Jacobian<C>> msm_vartime_steps(std::span<const Affine<C>> bases,
                                     std::span<const typename C::Scalar> scalars) {
  assert(bases.size() == scalars.size());
  msm_detail::Bases<C> table(bases);
  co_return co_await table.sum(scalars);
}

template <class C>
Jacobian<C> msm_vartime(std::span<const Affine<C>> bases,
                        std::span<const typename C::Scalar> scalars) {
  return msm_vartime_steps<C>(bases, scalars).run();
}

template <class C>
ONGGI_FOR_SIZE Steps<std::vector<Jacobian<C>>> msm_many_vartime_steps(
    std::span<const Affine<C>> bases,
    std::span<const std::span<const typename C::Scalar>> columns) {
  size_t longest = 0;
  for (const auto& column : columns) longest = std::max(longest, column.size());
  assert(longest <= bases.size());
  msm_detail::Bases<C> table(bases.first(longest));
  std::vector<Jacobian<C>> sums;
  sums.reserve(columns.size());
  for (const auto& column : columns) sums.push_back(co_await table.sum(column));
  co_return sums;
}

}  // namespace onggi
