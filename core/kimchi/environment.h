// Where a gate's formula reads its numbers.
#pragma once

#include <array>
#include <cstdint>

#include "core/kimchi/gate.h"
#include "core/sponge/poseidon.h"

namespace onggi {

// One row of the witness and of the coefficients, and the row after it, in columns of evaluations.
template <class F>
struct RowEnvironment {
  using Element = F;

  const std::array<const F*, kColumns>& w_columns;
  const std::array<const F*, kColumns>& coefficient_columns;
  size_t row;
  size_t next_row;

  const F& w(size_t i) const { return w_columns[i][row]; }
  const F& next(size_t i) const { return w_columns[i][next_row]; }
  const F& coefficient(size_t i) const { return coefficient_columns[i][row]; }
  const F& mds(size_t i, size_t j) const { return poseidon_mds<F>()[i][j]; }
  F constant(uint64_t value) const { return F::from_u64(value); }
};

// The columns' evaluations at zeta and zeta·omega, chunks combined.
template <class F>
struct PointEnvironment {
  using Element = F;

  std::array<F, kColumns> w_zeta;
  std::array<F, kColumns> w_zeta_omega;
  std::array<F, kColumns> coefficients;

  const F& w(size_t i) const { return w_zeta[i]; }
  const F& next(size_t i) const { return w_zeta_omega[i]; }
  const F& coefficient(size_t i) const { return coefficients[i]; }
  const F& mds(size_t i, size_t j) const { return poseidon_mds<F>()[i][j]; }
  F constant(uint64_t value) const { return F::from_u64(value); }
};

// Σ_i alpha^i · constraint_i
template <class F, size_t N>
F combine_constraints(const std::array<F, N>& constraints, const F& alpha) {
  F sum = F::zero();
  for (size_t i = N; i-- > 0;) sum = sum * alpha + constraints[i];
  return sum;
}

}  // namespace onggi
