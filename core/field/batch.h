// Arithmetic on arrays of field elements.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

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

// out[i] ← a[i]·b[i]. The sizes must be equal; `out` may be `a` or `b`.
template <class F>
void mul_pointwise(std::span<F> out, std::span<const std::type_identity_t<F>> a,
                   std::span<const std::type_identity_t<F>> b) {
  assert(out.size() == a.size() && out.size() == b.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = a[i] * b[i];
}

// acc[i] ← acc[i] + k·x[i]. `x` may be shorter than `acc`.
template <class F>
void add_scaled(std::span<F> acc, const std::type_identity_t<F>& k,
                std::span<const std::type_identity_t<F>> x) {
  assert(x.size() <= acc.size());
  for (size_t i = 0; i < x.size(); ++i) acc[i] += k * x[i];
}

// Σ_i a[i]·b[i]. The sizes must be equal.
template <class F>
F inner_product(std::span<const F> a, std::span<const std::type_identity_t<F>> b) {
  assert(a.size() == b.size());
  F sum;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Σ_i coeffs[i]·x^i.
template <class F>
F horner(std::span<const std::type_identity_t<F>> coeffs, const F& x) {
  F value;
  for (size_t i = coeffs.size(); i-- > 0;) {
    value *= x;
    value += coeffs[i];
  }
  return value;
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

}  // namespace onggi
