// Splits scalars along the endomorphism of a curve y^2 = x^3 + b (Gallant, Lambert, Vanstone): k =
// k1 + k2·λ, where k1 and k2 have half as many bits as k.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/field/u256.h"

namespace onggi {

// One half of a scalar as sign and magnitude.
struct HalfScalar {
  std::array<uint64_t, 2> magnitude{};
  bool negative = false;

  bool is_zero() const { return (magnitude[0] | magnitude[1]) == 0; }
  unsigned bit_length() const;
  // The `count` bits from bit `i` upwards; 0 < count < 64. Bits above 128 are zero.
  uint64_t bits(unsigned i, unsigned count) const;
};

struct SplitScalar {
  HalfScalar k1;
  HalfScalar k2;
};

// N: the number of 32-bit words of the order.
template <size_t N>
class GlvLattice {
 public:
  // `order`: a prime below 2^255 that is 1 mod 3. `lambda`: a primitive cube root of one modulo it.
  GlvLattice(const U256& order, const U256& lambda);

  // k < order.
  SplitScalar split(const U256& k) const;
  // The maximum number of bits of a half, at most 128.
  unsigned half_bits() const { return half_bits_; }

 private:
  using Words4 = std::array<uint32_t, 4>;
  using Words6 = std::array<uint32_t, 6>;

  // a − d·λ = 0 mod order, a and d positive, a^2 + a·d + d^2 = order, s = a + d.
  Words4 a_{};
  Words4 d_{};
  Words4 s_{};
  // round(2^(32·(N + 1))·d / order) and round(2^(32·(N + 1))·s / order).
  Words6 d_over_order_{};
  Words6 s_over_order_{};
  unsigned half_bits_ = 0;
};

// The lattice of a curve, computed on the first call.
template <class C>
const auto& glv_lattice() {
  static const GlvLattice<(C::Scalar::kModulus.bit_length() + 31) / 32> lattice(
      C::Scalar::kModulus, C::endo_scalar().to_canonical());
  return lattice;
}

}  // namespace onggi
