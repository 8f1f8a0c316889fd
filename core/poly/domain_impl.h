// Bodies of domain.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/field/batch.h"
#include "core/field/packed.h"
#include "core/field/work_count.h"
#include "core/parallel/parallel_for.h"
#include "core/poly/domain.h"

namespace onggi {

// values[b] = omega^(b with its log2(size)−1 bits reversed). Hence values[2b]² = values[b] and
// values[2b+1]² = −values[b]: all layers use one twiddle per block, in order.
template <class F>
struct Domain<F>::Twiddles {
  std::once_flag once;
  std::vector<F> values;
  std::vector<PackedElement<F>> packed;  // the same as single lanes; empty if F has one lane
};

namespace poly_detail {

// The number of elements that one kernel call processes, unless a layer's block is larger.
inline constexpr size_t kPiece = 512;
// The number of pieces in one range of a parallel loop, about 30 µs.
inline constexpr size_t kGrainPieces = 2;

inline size_t reverse_bits(size_t i, unsigned bits) {
  size_t reversed = 0;
  for (unsigned k = 0; k < bits; ++k) reversed |= ((i >> k) & 1) << (bits - 1 - k);
  return reversed;
}

// The kernels are separate functions because WebAssembly engines replace a function with its
// optimised code between calls, not inside a running loop.

// (lo, hi) ← (lo + c·hi, lo − c·hi)
template <class F>
[[gnu::noinline]] void butterflies(F* lo, F* hi, size_t n, const F& c) {
  for (size_t i = 0; i < n; ++i) {
    const F t = hi[i] * c;
    hi[i] = lo[i] - t;
    lo[i] += t;
  }
}

// The same for c = 1.
template <class F>
[[gnu::noinline]] void butterflies_one(F* lo, F* hi, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const F t = hi[i];
    hi[i] = lo[i] - t;
    lo[i] += t;
  }
}

// One layer on the blocks [begin, end) of 2·half elements each, block b with twiddles[b].
template <class F>
[[gnu::noinline]] void butterfly_blocks(F* values, size_t half, const F* twiddles, size_t begin,
                                        size_t end) {
  for (size_t b = begin; b < end; ++b) {
    F* lo = values + b * 2 * half;
    F* hi = lo + half;
    for (size_t i = 0; i < half; ++i) {
      const F t = b == 0 ? hi[i] : hi[i] * twiddles[b];
      hi[i] = lo[i] - t;
      lo[i] += t;
    }
  }
}

// One layer on the whole array, which has at least kPiece elements in blocks of at least kPiece.
template <class F>
void wide_layer(std::span<F> values, size_t half, std::span<const F> twiddles) {
  const size_t pieces_per_block = 2 * half / kPiece;
  parallel_for(values.size() / kPiece, kGrainPieces, [&](size_t begin, size_t end) {
    for (size_t piece = begin; piece < end; ++piece) {
      const size_t block = piece / pieces_per_block;
      F* lo = values.data() + block * 2 * half + (piece % pieces_per_block) * (kPiece / 2);
      if (block == 0) {
        butterflies_one(lo, lo + half, kPiece / 2);
      } else {
        butterflies(lo, lo + half, kPiece / 2, twiddles[block]);
      }
    }
  });
}

// The layers of size `half` and all smaller ones. Their blocks of 2·half elements are independent
// and are processed one after the other.
template <class F>
void narrow_layers(std::span<F> values, size_t half, std::span<const F> twiddles) {
  const size_t width = 2 * half;
  const size_t grain = std::max<size_t>(kGrainPieces * kPiece / width, 1);
  parallel_for(values.size() / width, grain, [&](size_t begin, size_t end) {
    for (size_t h = half; h > 0; h /= 2) {
      const size_t blocks = width / (2 * h);
      for (size_t block = begin; block < end; ++block) {
        butterfly_blocks(values.data(), h, twiddles.data(), block * blocks, (block + 1) * blocks);
      }
    }
  });
}

// Swaps values[i] and values[reverse_bits(i)] for the pairs whose lower index is in [begin, end).
template <class T>
[[gnu::noinline]] void permute_bit_reversed(T* values, unsigned bits, size_t begin, size_t end) {
  size_t j = reverse_bits(begin, bits);
  for (size_t i = begin; i < end; ++i) {
    if (i < j) std::swap(values[i], values[j]);
    // Increments j with the carry from the top bit downwards.
    size_t bit = (size_t{1} << bits) >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j |= bit;
  }
}

// Vectors of lanes.
//
// A pass runs several layers on *columns*: `rows` elements at a distance of `stride`, which only
// those layers combine. It loads kLanes columns into vectors, one vector a row, so that layers
// never combine lanes.

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

// values[i] *= factor·step^i
template <class F>
[[gnu::noinline]] void scale_part(std::span<F> values, const F& step, F factor) {
  constexpr size_t kN = kLanes<F>;
  size_t i = 0;
  if constexpr (kN > 1) {
    std::array<F, kN> first;
    powers<F>(first, step, factor);
    auto scale = Packed<F>::load(first.data());
    const Packed<F> leap(step.pow_u64(kN));
    for (; i + kN <= values.size(); i += kN) {
      (Packed<F>::load(&values[i]) * scale).store(&values[i]);
      scale *= leap;
    }
    factor *= step.pow_u64(i);
  }
  for (; i < values.size(); ++i) {
    values[i] *= factor;
    factor *= step;
  }
}

template <class F>
void scale_by_powers(std::span<F> values, const F& step, const F& factor) {
  parallel_for(values.size(), 4 * kPiece, [&](size_t begin, size_t end) {
    scale_part<F>(values.subspan(begin, end - begin), step, factor * step.pow_u64(begin));
  });
}

}  // namespace poly_detail

