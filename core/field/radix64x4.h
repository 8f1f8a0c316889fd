// Montgomery arithmetic on four 64-bit limbs with R = 2^256, for machines with a 64x64 -> 128 bit
// multiplication.
#pragma once

#include <array>
#include <cstdint>

#include "core/field/divsteps.h"
#include "core/field/modular.h"
#include "core/field/unroll.h"

namespace onggi {

struct Radix64x4 {
  __extension__ using Wide = unsigned __int128;
  using Steps = Divsteps62;

  // Values are kept in [0, p), so one value has one representation. p is odd and below 2^255.
  // Outputs may alias inputs.
  template <class Params>
  struct Arithmetic {
    static constexpr unsigned kMontgomeryBits = 256;
    using Limbs = std::array<std::uint64_t, 4>;

    static constexpr Limbs split(const U256& value) { return value.limb; }
    static constexpr U256 join(const Limbs& a) { return {a}; }
    // The representative in [0, p).
    static constexpr Limbs canonical(const Limbs& a) { return a; }

    static constexpr bool equal(const Limbs& a, const Limbs& b) {
      return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == 0;
    }
    static constexpr bool is_zero(const Limbs& a) { return (a[0] | a[1] | a[2] | a[3]) == 0; }

    static constexpr void add(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs sum{};
      Wide carry = 0;
      unroll<4>([&](auto i) {
        carry += Wide{a[i]} + b[i];
        sum[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
      });
      reduce_once(out, sum);
    }

    static constexpr void sub(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs difference{};
      const std::uint64_t mask = subtract(difference, a, b);
      Wide carry = 0;
      unroll<4>([&](auto i) {
        carry += Wide{difference[i]} + (P[i] & mask);
        out[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
      });
    }

    // out = a b / R mod p. One round for each limb of a: t <- (t + a_i b + m p) / 2^64, where m
    // makes the sum divisible. p < 2^255 keeps both carries of a round together below 2^64 (Botrel,
    // El Housni: Faster big-integer modular multiplication, algorithm 2).
    static constexpr void mul(Limbs& out, const Limbs& a, const Limbs& b) {
      Limbs t{};
      unroll<4>([&](auto i) {
        Wide product = Wide{a[i]} * b[0] + t[0];
        const auto low = static_cast<std::uint64_t>(product);
        const std::uint64_t m = low * kNegativeInverse;
        Wide multiple = Wide{m} * P[0] + low;
        unroll<3>([&](auto k) {
          constexpr std::size_t j = k + 1;
          product = Wide{a[i]} * b[j] + t[j] + static_cast<std::uint64_t>(product >> 64);
          multiple = times_modulus_limb<j>(m) + static_cast<std::uint64_t>(product) +
                     static_cast<std::uint64_t>(multiple >> 64);
          t[j - 1] = static_cast<std::uint64_t>(multiple);
        });
        t[3] =
            static_cast<std::uint64_t>(product >> 64) + static_cast<std::uint64_t>(multiple >> 64);
      });
      reduce_once(out, t);
    }

    static constexpr void sqr(Limbs& out, const Limbs& a) { mul(out, a, a); }

   private:
    static constexpr Limbs P = Params::kModulus.limb;
    static constexpr std::uint64_t kNegativeInverse = 0 - inverse_mod_2_64(P[0]);
    static_assert(P[0] % 2 == 1 && P[3] >> 63 == 0);

    template <std::size_t J>
    static constexpr Wide times_modulus_limb(std::uint64_t m) {
      if constexpr (P[J] == 0) {
        return 0;
      } else {
        return Wide{m} * P[J];
      }
    }

    // out = a - b modulo 2^256; returns all ones if a < b, else zero.
    static constexpr std::uint64_t subtract(Limbs& out, const Limbs& a, const Limbs& b) {
      Wide borrow = 0;
      unroll<4>([&](auto i) {
        const Wide difference = Wide{a[i]} - b[i] - borrow;
        out[i] = static_cast<std::uint64_t>(difference);
        borrow = (difference >> 64) & 1;
      });
      return 0 - static_cast<std::uint64_t>(borrow);
    }

    // out = a mod p for a < 2p.
    static constexpr void reduce_once(Limbs& out, const Limbs& a) {
      Limbs reduced{};
      const std::uint64_t below = subtract(reduced, a, P);
      unroll<4>([&](auto i) { out[i] = (a[i] & below) | (reduced[i] & ~below); });
    }
  };
};

}  // namespace onggi
