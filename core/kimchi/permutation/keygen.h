// The fixed columns of the permutation argument. Source: Kimchi book, "Permutation".
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "core/field/u256.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/circuit/gate.h"
#include "core/poly/domain.h"
#include "core/sponge/blake2b.h"

namespace onggi {

// The next shift candidate: the first 31 bytes of BLAKE2b-512 of a big-endian counter, as a
// little-endian integer. Repeats until the candidate is a non-residue and its coset of the domain
// is not the domain itself.
template <class F>
F next_shift(const Domain<F>& domain, uint32_t& counter) {
  while (true) {
    ++counter;
    const std::array<uint8_t, 4> input{
        static_cast<uint8_t>(counter >> 24), static_cast<uint8_t>(counter >> 16),
        static_cast<uint8_t>(counter >> 8), static_cast<uint8_t>(counter)};
    const auto hash = blake2b_512(input);
    U256 value{};
    for (size_t i = 0; i < 31; ++i) value.limb[i / 8] |= uint64_t{hash[i]} << (8 * (i % 8));
    const F candidate = *F::from_canonical(value);  // 248 bits are below the modulus
    if (!candidate.is_square_vartime() && candidate.pow_u64(domain.size()) != F::one()) {
      return candidate;
    }
  }
}

// The seven shifts for which the cosets of the domain are disjoint. The first is 1.
template <class F>
std::array<F, kPermuted> permutation_shifts(const Domain<F>& domain) {
  std::array<F, kPermuted> shifts{F::one()};
  uint32_t counter = 7;
  for (size_t i = 1; i < kPermuted;) {
    const F candidate = next_shift(domain, counter);
    if (std::find(shifts.begin(), shifts.begin() + i, candidate) == shifts.begin() + i) {
      shifts[i++] = candidate;
    }
  }
  return shifts;
}

// sigma_c(omega^row) = (shift of the wired cell's column)·omega^(the wired cell's row), on the
// whole domain. Zero on the zero-knowledge rows n+2−zk … n−2.
template <class F>
std::vector<F> sigma_column(const ConstraintSystem<F>& system, size_t column) {
  const Domain<F>& domain = system.domain();
  const auto& gates = system.circuit().gates;
  const size_t n = domain.size();
  std::vector<F> sigma(n);
  for (size_t row = 0; row < n; ++row) {
    const Wire wire = row < gates.size()
                          ? gates[row].wires[column]
                          : Wire{static_cast<uint32_t>(row), static_cast<uint32_t>(column)};
    sigma[row] = system.shifts()[wire.column] * domain.element(wire.row);
  }
  for (size_t row = n + 2 - system.zk_rows(); row + 1 < n; ++row) sigma[row] = F::zero();
  return sigma;
}

}  // namespace onggi
