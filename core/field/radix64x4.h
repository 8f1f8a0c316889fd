// Montgomery arithmetic on four 64-bit limbs with R = 2^256, for machines with a 64×64 → 128 bit
// multiplication.
#pragma once

#include <array>
#include <cstdint>

#include "core/field/carry.h"
#include "core/field/divsteps.h"
#include "core/field/modular.h"
#include "core/field/unroll.h"

namespace onggi {

struct Radix64x4 {
  __extension__ using Wide = unsigned __int128;
  using Steps = Divsteps62;

  // Values are in [0, p), so each value has one representation. p is odd and below 2^255. Outputs
  // may alias inputs.
  template <class Params>
  struct Arithmetic {
    static constexpr unsigned kMontgomeryBits = 256;
    using Limbs = std::array<uint64_t, 4>;

    static constexpr Limbs split(const U256& value) { return value.limb; }
    static constexpr U256 join(const Limbs& a) { return {a}; }
    // The representative in [0, p).
    static constexpr Limbs canonical(const Limbs& a) { return a; }

    static constexpr bool equal(const Limbs& a, const Limbs& b) {
      return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == 0;
    }
    static constexpr bool is_zero(const Limbs& a) { return (a[0] | a[1] | a[2] | a[3]) == 0; }

    [[gnu::flatten]] static constexpr void add(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs sum{};
      uint8_t carry = 0;
      unroll<4>([&](auto i) { sum[i] = add_carry(a[i], b[i], carry); });
      reduce_once(out, sum);
    }

    [[gnu::flatten]] static constexpr void sub(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs difference{};
      uint8_t borrow = 0;
      unroll<4>([&](auto i) { difference[i] = sub_borrow(a[i], b[i], borrow); });
      const uint64_t below = 0 - uint64_t{borrow};
      uint8_t carry = 0;
      unroll<4>([&](auto i) { out[i] = add_carry(difference[i], P[i] & below, carry); });
    }

    // out = a·b / R mod p. One round per limb of a: t ← (t + a_i·b + m·p) / 2^64, where m makes the
    // sum divisible. Because p < 2^255, the sum of both carries of a round is below 2^64 (Botrel,
    // El Housni: Faster big-integer modular multiplication, algorithm 2).
    [[gnu::flatten]] static constexpr void mul(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs t{};
      unroll<4>([&](auto i) {
        Wide product = Wide{a[i]} * b[0] + t[0];
        const uint64_t m = low(product) * kNegativeInverse;
        Wide multiple = Wide{m} * P[0] + low(product);
        unroll<3>([&](auto k) {
          constexpr size_t j = k + 1;
          product = Wide{a[i]} * b[j] + t[j] + high(product);
          multiple = times_modulus_limb<j>(m) + low(product) + high(multiple);
          t[j - 1] = low(multiple);
        });
        t[3] = high(product) + high(multiple);
      });
      reduce_once(out, t);
    }

    // out = a^2 / R mod p: the square in eight limbs, then four rounds t ← (t + m·p) / 2^64 on its
    // lower half. The sum of both halves is below 2p.
    [[gnu::flatten]] static constexpr void sqr(Limbs& out, const Limbs& a) {
      std::array<uint64_t, 8> s{};
      square(s, a);
      Limbs t{s[0], s[1], s[2], s[3]};
      unroll<4>([&](auto) {
        const uint64_t m = t[0] * kNegativeInverse;
        Wide multiple = Wide{m} * P[0] + t[0];
        unroll<3>([&](auto k) {
          constexpr size_t j = k + 1;
          multiple = times_modulus_limb<j>(m) + t[j] + high(multiple);
          t[j - 1] = low(multiple);
        });
        t[3] = high(multiple);
      });
      uint8_t carry = 0;
      unroll<4>([&](auto i) { t[i] = add_carry(t[i], s[4 + i], carry); });
      reduce_once(out, t);
    }

   private:
    static constexpr Limbs P = Params::kModulus.limb;
    static constexpr uint64_t kNegativeInverse = 0 - inverse_mod_2_64(P[0]);
    static_assert(P[0] % 2 == 1 && P[3] >> 63 == 0);

    template <size_t J>
    static constexpr Wide times_modulus_limb(uint64_t m) {
      if constexpr (P[J] == 0) {
        return 0;
      } else {
        return Wide{m} * P[J];
      }
    }

    static constexpr uint64_t low(Wide x) { return static_cast<uint64_t>(x); }
    static constexpr uint64_t high(Wide x) { return static_cast<uint64_t>(x >> 64); }

    // s = a^2: each product of two different limbs is computed once and doubled, then the squares
    // of the limbs are added.
    static constexpr void square(std::array<uint64_t, 8>& s, const Limbs& a) {
      unroll<3>([&](auto i) {
        Wide product = 0;
        unroll<3 - i>([&](auto k) {
          constexpr size_t j = i + 1 + k;
          product = Wide{a[i]} * a[j] + s[i + j] + high(product);
          s[i + j] = low(product);
        });
        s[i + 4] = high(product);
      });
      uint64_t top = 0;
      uint8_t carry = 0;
      unroll<4>([&](auto i) {
        const Wide diagonal = Wide{a[i]} * a[i];
        const uint64_t even = (s[2 * i] << 1) | top;
        const uint64_t odd = (s[2 * i + 1] << 1) | (s[2 * i] >> 63);
        top = s[2 * i + 1] >> 63;
        s[2 * i] = add_carry(even, low(diagonal), carry);
        s[2 * i + 1] = add_carry(odd, high(diagonal), carry);
      });
    }

    // out = a mod p for a < 2p.
    static constexpr void reduce_once(Limbs& out, const Limbs& a) {
      Limbs reduced{};
      uint8_t borrow = 0;
      unroll<4>([&](auto i) { reduced[i] = sub_borrow(a[i], P[i], borrow); });
      unroll<4>([&](auto i) { out[i] = borrow != 0 ? a[i] : reduced[i]; });
    }
  };
};

}  // namespace onggi