template <class F>
Domain<F>::Domain() : Domain(0u) {}

template <class F>
Domain<F>::Domain(unsigned log_size)
    : log_size_(log_size),
      omega_(F::two_adic_root()),
      size_inv_(F::from_u64(size()).inverse_vartime()),
      twiddles_(std::make_shared<Twiddles>()) {
  for (unsigned k = log_size; k < F::kTwoAdicity; ++k) omega_ = omega_.square();
  omega_inv_ = omega_.inverse_vartime();
}

template <class F>
Result<Domain<F>> Domain<F>::create(size_t size) {
  if (!std::has_single_bit(size) || size > kMaxTransformSize) {
    return fail(Errc::size_out_of_range,
                fmt::format("the domain size must be a power of two up to {}, got {}",
                            kMaxTransformSize, size));
  }
  const auto log_size = static_cast<unsigned>(std::countr_zero(size));
  if (log_size > F::kTwoAdicity) {
    return fail(Errc::size_out_of_range, fmt::format("the field has no domain of size {}", size));
  }
  return Domain(log_size);
}

template <class F>
std::span<const F> Domain<F>::twiddles() const {
  std::call_once(twiddles_->once, [this] {
    std::vector<F>& t = twiddles_->values;
    t.resize(std::max<size_t>(size() / 2, 1), F::one());
    // The root for the first block of the next 2^k: omega^(size/2^(k+2)).
    std::vector<F> roots(log_size_);
    F root = omega_;
    for (size_t k = roots.size(); k-- > 0;) {
      roots[k] = root;
      root = root.square();
    }
    // t[2^k + b] = t[b]·omega^(size / 2^(k+2)), because bit k of an index is bit log2(size)−2−k
    // after reversal.
    for (size_t k = 0, known = 1; known < t.size(); ++k, known *= 2) {
      for (size_t b = 0; b < known; ++b) t[known + b] = t[b] * roots[k + 1];
    }
    if constexpr (1 < kLanes<F>) {
      twiddles_->packed.resize(t.size());
      pack<F>(twiddles_->packed, t);
    }
  });
  return twiddles_->values;
}

template <class F>
F Domain<F>::element(size_t i) const {
  i &= size() - 1;
  if (log_size_ == 0) return F::one();
  // omega^(size/2) = −1
  const size_t half = size() / 2;
  const F& power = twiddles()[poly_detail::reverse_bits(i & (half - 1), log_size_ - 1)];
  return i < half ? power : -power;
}

template <class F>
F Domain<F>::vanishing_at(const F& x) const {
  F power = x;
  for (unsigned k = 0; k < log_size_; ++k) power = power.square();
  return power - F::one();
}

