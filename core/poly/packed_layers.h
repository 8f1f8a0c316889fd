// The layers of a Fourier transform on vectors of elements. See domain.h.
//
// A pass runs several layers on *columns*: 2^layers elements at a distance of 2^log_stride, which
// only those layers combine. It loads kLanes columns into vectors, one vector a row, so that layers
// never combine lanes.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <type_traits>

#include "core/field/packed.h"
#include "core/parallel/parallel_for.h"
#include "core/parallel/steps.h"
#include "core/poly/scalar_layers.h"

namespace onggi::poly_detail {

// The most layers of a pass. The rows of a pass are on the stack.
inline constexpr unsigned kPassLayers = 9;

// Values between layers: each layer adds a reduced product.
inline constexpr unsigned kMostBound = 6;
template <class F>
using PassRow = LazyPacked<F, kMostBound>;

// (lo, hi) ← (lo + c·hi, lo − c·hi) for rows of bound B. c = nullptr stands for 1.
template <unsigned B, class F>
[[gnu::noinline]] void row_butterflies(PassRow<F>* lo, PassRow<F>* hi, size_t n,
                                       const Packed<F>* c) {
  const auto butterfly = [](PassRow<F>& lo, PassRow<F>& hi, const Packed<F>& product) {
    const auto combine = [&](const auto& kept) {
      hi = kept - product;
      lo = kept + product;
    };
    if constexpr (B + 1 > kMostBound - 1) {
      combine(lo.template assume<B>().reduced());
    } else {
      combine(lo.template assume<B>());
    }
  };
  if (c == nullptr) {
    for (size_t i = 0; i < n; ++i) butterfly(lo[i], hi[i], hi[i].template assume<B>().reduced());
  } else {
    for (size_t i = 0; i + 1 < n; i += 2) {
      const auto products =
          Packed<F>::products(hi[i].template assume<B>(), *c, hi[i + 1].template assume<B>(), *c);
      butterfly(lo[i], hi[i], products[0]);
      butterfly(lo[i + 1], hi[i + 1], products[1]);
    }
    if (n == 1) butterfly(lo[0], hi[0], hi[0].template assume<B>() * *c);
  }
}

// From and to elements, or single lanes of vectors.
template <class F>
Packed<F> load_lanes(const std::array<const F*, kLanes<F>>& lanes) {
  return Packed<F>::load(lanes);
}
template <class F>
Packed<F> load_lanes(const std::array<const PackedElement<F>*, kLanes<F>>& lanes) requires(
    !std::is_same_v<F, PackedElement<F>>) {
  return Packed<F>::gather(lanes);
}
template <class F>
void store_lanes(const PassRow<F>& row, const std::array<F*, kLanes<F>>& lanes) {
  row.store(lanes);
}
template <class F>
void store_lanes(const PassRow<F>& row, const std::array<PackedElement<F>*, kLanes<F>>&
                                            lanes) requires(!std::is_same_v<F, PackedElement<F>>) {
  Packed<F>(row).scatter(lanes);
}

// One group of columns. T: F, or single lanes of vectors.
template <class F, class T>
class ColumnPass {
 public:
  static constexpr size_t kN = kLanes<F>;

  ColumnPass(std::span<T> values, unsigned layers, unsigned log_stride,
             const PackedElement<F>* twiddles)
      : values_(values.data()), twiddles_(twiddles), layers_(layers), log_stride_(log_stride) {}

  static size_t groups(size_t size, unsigned layers) { return (size >> layers) / kN; }

  [[gnu::noinline]] void run(size_t group) {
    for (size_t lane = 0; lane < kN; ++lane) {
      const size_t column = group * kN + lane;
      block_[lane] = column >> log_stride_;
      const size_t within = column & ((size_t{1} << log_stride_) - 1);
      first_[lane] = values_ + (block_[lane] << (layers_ + log_stride_)) + within;
    }
    load();
    unsigned bound = 1;
    for (unsigned layer = 0; layer < layers_; ++layer) {
      constexpr std::array<void (ColumnPass::*)(unsigned), 5> kLayer{
          &ColumnPass::run_layer<1>, &ColumnPass::run_layer<2>, &ColumnPass::run_layer<3>,
          &ColumnPass::run_layer<4>, &ColumnPass::run_layer<5>};
      (this->*kLayer[bound - 1])(layer);
      bound = bound == 5 ? 2 : bound + 1;
    }
    store();
  }

 private:
  [[gnu::noinline]] void load() {
    for (size_t i = 0; i < size_t{1} << layers_; ++i) {
      std::array<const T*, kN> lanes;
      for (size_t lane = 0; lane < kN; ++lane) lanes[lane] = first_[lane] + (i << log_stride_);
      rows_[i] = load_lanes<F>(lanes);
    }
  }
  [[gnu::noinline]] void store() {
    for (size_t i = 0; i < size_t{1} << layers_; ++i) {
      std::array<T*, kN> lanes;
      for (size_t lane = 0; lane < kN; ++lane) lanes[lane] = first_[lane] + (i << log_stride_);
      store_lanes<F>(rows_[i], lanes);
    }
  }
  // Part u of the 2^layer parts of a column has the twiddle of its block in this layer.
  template <unsigned B>
  void run_layer(unsigned layer) {
    const size_t half = size_t{1} << (layers_ - layer - 1);
    for (size_t u = 0; u < size_t{1} << layer; ++u) {
      PassRow<F>* lo = &rows_[2 * u * half];
      if (u == 0 && block_[kN - 1] == 0) {
        row_butterflies<B, F>(lo, lo + half, half, nullptr);
        continue;
      }
      std::array<const PackedElement<F>*, kN> lanes;
      for (size_t lane = 0; lane < kN; ++lane) {
        lanes[lane] = twiddles_ + (block_[lane] << layer) + u;
      }
      const auto c = Packed<F>::gather(lanes);
      row_butterflies<B, F>(lo, lo + half, half, &c);
    }
  }

  T* values_;
  const PackedElement<F>* twiddles_;
  unsigned layers_;
  unsigned log_stride_;
  std::array<size_t, kN> block_;
  std::array<T*, kN> first_;
  std::array<PassRow<F>, size_t{1} << kPassLayers> rows_;
};

// The last `layers` layers of a transform.
template <class F, class T>
Steps<> packed_layers(std::span<T> values, unsigned layers, const PackedElement<F>* twiddles) {
  const auto log_size = static_cast<unsigned>(std::countr_zero(values.size()));
  const unsigned most = std::min<unsigned>(kPassLayers, log_size - 2);
  while (layers > 0) {
    const unsigned passes = (layers + most - 1) / most;
    const unsigned now = (layers + passes - 1) / passes;
    layers -= now;
    const size_t grain = std::max<size_t>((4 * kPiece) >> now >> 2, 1);
    using Pass = ColumnPass<F, T>;
    const size_t groups = Pass::groups(values.size(), now);
    const size_t each = (kLanes<F> << now) * now / 2;
    const auto run_groups = [&](size_t begin, size_t end) {
      Pass pass(values, now, layers, twiddles);
      for (size_t group = begin; group < end; ++group) pass.run(group);
    };
    co_await parallel_for_steps(groups, grain, each, run_groups);
  }
}

}  // namespace onggi::poly_detail
