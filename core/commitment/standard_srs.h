// What is known in advance about the standard SRS, whose points Srs::create derives: digests of its
// points, and the commitments to the first Lagrange polynomials of its domains.
// pasta/generate.cpp makes pasta/standard_srs_constants.h.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/curve/affine.h"
#include "core/field/u256.h"

namespace onggi {

// The domains of 2^9 … 2^16 rows.
inline constexpr unsigned kLeastStandardDomain = 9;
inline constexpr unsigned kStandardDomains = 8;
// As many as a recursive proof of the peer has public inputs.
inline constexpr size_t kStandardLagrange = 40;

constexpr bool is_standard_domain(unsigned log_size) {
  return log_size >= kLeastStandardDomain && log_size < kLeastStandardDomain + kStandardDomains;
}

// By domain.
struct StandardSrsTable {
  // digest_of_points of the first points.
  std::array<U256, kStandardDomains> digests;
  // The x of each commitment; bit 255 says that y > −y as integers.
  std::array<std::array<U256, kStandardLagrange>, kStandardDomains> lagrange;
};

template <class C>
const StandardSrsTable& standard_srs_table();

// A digest of the points in order. Their number is a multiple of 64.
template <class C>
U256 digest_of_points(std::span<const Affine<C>> points);

// Whether these are the first points of the standard SRS. Their number is the size of a standard
// domain.
template <class C>
bool are_standard_points(std::span<const Affine<C>> points);

// The commitment to L_i of a standard domain, i < kStandardLagrange.
template <class C>
Affine<C> standard_lagrange_commitment(unsigned log_size, size_t i);

}  // namespace onggi
