// Montgomery arithmetic on vectors of four elements, in twenty signed limbs of 13 bits with R =
// 2^260. It uses the instruction that multiplies eight pairs of 16-bit integers and adds
// neighbouring products (i32x4.dot_i16x8_s, pmaddwd). Moduli must have the shape of the Pasta
// primes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/field/u256.h"
#include "core/field/unroll.h"
#include "core/field/vector128.h"

namespace onggi {

struct Radix13x20 {
  static constexpr size_t kPairs = 10;
  static constexpr unsigned kLimbBits = 13;
  static constexpr unsigned kMontgomeryBits = 260;

  // Vector m holds in each 32-bit element the limbs 2m (lower half) and 2m + 1 of one field
  // element. A field element is Σ_k limb[k]·2^(13k). Limbs are signed, and so are values.
  struct Limbs {  // NOLINT(cppcoreguidelines-special-member-functions)
    Limbs() = default;
    // Vector by vector: the compiler would call memcpy.
    [[gnu::always_inline]] Limbs(const Limbs& other) { *this = other; }
    [[gnu::always_inline]] Limbs& operator=(const Limbs& other) {
      unroll<kPairs>([&](auto m) { pair[m] = other.pair[m]; });
      return *this;
    }

    std::array<I32x4, kPairs> pair;
  };

  // A *reduced* number has limbs of magnitude at most kUnit and a value of magnitude at most 9/8·p.
  // A number of the bound B has limbs of at most B·kUnit and values of at most B·9/8·p.
  static constexpr int kUnit = (1 << 12) + 8;
  // The largest bound of a number, as limbs must fit 16 bits.
  static constexpr unsigned kMaxBound = 7;
  // The largest product of the bounds of two factors, as columns must fit 32 bits:
  // 20·5·kUnit² + 9·2^12·2^13 + 2^19 < 2^31.
  static constexpr unsigned kMaxProductBound = 5;

  static constexpr int32_t kMask = (1 << kLimbBits) - 1;
  static constexpr int32_t kBias = 1 << 12;

  // The limbs of a known element.
  using Pairs = std::array<int32_t, kPairs>;
  static constexpr std::array<int32_t, 2 * kPairs> balanced(const U256& value) {
    std::array<int32_t, 20> limbs{};
    int32_t carry = 0;
    for (unsigned k = 0; k < 20; ++k) {
      limbs[k] = carry + static_cast<int32_t>(value.bits(kLimbBits * k, kLimbBits));
      carry = k < 19 && limbs[k] >= 1 << 12 ? 1 : 0;
      limbs[k] -= carry << kLimbBits;
    }
    return limbs;
  }
  static constexpr Pairs balanced_limbs(const U256& value) {
    const auto limbs = balanced(value);
    Pairs pairs{};
    for (size_t m = 0; m < kPairs; ++m) {
      pairs[m] = static_cast<int32_t>((static_cast<uint32_t>(limbs[2 * m]) & 0xffff) |
                                      static_cast<uint32_t>(limbs[2 * m + 1]) << 16);
    }
    return pairs;
  }

  // The limbs of one element, where elements are kept one by one.
  struct Element {  // NOLINT(cppcoreguidelines-special-member-functions)
    Element() = default;
    // In three moves: the compiler would call memcpy.
    [[gnu::always_inline]] Element(const Element& other) { *this = other; }
    [[gnu::always_inline]] Element& operator=(const Element& other) {
      const I32x4 low = other.load(0), middle = other.load(4), high = other.load(6);
      store(0, low);
      store(4, middle);
      store(6, high);
      return *this;
    }

    // Four pairs from the first one given.
    [[gnu::always_inline]] I32x4 load(size_t i) const {
      I32x4 row;
      __builtin_memcpy(&row, pair.data() + i, sizeof row);
      return row;
    }
    [[gnu::always_inline]] void store(size_t i, const I32x4& row) {
      __builtin_memcpy(pair.data() + i, &row, sizeof row);
    }
    [[gnu::always_inline]] Element operator-() const {
      Element out;
      for (const size_t i : {0, 4, 6}) out.store(i, (I32x4)(-(I16x8)load(i)));
      return out;
    }

    std::array<int32_t, kPairs> pair{};
  };

