// Arithmetic on arrays of field elements.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "core/field/packed.h"

namespace onggi {

// a[i] ← 1/a[i], with one inversion per block of elements. Zeros stay zero. Variable time.
template <class F>
void batch_inverse(std::span<F> a) {
  constexpr size_t kBlock = 1024;
  std::vector<F> prefix(std::min(a.size(), kBlock));
  for (size_t start = 0; start < a.size(); start += kBlock) {
    const auto block = a.subspan(start, std::min(kBlock, a.size() - start));
    // prefix[i] = product of the nonzero elements before i
    F product = F::one();
    for (size_t i = 0; i < block.size(); ++i) {
      prefix[i] = product;
      if (!block[i].is_zero()) product *= block[i];
    }
    // inverse = 1 / product of the nonzero elements up to i
    F inverse = product.inverse_vartime();
    for (size_t i = block.size(); i-- > 0;) {
      if (block[i].is_zero()) continue;
      const F next = inverse * block[i];
      block[i] = inverse * prefix[i];
      inverse = next;
    }
  }
}

namespace batch_detail {

// Pointers to kLanes elements from `first` on. If fewer are left, the last one is repeated.
template <class F, class T>
std::array<T*, kLanes<F>> lanes_at(T* array, size_t first, size_t count) {
  std::array<T*, kLanes<F>> lanes;
  for (size_t i = 0; i < lanes.size(); ++i) lanes[i] = array + std::min(first + i, count - 1);
  return lanes;
}

}  // namespace batch_detail

// out[i] ← in[i] as single lanes of vectors, and back. The sizes must be equal.
template <class F>
[[gnu::noinline]] void pack(std::span<PackedElement<F>> out,
                            std::span<const std::type_identity_t<F>> in) {
  using batch_detail::lanes_at;
  assert(out.size() == in.size());
  for (size_t i = 0, n = in.size(); i < n; i += kLanes<F>) {
    Packed<F>::load(lanes_at<F>(in.data(), i, n)).scatter(lanes_at<F>(out.data(), i, n));
  }
}
template <class F>
[[gnu::noinline]] void unpack(std::span<F> out, std::span<const PackedElement<F>> in) {
  using batch_detail::lanes_at;
  assert(out.size() == in.size());
  for (size_t i = 0, n = in.size(); i < n; i += kLanes<F>) {
    Packed<F>::gather(lanes_at<F>(in.data(), i, n)).store(lanes_at<F>(out.data(), i, n));
  }
}

// out[i] ← in[i]·factors[i] as single lanes of vectors. The sizes must be equal.
template <class F>
[[gnu::noinline]] void pack_scaled(std::span<PackedElement<F>> out,
                                   std::span<const std::type_identity_t<F>> in,
                                   std::span<const PackedElement<F>> factors) {
  using batch_detail::lanes_at;
  assert(out.size() == in.size() && out.size() == factors.size());
  for (size_t i = 0, n = in.size(); i < n; i += kLanes<F>) {
    (Packed<F>::load(lanes_at<F>(in.data(), i, n)) *
     Packed<F>::gather(lanes_at<F>(factors.data(), i, n)))
        .scatter(lanes_at<F>(out.data(), i, n));
  }
}

// out[i] ← a[i]·b[i]. The sizes must be equal; `out` may be `a` or `b`.
template <class F>
void mul_pointwise(std::span<F> out, std::span<const std::type_identity_t<F>> a,
                   std::span<const std::type_identity_t<F>> b) {
  assert(out.size() == a.size() && out.size() == b.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = a[i] * b[i];
}

namespace batch_detail {

// acc[i] ← acc[i] + k·x[i] for all whole vectors.
template <class F>
[[gnu::noinline]] void add_scaled_lanes(F* acc, const F& k, const F* x, size_t vectors) {
  const Packed<F> factor(k);
  for (size_t i = 0; i < vectors * kLanes<F>; i += kLanes<F>) {
    (Packed<F>::load(acc + i) + factor * Packed<F>::load(x + i)).store(acc + i);
  }
}

// The sums of the lanes 0, 1, … of the products of all whole vectors.
template <class F>
[[gnu::noinline]] std::array<F, kLanes<F>> inner_products(const F* a, const F* b, size_t vectors) {
  constexpr size_t kN = kLanes<F>;
  Packed<F> sum;
  for (size_t i = 0; i < vectors; ++i) {
    sum += Packed<F>::load(a + i * kN) * Packed<F>::load(b + i * kN);
  }
  std::array<F, kN> lanes;
  sum.store(lanes.data());
  return lanes;
}

// Lane j: Σ_i coeffs[kLanes·i + j]·x^i.
template <class F>
[[gnu::noinline]] std::array<F, kLanes<F>> horner_lanes(const F* coeffs, size_t vectors,
                                                        const F& x) {
  constexpr size_t kN = kLanes<F>;
  const Packed<F> factor(x);
  LazyPacked<F, 2> value;
  for (size_t i = vectors; i-- > 0;) {
    value = value * factor + Packed<F>::load(coeffs + i * kN);
  }
  std::array<F, kN> lanes;
  value.store(lanes.data());
  return lanes;
}

}  // namespace batch_detail

// acc[i] ← acc[i] + k·x[i]. `x` may be shorter than `acc`.
template <class F>
void add_scaled(std::span<F> acc, const std::type_identity_t<F>& k,
                std::span<const std::type_identity_t<F>> x) {
  assert(x.size() <= acc.size());
  const size_t whole = x.size() - x.size() % kLanes<F>;
  batch_detail::add_scaled_lanes<F>(acc.data(), k, x.data(), whole / kLanes<F>);
  for (size_t i = whole; i < x.size(); ++i) acc[i] += k * x[i];
}

// Σ_i a[i]·b[i]. The sizes must be equal.
template <class F>
F inner_product(std::span<const F> a, std::span<const std::type_identity_t<F>> b) {
  assert(a.size() == b.size());
  F sum;
  size_t i = 0;
  if constexpr (1 < kLanes<F>) {
    i = a.size() - a.size() % kLanes<F>;
    for (const F& lane : batch_detail::inner_products(a.data(), b.data(), i / kLanes<F>)) {
      sum += lane;
    }
  }
  for (; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Σ_i coeffs[i]·x^i.
template <class F>
F horner(std::span<const std::type_identity_t<F>> coeffs, const F& x) {
  constexpr size_t kN = kLanes<F>;
  const size_t whole = kN > 1 ? coeffs.size() - coeffs.size() % kN : 0;
  F value;
  const auto step = [&](const F& coefficient) {
    value *= x;
    value += coefficient;
  };
  for (size_t i = coeffs.size(); i-- > whole;) step(coeffs[i]);
  if (whole == 0) return value;
  // Σ_j x^j·(lane j) + x^whole·(what is above the whole vectors)
  const F above = value;
  value = F::zero();
  const auto lanes = batch_detail::horner_lanes(coeffs.data(), whole / kN, x.pow_u64(kN));
  for (size_t j = kN; j-- > 0;) step(lanes[j]);
  return whole == coeffs.size() ? value : value + above * x.pow_u64(whole);
}

// out[i] ← start·x^i.
template <class F>
void powers(std::span<F> out, const std::type_identity_t<F>& x,
            std::type_identity_t<F> start = F::one()) {
  for (F& power : out) {
    power = start;
    start *= x;
  }
}

// The same into single lanes of vectors. The size must be a multiple of kLanes.
template <class F>
void packed_powers(std::span<PackedElement<F>> out, const std::type_identity_t<F>& x,
                   const std::type_identity_t<F>& start) {
  constexpr size_t kN = kLanes<F>;
  assert(out.size() % kN == 0);
  std::array<F, kN> first;
  powers<F>(first, x, start);
  auto power = Packed<F>::load(first.data());
  const Packed<F> leap(x.pow_u64(kN));
  for (size_t i = 0; i < out.size(); i += kN) {
    power.scatter(&out[i]);
    power *= leap;
  }
}

}  // namespace onggi
