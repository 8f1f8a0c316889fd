// Montgomery arithmetic on nine 29-bit limbs with R = 2^261, for machines whose widest product is
// 32×32 → 64 bits. A column of eighteen products fits a 64-bit accumulator without a carry.
#pragma once

#include <array>
#include <cstdint>

#include "core/field/divsteps.h"
#include "core/field/modular.h"
#include "core/field/unroll.h"

namespace onggi {

struct Radix29x9 {
  using Steps = Divsteps30;

  // Values are in [0, p + p/16) and limbs in [0, 2^29), so a value below p/16 has two
  // representations. p is odd and below 2^255. Outputs may alias inputs.
  //
  // Sums and differences are reduced to this range by the top limb alone. Let `unit` be the weight
  // of the top limb of p. p ≥ 32·unit, so 2·unit ≤ p/16.
  template <class Params>
  struct Arithmetic {
    static constexpr unsigned kMontgomeryBits = 261;
    using Limbs = std::array<uint32_t, 9>;

    static constexpr Limbs split(const U256& value) {
      Limbs out{};
      for (unsigned i = 0; i < 9; ++i) out[i] = static_cast<uint32_t>(value.bits(29 * i, 29));
      return out;
    }
    // The value of limbs must be below 2^256.
    static constexpr U256 join(const Limbs& a) {
      U256 out;
      for (unsigned i = 0; i < 9; ++i) {
        const unsigned word = 29 * i / 64;
        const unsigned offset = 29 * i % 64;
        out.limb[word] |= uint64_t{a[i]} << offset;
        if (offset > 35 && word < 3) out.limb[word + 1] |= uint64_t{a[i]} >> (64 - offset);
      }
      return out;
    }

    // The representative in [0, p).
    static constexpr Limbs canonical(const Limbs& a) {
      Limbs reduced{};
      int32_t carry = 0;
      unroll<9>([&](auto i) {
        carry += static_cast<int32_t>(a[i] - P[i]);
        reduced[i] = static_cast<uint32_t>(carry) & kMask;
        carry >>= 29;
      });
      const auto below = static_cast<uint32_t>(carry);  // all ones if a < p, else zero
      unroll<9>([&](auto i) { reduced[i] = (a[i] & below) | (reduced[i] & ~below); });
      return reduced;
    }

    // a = b mod p iff a − b is 0, p or −p. The lowest limb excludes nearly all other cases.
    static constexpr bool equal(const Limbs& a, const Limbs& b) {
      const uint32_t low = (a[0] - b[0]) & kMask;
      if (low != 0 && low != P[0] && low != ((0 - P[0]) & kMask)) return false;
      return canonical(a) == canonical(b);
    }
    static constexpr bool is_zero(const Limbs& a) {
      if (a[0] != 0 && a[0] != P[0]) return false;
      return canonical(a) == Limbs{};
    }

    // Let top be the sum of the top limbs. Then a + b lies in [top·unit, top·unit + 2·unit):
    //   top > floor(2p / unit)          a + b − 2p  lies in [0, p/8)
    //   else, top > floor(p / unit)     a + b − p   lies in [0, p + 2·unit)
    //   else                            a + b       lies in [0, p + 2·unit)
    [[gnu::flatten]] static constexpr void add(Limbs& out, const Limbs& a, const Limbs& b) {
      const uint32_t top = a[kTop] + b[kTop];
      const uint32_t q =
          static_cast<uint32_t>(top > kTopOfP) + static_cast<uint32_t>(top > kTopOf2P);
      int32_t carry = 0;
      unroll<9>([&](auto i) {
        carry += static_cast<int32_t>(a[i] + b[i] - q * P[i]);
        out[i] = static_cast<uint32_t>(carry) & kMask;
        carry >>= 29;
      });
    }

