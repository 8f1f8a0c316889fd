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
#include "core/poly/packed_layers.h"
#include "core/poly/scalar_layers.h"

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

inline size_t reverse_bits(size_t i, unsigned bits) {
  size_t reversed = 0;
  for (unsigned k = 0; k < bits; ++k) reversed |= ((i >> k) & 1) << (bits - 1 - k);
  return reversed;
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
