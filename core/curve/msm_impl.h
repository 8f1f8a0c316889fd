#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/curve/buckets_impl.h"
#include "core/curve/endomorphism.h"
#include "core/curve/msm.h"
#include "core/curve/scale_impl.h"

namespace onggi {
namespace msm_detail {

// Up to this many terms, shared doublings beat buckets.
inline constexpr std::size_t kStrausTerms = 24;

// The bases, and behind them their images under the endomorphism; made when first asked for.
template <class C>
class Bases {
 public:
  using Scalar = typename C::Scalar;

  explicit Bases(std::span<const Affine<C>> bases) : bases_(bases) {}

  // Sum of scalars[i] bases[i] over scalars.size() <= bases.size() terms.
  Jacobian<C> sum(std::span<const Scalar> scalars) {
    std::vector<std::uint32_t> active;
    for (std::uint32_t i = 0; i < scalars.size(); ++i) {
      if (!scalars[i].is_zero() && !bases_[i].is_identity()) active.push_back(i);
    }
    return active.size() <= kStrausTerms ? sum_few(scalars, active) : sum_many(scalars, active);
  }

 private:
  Jacobian<C> sum_few(std::span<const Scalar> scalars,
                      std::span<const std::uint32_t> active) const {
    std::vector<Affine<C>> points;
    std::vector<Scalar> factors;
    for (const std::uint32_t i : active) {
      points.push_back(bases_[i]);
      factors.push_back(scalars[i]);
    }
    return straus_vartime<C>(points, factors);
  }

  Jacobian<C> sum_many(std::span<const Scalar> scalars, std::span<const std::uint32_t> active) {
    if (table_.empty()) build_table();
    std::vector<BucketTerm> terms;
    terms.reserve(2 * active.size());
    const auto add_term = [&](const HalfScalar& half, std::size_t point) {
      if (half.is_zero()) return;
      const auto sign = static_cast<std::uint32_t>(half.negative) << 31;
      terms.push_back({half.magnitude, static_cast<std::uint32_t>(point) | sign});
    };
    for (const std::uint32_t i : active) {
      const SplitScalar k = glv_lattice<C>().split(scalars[i].to_canonical());
      add_term(k.k1, i);
      add_term(k.k2, bases_.size() + i);
    }
    return BucketSum<C>(table_, std::move(terms)).compute();
  }

  void build_table() {
    table_.reserve(2 * bases_.size());
    table_.assign(bases_.begin(), bases_.end());
    for (const Affine<C>& p : bases_) table_.push_back(p.endomorphism());
  }

  std::span<const Affine<C>> bases_;
  std::vector<Affine<C>> table_;
};

}  // namespace msm_detail

template <class C>
Jacobian<C> msm_vartime(std::span<const Affine<C>> bases,
                        std::span<const typename C::Scalar> scalars) {
  assert(bases.size() == scalars.size());
  return msm_detail::Bases<C>(bases).sum(scalars);
}

template <class C>
std::vector<Jacobian<C>> msm_many_vartime(
    std::span<const Affine<C>> bases,
    std::span<const std::span<const typename C::Scalar>> columns) {
  std::size_t longest = 0;
  for (const auto& column : columns) longest = std::max(longest, column.size());
  assert(longest <= bases.size());
  msm_detail::Bases<C> table(bases.first(longest));
  std::vector<Jacobian<C>> sums;
  sums.reserve(columns.size());
  for (const auto& column : columns) sums.push_back(table.sum(column));
  return sums;
}

}  // namespace onggi