    // Let top be the difference of the top limbs. Then a − b lies in ((top − 1)·unit, (top +
    // 1)·unit):
    //   top ≤ −floor(p / unit)          a − b + 2p  lies in (0, p + 2·unit)
    //   else, top ≤ 0                   a − b + p   lies in (0, p + unit)
    //   else                            a − b       lies in (0, p + p/16)
    [[gnu::flatten]] static constexpr void sub(Limbs& out, const Limbs& a, const Limbs& b) {
      const auto top = static_cast<int32_t>(a[kTop] - b[kTop]);
      const uint32_t q = static_cast<uint32_t>(top <= 0) +
                         static_cast<uint32_t>(top <= -static_cast<int32_t>(kTopOfP));
      int32_t carry = 0;
      unroll<9>([&](auto i) {
        carry += static_cast<int32_t>(a[i] - b[i] + q * P[i]);
        out[i] = static_cast<uint32_t>(carry) & kMask;
        carry >>= 29;
      });
    }

    // out = a·b / R mod p, computed as (a·b − m·p) / R + p, where the digits of m make the
    // difference divisible by R. The result lies in (0, p + a·b / R], and a·b / R < p/50.
    [[gnu::noinline, gnu::flatten]] static constexpr void mul(Limbs& out, const Limbs& a,
                                                              const Limbs& b) {
      Columns t{};
      unroll<9>([&](auto i) {
        unroll<9>([&](auto j) { t[i + j] += uint64_t{a[i]} * b[j]; });
        clear<i>(t);
      });
      finish(out, t);
    }

    [[gnu::noinline, gnu::flatten]] static constexpr void sqr(Limbs& out, const Limbs& a) {
      Columns t{};
      unroll<9>([&](auto i) {
        t[2 * i] += uint64_t{a[i]} * a[i];
        const uint32_t twice = 2 * a[i];
        unroll<8 - i>([&](auto k) { t[2 * i + k + 1] += uint64_t{twice} * a[i + k + 1]; });
        clear<i>(t);
      });
      finish(out, t);
    }

   private:
    static constexpr uint32_t kMask = (uint32_t{1} << 29) - 1;
    static constexpr Limbs P = split(Params::kModulus);
    static constexpr uint32_t kInverse = static_cast<uint32_t>(inverse_mod_2_64(P[0])) & kMask;
    static constexpr size_t kTop = (Params::kModulus.bit_length() - 1) / 29;
    static constexpr uint32_t kTopOfP = P[kTop];
    static constexpr uint32_t kTopOf2P =
        2 * P[kTop] + (kTop == 0 ? 0 : P[kTop == 0 ? 0 : kTop - 1] >> 28);
    static_assert(P[0] % 2 == 1 && Params::kModulus.bit_length() <= 255);
    static_assert(kTopOfP >= 32 && kTopOfP < (uint32_t{1} << 27));

    // Σ_i t[i]·2^(29·i). The columns are signed and stay below 2^62 in magnitude.
    using Columns = std::array<uint64_t, 17>;

    // Subtracts m_I·p·2^(29·I) with m_I = t_I / p mod 2^29. This clears the low bits of column I;
    // the rest of the column is carried.
    template <size_t I>
    [[gnu::always_inline]] static constexpr void clear(Columns& t) {
      uint64_t m = t[I] & kMask;
      if constexpr (P[0] != 1) {
        m = (m * kInverse) & kMask;
        t[I] -= m * P[0];
      }
      t[I + 1] += arithmetic_shift(t[I]);
      unroll<8>([&](auto k) {
        constexpr size_t j = k + 1;
        if constexpr (P[j] != 0) t[I + j] -= m * P[j];
      });
    }

    // The remaining columns, plus p.
    [[gnu::always_inline]] static constexpr void finish(Limbs& out, const Columns& t) {
      uint64_t carry = 0;
      unroll<8>([&](auto i) {
        carry += t[9 + i] + P[i];
        out[i] = static_cast<uint32_t>(carry) & kMask;
        carry = arithmetic_shift(carry);
      });
      out[8] = static_cast<uint32_t>(carry) + P[8];
    }

    // floor(x / 2^29) of a signed 64-bit column.
    static constexpr uint64_t arithmetic_shift(uint64_t x) {
      return static_cast<uint64_t>(static_cast<int64_t>(x) >> 29);
    }
  };
};

}  // namespace onggi