  // out = a + b, and a − b, limb by limb. The bounds add up.
  static void add(Limbs& out, const Limbs& a, const Limbs& b) {
    unroll<kPairs>([&](auto m) { out.pair[m] = (I32x4)((I16x8)a.pair[m] + (I16x8)b.pair[m]); });
  }
  static void sub(Limbs& out, const Limbs& a, const Limbs& b) {
    unroll<kPairs>([&](auto m) { out.pair[m] = (I32x4)((I16x8)a.pair[m] - (I16x8)b.pair[m]); });
  }

  // Four elements to a vector and back.
  [[gnu::always_inline]] static void gather(Limbs& out, const Element& a, const Element& b,
                                            const Element& c, const Element& d);
  [[gnu::always_inline]] static void scatter(const Limbs& in, Element& a, Element& b, Element& c,
                                             Element& d);

  template <class Params>
  struct Arithmetic {
    static constexpr std::array<int32_t, 20> kModulusLimbs = balanced(Params::kModulus);
    // p = 2^254 + (limbs 2 to 9) + 1
    static constexpr bool kSupported = [] {
      bool zero = kModulusLimbs[1] == 0;
      for (unsigned k = 10; k < 19; ++k) zero = zero && kModulusLimbs[k] == 0;
      return zero && kModulusLimbs[0] == 1 && kModulusLimbs[19] == 1 << 7;
    }();

    // out = a·b / R mod p, reduced. The product of the bounds must not exceed kMaxProductBound.
    [[gnu::noinline, gnu::flatten]] static void mul(Limbs& out, const Limbs& a, const Limbs& b);
    // Two products in less time than one after the other: their reductions do not wait for each
    // other. The results must not be operands.
    [[gnu::noinline, gnu::flatten]] static void mul_pair(Limbs& out, const Limbs& a, const Limbs& b,
                                                         Limbs& out2, const Limbs& a2,
                                                         const Limbs& b2);
    // out = a² / R mod p, reduced. The bound must not exceed 2.
    [[gnu::noinline, gnu::flatten]] static void sqr(Limbs& out, const Limbs& a);
    // out = a mod p, reduced: its value is of at most p/2 + 2^240. For every bound, and
    // values of at most 64·p.
    [[gnu::noinline, gnu::flatten]] static void reduce(Limbs& out, const Limbs& a);

    // The limbs of Radix29x9 in its Montgomery form with R = 2^261.
    using ScalarLimbs = std::array<uint32_t, 9>;
    [[gnu::noinline, gnu::flatten]] static void load(Limbs& out, const ScalarLimbs* a,
                                                     const ScalarLimbs* b, const ScalarLimbs* c,
                                                     const ScalarLimbs* d);
    // For every bound, and values of at most 64·p.
    [[gnu::noinline, gnu::flatten]] static void store(const Limbs& in, ScalarLimbs* a,
                                                      ScalarLimbs* b, ScalarLimbs* c,
                                                      ScalarLimbs* d);

    // Column k is the factor of 2^(13k).
    struct Columns {
      std::array<I32x4, 40> column;
    };
    // Sums of products: the bounds of all products of a sum must not add up to more than
    // kMaxProductBound.
    [[gnu::noinline, gnu::flatten]] static void product(Columns& t, const Limbs& a, const Limbs& b);
    [[gnu::noinline, gnu::flatten]] static void add_product(Columns& t, const Limbs& a,
                                                            const Limbs& b);
    // out = t / R mod p, reduced.
    [[gnu::noinline, gnu::flatten]] static void reduce_columns(Limbs& out, const Columns& t);

   private:
    // Carry: what is left for the next column.
    struct Quotient {
      std::array<I32x4, kPairs> pair;
      I32x4 low;  // the lower digit of the last pair
      I32x4 carry;
    };
    static constexpr bool has_modulus_pair(size_t j) {
      return j <= 20 &&
             ((j < 20 && j > 0 && kModulusLimbs[j] != 0) || (j > 1 && kModulusLimbs[j - 1] != 0));
    }
    // The pairs (−p_j, −p_(j−1)) that are not zero.
    using ModulusPairs = std::array<I32x4, 21>;
    [[gnu::always_inline]] static void modulus_pairs(ModulusPairs& out) {
      unroll<21>([&](auto j) {
        if constexpr (has_modulus_pair(j)) {
          constexpr int32_t low = j < 20 ? -kModulusLimbs[j < 20 ? j : 0] : 0;
          constexpr int32_t high = j > 1 ? -kModulusLimbs[j - 1] : 0;
          out[j] = vector128::constant<static_cast<int32_t>(static_cast<uint32_t>(low) % 65536 |
                                                            static_cast<uint32_t>(high) << 16)>();
        }
      });
    }