// Block b of a layer holds the polynomial modulo X^(2·half) − c_b². Its butterflies compute the
// remainders modulo X^half − c_b and X^half + c_b. Starts at the layer of `blocks` blocks.
template <class F>
template <class T>
Steps<> Domain<F>::transform(std::span<T> values, size_t blocks) const {
  count_work(Work::transform);
  size_t half = size() / (2 * blocks);
  if (1 < kLanes<F> && log_size_ > 2) {
    twiddles();
    co_await poly_detail::packed_layers<F>(values, static_cast<unsigned>(std::bit_width(half)),
                                           twiddles_->packed.data());
  } else if constexpr (!std::is_same_v<F, T>) {
    std::vector<F> unpacked(values.size());
    unpack<F>(unpacked, values);
    co_await transform<F>(unpacked, blocks);
    pack<F>(values, unpacked);
    co_return;
  } else {
    for (; 2 * half > poly_detail::kPiece; half /= 2) {
      poly_detail::wide_layer(values, half, twiddles());
      co_await pause_after(values.size() / 2);
    }
    if (half > 0) poly_detail::narrow_layers(values, half, twiddles());
    co_await pause_after(values.size() / 2 * std::bit_width(half));
  }
  parallel_for(size(), 4 * poly_detail::kPiece, [&](size_t begin, size_t end) {
    poly_detail::permute_bit_reversed(values.data(), log_size_, begin, end);
  });
  co_await pause_after(values.size() / 4);
}

template <class F>
Steps<> Domain<F>::ifft(std::span<F> values) const {
  return coset_ifft(values, F::one());
}

// c_k = shift^−k / n·Σ_i v_i·omega^(−i·k): a forward transform with outputs 1 … n−1 reversed.
template <class F>
Steps<> Domain<F>::coset_ifft(std::span<F> values, F shift) const {
  co_await transform<F>(values, 1);
  std::reverse(values.begin() + 1, values.end());
  poly_detail::scale_by_powers(values, shift.inverse_vartime(), size_inv_);
  co_await pause_after(2 * values.size());
}

template <class F>
void Domain<F>::evaluate(std::span<const F> coefficients, const F& shift, std::span<F> out) const {
  const size_t n = size();
  const size_t head = std::min(coefficients.size(), n);
  std::copy(coefficients.begin(), coefficients.begin() + head, out.begin());
  // Σ_j shift^(j·n)·coefficients[j·n + i]
  const F leap = shift.pow_u64(n);
  F scale = leap;
  for (size_t begin = n; begin < coefficients.size(); begin += n, scale *= leap) {
    const size_t count = std::min(n, coefficients.size() - begin);
    add_scaled<F>(out.first(count), scale, coefficients.subspan(begin, count));
  }
  if (shift != F::one()) poly_detail::scale_by_powers(out.first(head), shift, F::one());
  transform_head<F>(out, head).run();
}

template <class F>
Steps<> Domain<F>::evaluate_scaled(std::span<const F> coefficients,
                                   std::span<const PackedElement<F>> powers,
                                   std::span<PackedElement<F>> out) const {
  const size_t head = coefficients.size();
  pack_scaled<F>(out.first(head), coefficients, powers.first(head));
  co_await pause_after(head);
  co_await transform_head<PackedElement<F>>(out, head);
}

// The transform of `head` coefficients; the values after them are ignored. For at most n/blocks
// coefficients, the upper inputs of the first layers are zero, so these layers only copy.
template <class F>
template <class T>
Steps<> Domain<F>::transform_head(std::span<T> values, size_t head) const {
  const size_t block = std::bit_ceil(std::max<size_t>(head, 1));
  std::fill(values.begin() + head, values.begin() + block, T());
  for (size_t begin = block; begin < size(); begin += block) {
    std::copy(values.begin(), values.begin() + block, values.begin() + begin);
  }
  co_await transform<T>(values, size() / block);
}

template <class F>
size_t Domain<F>::heap_bytes() const {
  return sizeof(Twiddles) + twiddles_->values.capacity() * sizeof(F) +
         twiddles_->packed.capacity() * sizeof(PackedElement<F>);
}

}  // namespace onggi
