// Multiplicative subgroups of power-of-two order, and the Fourier transforms over them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/error/error.h"
#include "core/field/packed.h"
#include "core/parallel/steps.h"

namespace onggi {

inline constexpr size_t kMaxTransformSize = size_t{1} << 28;

// The subgroup {omega^i} of order `size`, omega = two_adic_root^(2^(two_adicity − log_size)).
// Copies are cheap: they share one table of size/2 elements, which is computed on first use.
template <class F>
class Domain {
 public:
  // The group {1}.
  Domain();

  // Errors: size_out_of_range unless `size` is a power of two, at most kMaxTransformSize and at
  // most 2^kTwoAdicity of the field.
  static Result<Domain> create(size_t size);

  size_t size() const { return size_t{1} << log_size_; }
  unsigned log_size() const { return log_size_; }
  const F& omega() const { return omega_; }
  const F& omega_inv() const { return omega_inv_; }
  const F& size_inv() const { return size_inv_; }

  // omega^i, for any i.
  F element(size_t i) const;

  // x^size − 1
  F vanishing_at(const F& x) const;

  // In place and in natural order; the span has size() elements.
  // Evaluations Σ_k c[k]·omega^(i·k) → coefficients c.
  Steps<> ifft(std::span<F> values) const;
  // Evaluations at shift·omega^i → coefficients. `shift` must not be zero.
  Steps<> coset_ifft(std::span<F> values, F shift) const;

  // The evaluations of a polynomial with any number of coefficients at shift·omega^i: out[i] = Σ_k
  // coefficients[k]·(shift·omega^i)^k. `out` has size() elements and must not overlap the
  // coefficients. Fewer than size() coefficients need fewer layers. More are first reduced modulo
  // X^size − shift^size.
  void evaluate(std::span<const F> coefficients, const F& shift, std::span<F> out) const;

  // The same at omega^i for the polynomial Σ_k coefficients[k]·powers[k]·X^k, with powers and
  // values as single lanes of vectors. At most size() coefficients, with a power for each. If
  // powers[k] = shift^k, `out` is that of `evaluate`.
  Steps<> evaluate_scaled(std::span<const F> coefficients, std::span<const PackedElement<F>> powers,
                          std::span<PackedElement<F>> out) const;

  // Allocated bytes by capacity, shared between copies.
  size_t heap_bytes() const;

  bool operator==(const Domain& other) const { return log_size_ == other.log_size_; }

 private:
  struct Twiddles;

  explicit Domain(unsigned log_size);
  std::span<const F> twiddles() const;
  // T: elements, or single lanes of vectors.
  template <class T>
  Steps<> transform(std::span<T> values, size_t blocks) const;
  template <class T>
  Steps<> transform_head(std::span<T> values, size_t head) const;

  unsigned log_size_ = 0;
  F omega_;
  F omega_inv_;
  F size_inv_;
  std::shared_ptr<Twiddles> twiddles_;
};

}  // namespace onggi