    // Of the reduction. Each is made once, and kept in a register or on the stack. No constructor:
    // it would not be inlined.
    struct Constants {
      [[gnu::always_inline]] static Constants make() {
        Constants c;
        modulus_pairs(c.modulus);
        c.mask = vector128::constant<kMask>();
        c.bias = vector128::constant<kBias>();
        c.bias_pair = vector128::constant<(kBias | kBias << 16)>();
        return c;
      }

      ModulusPairs modulus;
      I32x4 mask, bias, bias_pair;
    };

    template <size_t J>
    [[gnu::always_inline]] static I32x4 shifted(const Limbs& b) {
      using namespace vector128;
      constexpr size_t t = J / 2;
      if constexpr (J == 0) {
        return b.pair[0] & splat(0xffff);
      } else if constexpr (J == 20) {
        return b.pair[9] & splat(static_cast<int32_t>(0xffff0000));
      } else if constexpr (J % 2 == 1) {
        return swap_halves(b.pair[t]);
      } else {
        return join_halves(b.pair[t], b.pair[t - 1]);
      }
    }

    template <bool kAdd>
    [[gnu::always_inline]] static inline void multiply(Columns& t, const Limbs& a, const Limbs& b);
    [[gnu::noinline, gnu::flatten]] static void square(Columns& t, const Limbs& a);
    [[gnu::always_inline]] static inline void reduce_pair(Limbs& out, const Columns& t, Limbs& out2,
                                                          const Columns& t2);
    [[gnu::always_inline]] static inline void montgomery_reduce(Limbs& out, const Columns& t);
    // Two digits of the quotient, and the two limbs above it.
    template <size_t M>
    [[gnu::always_inline]] static inline void quotient_digits(Quotient& q, const Columns& t,
                                                              const Constants& c);
    template <size_t M>
    [[gnu::always_inline]] static inline void upper_limbs(Limbs& out, Quotient& q, const Columns& t,
                                                          const Constants& c);

    // Limbs 2m and 2m + 1 from carried columns with a bias: two digits, or the top digit and what
    // is above it, which has no bias.
    template <size_t M>
    [[gnu::always_inline]] static I32x4 digits(const I32x4& low, const I32x4& high,
                                               const I32x4& mask, const I32x4& bias_pair) {
      if constexpr (M < 9) {
        return (I32x4)((I16x8)((low & mask) | (high & mask) << 16) - (I16x8)bias_pair);
      } else {
        return (I32x4)((I16x8)((low & mask) | high << 16) - (I16x8)vector128::splat(kBias));
      }
    }

    template <size_t K, size_t Known>
    [[gnu::always_inline]] static I32x4 minus_multiple(I32x4 sum, const std::array<I32x4, 10>& q,
                                                       const ModulusPairs& p) {
      unroll<Known>([&](auto i) {
        constexpr size_t m = i;
        if constexpr (K >= 2 * m && has_modulus_pair(K - 2 * m)) {
          sum += vector128::dot(q[m], p[K - 2 * m]);
          vector128::keep_order(sum);
        }
      });
      return sum;
    }
  };
};

inline void Radix13x20::gather(Limbs& out, const Element& a, const Element& b, const Element& c,
                               const Element& d) {
  // The last four pairs overlap those before them.
  for (const size_t i : {0, 4, 6}) {
    I32x4 p = a.load(i), q = b.load(i), r = c.load(i), s = d.load(i);
    vector128::transpose(p, q, r, s);
    if (i != 6) {
      out.pair[i] = p;
      out.pair[i + 1] = q;
    }
    out.pair[i + 2] = r;
    out.pair[i + 3] = s;
  }
}

inline void Radix13x20::scatter(const Limbs& in, Element& a, Element& b, Element& c, Element& d) {
  for (const size_t i : {0, 4, 6}) {
    I32x4 p = in.pair[i], q = in.pair[i + 1], r = in.pair[i + 2], s = in.pair[i + 3];
    vector128::transpose(p, q, r, s);
    a.store(i, p);
    b.store(i, q);
    c.store(i, r);
    d.store(i, s);
  }
}

}  // namespace onggi
