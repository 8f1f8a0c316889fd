// Inverses and Jacobi symbols modulo an odd p by divsteps, in variable time.
//
// Source: Bernstein, Yang: Fast constant-time gcd computation and modular inversion (2019), in the
// batched form of bitcoin-core/secp256k1 (doc/safegcd_implementation.md). N steps run on the lowest
// bits of f and g and give a 2×2 matrix, which is then applied to the full numbers.
#pragma once

#include <array>
#include <cstdint>

#include "core/field/modular.h"

namespace onggi {

// Word is a signed integer of N + 2 bits, Wide a signed integer of twice the size. A number is Σ_i
// limb[i]·2^(N·i) with signed limbs; all limbs except the top one are in [0, 2^N).
template <class Word, class UnsignedWord, class Wide, unsigned N>
class Divsteps {
 public:
  // 1/x mod p in [0, p); 0 for x = 0. x < p < 2^255, p odd, and gcd(x, p) = 1 unless x = 0.
  static U256 inverse_vartime(const U256& x, const U256& p);

  // The Jacobi symbol (x/p) as 1 or −1, for 0 < x < p < 2^255, p odd, gcd(x, p) = 1. 0 if the
  // batches run out before the result is known.
  static int jacobi_vartime(const U256& x, const U256& p, int max_batches = 1500 / int{N} + 1);

 private:
  static constexpr unsigned kLimbs = 256 / N + 1;
  static constexpr UnsignedWord kMask = (UnsignedWord{1} << N) - 1;
  static constexpr unsigned kWordBits = 8 * sizeof(Word);
  using Number = std::array<Word, kLimbs>;

  // 2^N·(f', g') = [[u, v], [q, r]]·(f, g)
  struct Matrix {
    Word u, v, q, r;
  };

  static Number split(const U256& value);
  static U256 join(const Number& a);

  template <bool kFollowSymbol>
  static Word steps(Word eta, UnsignedWord f, UnsignedWord g, Matrix& out, UnsignedWord& symbol);
  static UnsignedWord cancel(UnsignedWord f, UnsignedWord g, Word eta, unsigned left, bool swapped);
  static void apply(const Matrix& t, Number& f, Number& g, unsigned length);
  static void apply_mod(const Matrix& t, Number& d, Number& e, const Number& p, UnsignedWord p_inv);
  static void negate_if(Number& a, bool negative);
  static void add_if_negative(Number& a, const Number& p);
};

__extension__ using Int128 = __int128;
using Divsteps62 = Divsteps<int64_t, uint64_t, Int128, 62>;
using Divsteps30 = Divsteps<int32_t, uint32_t, int64_t, 30>;

}  // namespace onggi
