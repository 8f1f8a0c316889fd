#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/curve/group_fft.h"
#include "core/curve/lane_scale_impl.h"
#include "core/memory/byte_count.h"
#include "core/parallel/parallel_for.h"
#include "core/parallel/steps.h"

namespace onggi {
namespace group_fft_detail {

// The minimum number of points of a thread. With fewer, the shared inversion costs too much.
inline constexpr size_t kLeastGrain = 512;
// Field multiplications that take as long as splitting a scalar.
inline constexpr size_t kSplit = 8;
// Field multiplications of the sum and the difference of two points, for each point.
inline constexpr size_t kAddition = 5;

template <class C>
void bit_reverse(std::span<Affine<C>> points) {
  const size_t n = points.size();
  for (size_t i = 1, j = 0; i < n; ++i) {
    size_t bit = n / 2;
    for (; (j & bit) != 0; bit /= 2) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(points[i], points[j]);
  }
}

// Multiplies selected points by one scalar each, one block of lanes at a time.
template <class C>
class PointScaler {
 public:
  static size_t work_bytes(size_t most_lanes) {
    const size_t lanes = std::min(most_lanes, LaneScaler<C>::block_lanes(1));
    return LaneScaler<C>::work_bytes(1, lanes) +
           lanes * (sizeof(Affine<C>) + sizeof(size_t) + sizeof(SplitDigits));
  }

  PointScaler(std::span<Affine<C>> points, size_t most_lanes)
      : points_(points),
        most_lanes_(std::min(most_lanes, LaneScaler<C>::block_lanes(1))),
        scaler_(1, most_lanes_),
        products_(most_lanes_) {
    indices_.reserve(most_lanes_);
    scalars_.reserve(most_lanes_);
  }

  // points[index] ← k·points[index], in flush(), which follows when the block is full.
  void scale(size_t index, const typename C::Scalar& k) {
    if (points_[index].is_identity()) return;
    indices_.push_back(index);
    scalars_.emplace_back(glv_lattice<C>().split(k.to_canonical()));
  }
  bool is_full() const { return indices_.size() == most_lanes_; }

  ONGGI_FOR_SIZE Steps<> flush() {
    const size_t lanes = indices_.size();
    if (lanes == 0) co_return;
    co_await pause_after(lanes * kSplit);
    scaler_.begin(lanes);
    for (size_t lane = 0; lane < lanes; ++lane) products_[lane] = points_[indices_[lane]];
    scaler_.set_points(0, std::span(products_).first(lanes));
    co_await scaler_.scale_each(scalars_, std::span(products_).first(lanes));
    for (size_t lane = 0; lane < lanes; ++lane) points_[indices_[lane]] = products_[lane];
    indices_.clear();
    scalars_.clear();
  }

 private:
  std::span<Affine<C>> points_;
  size_t most_lanes_;
  LaneScaler<C> scaler_;
  std::vector<Affine<C>> products_;
  std::vector<size_t> indices_;
  std::vector<SplitDigits> scalars_;
};

// Multiplies the upper points of the pairs at distance m, or all points, by their twiddle factors.
template <class C>
ONGGI_FOR_SIZE Steps<> scale_range(PointScaler<C>& scaler, size_t begin, size_t end, size_t m,
                                   bool all, std::span<const typename C::Scalar> twiddles) {
  for (size_t i = begin; i < end; ++i) {
    const size_t j = (i & m) != 0 ? i & (m - 1) : 0;
    if (all || j != 0) scaler.scale(i, twiddles[j]);
    if (scaler.is_full()) co_await scaler.flush();
  }
  co_await scaler.flush();
}

}  // namespace group_fft_detail

template <class C>
size_t group_fft_work_bytes(size_t n) {
  return (ByteCount(n / 2) * sizeof(typename C::Scalar) +
          parallel_workers() *
              (ByteCount(group_fft_detail::PointScaler<C>::work_bytes(n)) + kStepsBytes))
      .value();
}

// Decimation in time. Level m: (a, b) ← (a + w^j·b, a − w^j·b) for a and b at distance m, where j
// is the position of a in its half block and w a primitive 2m-th root. The last level includes the
// factor 1/n.
template <class C>
ONGGI_FOR_SIZE Steps<> inverse_group_fft(std::span<Affine<C>> points, typename C::Scalar omega) {
  using Scalar = typename C::Scalar;
  const size_t n = points.size();
  assert(std::has_single_bit(n) && omega.pow_u64(n) == Scalar::one());
  if (n == 1) co_return;
  group_fft_detail::bit_reverse<C>(points);
  const size_t grain = std::min(n, worker_share(n, group_fft_detail::kLeastGrain));
  std::vector<group_fft_detail::PointScaler<C>> scalers;
  for (size_t i = 0; i < parallel_workers(); ++i) scalers.emplace_back(points, grain);
  const Scalar omega_inv = omega.inverse_vartime();
  const Scalar size_inv = Scalar::from_u64(n).inverse_vartime();
  for (size_t m = 1; m < n; m *= 2) {
    const bool last = m == n / 2;
    const Scalar w = omega_inv.pow_u64(n / (2 * m));
    std::vector<Scalar> twiddles(m);
    twiddles[0] = last ? size_inv : Scalar::one();
    for (size_t j = 1; j < m; ++j) twiddles[j] = twiddles[j - 1] * w;
    std::vector<Steps<>> computations;
    for (size_t begin = 0; begin < n; begin += grain) {
      computations.push_back(group_fft_detail::scale_range<C>(
          scalers[computations.size()], begin, std::min(n, begin + grain), m, last, twiddles));
    }
    co_await run_together(computations);
    batch_add_sub<C>(points, m);
    co_await pause_after(n * group_fft_detail::kAddition);
  }
}

}  // namespace onggi
