// The aggregation of the permutation argument and its terms of the quotient. Source: Kimchi book,
// "Permutation". The terms correspond to those in verifier.h.
#pragma once

#include <array>
#include <cassert>
#include <span>
#include <vector>

#include "core/field/batch.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/gates/environment.h"
#include "core/kimchi/permutation/keygen.h"
#include "core/kimchi/permutation/vanishing.h"
#include "core/parallel/steps.h"
#include "core/poly/basis.h"
#include "core/poly/domain.h"

namespace onggi {

// z on the domain:
//   z(ω^0) = 1,  z(ω^(j+1)) = z(ω^j) · Π_{i<7} (w_i + β·shift_i·ω^j + γ) / (w_i + β·σ_i(ω^j) + γ)
// on all rows except n−zk+1 and n−zk+2, which hold `blinding`. The witness must satisfy the
// circuit.
template <class F>
ONGGI_FOR_SIZE Steps<Evaluations<F>> permutation_aggregation(
    const ConstraintSystem<F>& system, const std::array<std::vector<F>, kColumns>& columns,
    const F& beta, const F& gamma, std::array<F, 2> blinding) {
  const Domain<F>& domain = system.domain();
  const size_t n = domain.size();
  const size_t first_blinded = n - system.zk_rows() + 1;
  constexpr size_t kGrain = 1024;  // rows

  std::vector<F> numerators(n, F::one());
  std::vector<F> denominators(n, F::one());
  for (size_t i = 0; i < kPermuted; ++i) {
    const std::vector<F> sigma = sigma_column(system, i);
    co_await pause_after(n);
    const F beta_shift = beta * system.shifts()[i];
    const auto multiply = [&](size_t begin, size_t end) {
      for (size_t j = begin; j < end; ++j) {
        const F w_gamma = columns[i][j] + gamma;
        numerators[j] *= w_gamma + beta_shift * domain.element(j);
        denominators[j] *= w_gamma + beta * sigma[j];
      }
    };
    co_await parallel_for_steps(n, kGrain, 4, multiply);
  }
  const auto invert = [&](size_t begin, size_t end) {
    batch_inverse(std::span(denominators).subspan(begin, end - begin));
  };
  co_await parallel_for_steps(n, kGrain, 4, invert);

  Evaluations<F> z{std::move(numerators)};  // in place: z[j+1] overwrites a numerator after its use
  F value = F::one();
  for (size_t j = 0; j < n; ++j) {
    const F factor = z.values[j] * denominators[j];
    z.values[j] = value;
    const size_t next = j + 1;
    value = next == first_blinded       ? blinding[0]
            : next == first_blinded + 1 ? blinding[1]
                                        : value * factor;
    if (next % kGrain == 0) co_await pause_after(2 * kGrain);
  }
  assert(z.values[n - system.zk_rows()] == F::one());
  co_return z;
}

// Evaluations of the columns of the permutation: z, and σ_i or, if times_beta, β·σ_i.
template <class F>
struct PermutationColumns {
  std::array<const PackedElement<F>*, kPermuted> sigma;
  bool times_beta;
  const PackedElement<F>* z;
};

// α^21·zkpm(x)·[ z(x)·Π(w_i + γ + β·shift_i·x) − z(ωx)·Π(w_i + γ + β·σ_i(x)) ] at vectors of x.
template <class F>
class PermutationQuotient {
  using Vector = Packed<F>;

 public:
  PermutationQuotient(const ConstraintSystem<F>& system, const PermutationColumns<F>& columns,
                      const F& beta, const F& gamma, const F& alpha21)
      : columns_(columns), beta_(beta), gamma_(gamma), alpha21_(alpha21) {
    for (size_t i = 0; i < kPermuted; ++i) beta_shifts_[i] = Vector(beta * system.shifts()[i]);
    const auto roots = permutation_vanishing_roots(system.domain(), system.zk_rows());
    for (size_t i = 0; i < roots.size(); ++i) roots_[i] = Vector(roots[i]);
  }

  [[gnu::noinline]] Vector operator()(const PackedRows<F>& rows, const Vector& x) const {
    Vector with_shifts = rows.at(columns_.z);
    Vector with_sigma = rows.after(columns_.z);
    for (size_t i = 0; i < kPermuted; ++i) {
      const auto w_gamma = rows.w(i) + gamma_;
      with_shifts *= w_gamma + beta_shifts_[i] * x;
      const Vector sigma = rows.at(columns_.sigma[i]);
      with_sigma *= w_gamma + (columns_.times_beta ? sigma : beta_ * sigma);
    }
    return alpha21_ * vanishing_product(roots_, x) * (with_shifts - with_sigma);
  }

 private:
  PermutationColumns<F> columns_;
  std::array<Vector, kPermuted> beta_shifts_;  // β·shift_i
  Vector beta_;
  Vector gamma_;
  Vector alpha21_;
  std::array<Vector, 3> roots_;  // of zkpm
};

// quotient += scale · (z − 1) / (X − root), where z(root) = 1.
template <class F>
ONGGI_FOR_SIZE Steps<> add_boundary_quotient(std::span<const F> z, F root, F scale,
                                             std::span<F> quotient) {
  constexpr size_t kTerms = 1024;  // between pauses
  // Synthetic division from the top: q_{k−1} = z_k + root·q_k. The constant term is not used.
  F q = F::zero();
  for (size_t k = z.size(); k-- > 1;) {
    q = z[k] + root * q;
    quotient[k - 1] += scale * q;
    if (k % kTerms == 0) co_await pause_after(2 * kTerms);
  }
}

}  // namespace onggi
