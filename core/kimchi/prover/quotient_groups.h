// The terms of the quotient in groups by degree.
//
// A gate's constraints of degree d, times its selector, have degree below (d + 1)·n. On a
// satisfying witness X^n − 1 divides them, and the quotient has fewer than d·n coefficients. Its
// values on d cosets of the domain determine it. The same holds for the permutation and the
// lookups.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <vector>

#include "core/field/packed.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/proof.h"
#include "core/parallel/steps.h"
#include "core/poly/domain.h"

namespace onggi {

// The number of cosets of each group. More groups would need more inverse transforms than they
// save.
inline constexpr std::array<size_t, 3> kGroupCosets{3, 4, kQuotientChunks};

// t has fewer than 7n coefficients.
inline constexpr size_t kQuotientCosets = kGroupCosets.back();

// The group of terms of this degree without the selector.
constexpr size_t quotient_group(size_t degree) {
  size_t group = 0;
  while (kGroupCosets[group] < degree) ++group;
  return group;
}

static_assert(std::all_of(kGateInfos.begin(), kGateInfos.end(),
                          [](const GateInfo& gate) { return gate.degree <= kQuotientCosets; }));

// By gate type.
inline constexpr std::array<size_t, kGateTypes> kGateGroups = [] {
  std::array<size_t, kGateTypes> groups{};
  for (size_t type = 0; type < kGateTypes; ++type) {
    groups[type] = quotient_group(kGateInfos[type].degree);
  }
  return groups;
}();

// Only the sum of the public input and the Generic gates vanishes on the domain.
inline constexpr size_t kPublicInputGroup = kGateGroups[static_cast<size_t>(gates::Generic::kType)];

// The permutation is a product of eight columns (z and seven others) and a cubic: fewer than
// 8n + 3 − 8 coefficients, so its quotient has fewer than 7n. The lookups have degree at most 7.
inline constexpr size_t kPermutationGroup = kGroupCosets.size() - 1;

// Coset j is g·ω_8n^j times the domain.
template <class F>
F quotient_shift(const Domain<F>& domain, size_t j) {
  const Domain<F> big = Domain<F>::create(8 * domain.size()).value();
  return F::multiplicative_generator() * big.omega().pow_u64(j);
}

// How many remainders the groups hold while coset `number` is evaluated. A group adds those of the
// group before it when it is finished.
constexpr size_t quotient_blocks_held(size_t number) {
  size_t held = 0;
  for (size_t group = 0; group < kGroupCosets.size(); ++group) {
    const bool added = group + 1 < kGroupCosets.size() && number >= kGroupCosets[group + 1];
    if (!added) held += std::min(number + 1, kGroupCosets[group]);
  }
  return held;
}

// The inverse of the matrix (points[j]^k) with rows j and columns k: out[k][j]. The points must
// differ.
template <class F>
std::vector<std::vector<F>> inverse_vandermonde(std::span<const F> points) {
  const size_t m = points.size();
  std::vector<std::vector<F>> inverse(m, std::vector<F>(m));
  for (size_t j = 0; j < m; ++j) {
    // Π_{l≠j} (X − points[l]) / (points[j] − points[l])
    std::vector<F> product{F::one()};
    F denominator = F::one();
    for (size_t l = 0; l < m; ++l) {
      if (l == j) continue;
      product.insert(product.begin(), F::zero());
      for (size_t k = 0; k + 1 < product.size(); ++k) product[k] -= points[l] * product[k + 1];
      denominator *= points[j] - points[l];
    }
    const F scale = denominator.inverse_vartime();
    for (size_t k = 0; k < m; ++k) inverse[k][j] = product[k] * scale;
  }
  return inverse;
}

// blocks[j]: f modulo X^n − points[j], where f = (X^n − 1)·q and q has points.size()·n
// coefficients. Replaces it by the coefficients j·n … (j + 1)·n − 1 of q.
template <class F>
ONGGI_FOR_SIZE Steps<> solve_blocks(std::span<const F> points, std::span<std::vector<F>> blocks) {
  const size_t m = blocks.size();
  assert(blocks[0].size() % kLanes<F> == 0);
  std::vector<std::vector<F>> matrix = inverse_vandermonde(points.first(m));
  for (size_t j = 0; j < m; ++j) {
    const F scale = (points[j] - F::one()).inverse_vartime();
    for (auto& row : matrix) row[j] *= scale;
  }
  constexpr size_t kGrain = 256;  // coefficients
  const size_t vectors = blocks[0].size() / kLanes<F>;
  std::vector<Packed<F>> packed(m * m);
  for (size_t k = 0; k < m * m; ++k) packed[k] = Packed<F>(matrix[k / m][k % m]);
  const size_t each = m * m * kLanes<F>;
  const auto solve = [&](size_t begin, size_t end) {
    for (size_t i = begin * kLanes<F>; i < end * kLanes<F>; i += kLanes<F>) {
      std::array<Packed<F>, kQuotientCosets> remainders;
      for (size_t j = 0; j < m; ++j) remainders[j] = Packed<F>::load(&blocks[j][i]);
      for (size_t k = 0; k < m; ++k) {
        SumOfProducts<Packed<F>> sum;
        for (size_t j = 0; j < m; ++j) sum.add(remainders[j], packed[k * m + j]);
        Packed<F>(sum.value()).store(&blocks[k][i]);
      }
    }
  };
  co_await parallel_for_steps(vectors, kGrain / kLanes<F>, each, solve);
}

}  // namespace onggi
