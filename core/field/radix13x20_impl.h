#pragma once

#include "core/field/radix13x20.h"

namespace onggi {

// Columns of a·b, added to those of t or in their place: column k = Σ_m dot(a.pair[m], (b_j,
// b_(j−1))) with j = k − 2m. Half of the vectors of `a` at a time stay in registers, and the
// shifted pairs of `b` pass by. Its callers do nothing else because V8 would mix its operations
// with those of the reduction and run out of registers.
template <class Params>
template <bool kAdd>
// NOLINTNEXTLINE(readability-function-size)
void Radix13x20::Arithmetic<Params>::multiply(Columns& t, const Limbs& a, const Limbs& b) {
  using namespace vector128;
  std::array<I32x4, 21> x;
  unroll<21>([&](auto j) { x[j] = shifted<j>(b); });
  unroll<2>([&](auto half) __attribute__((always_inline)) {
    constexpr size_t h = half;
    std::array<I32x4, 5> av;
    unroll<5>([&](auto m) __attribute__((always_inline)) {
      av[m] = a.pair[5 * h + m];
      keep_order(av[m]);
    });
    unroll<2>([&](auto parity) __attribute__((always_inline)) {
      constexpr size_t kP = parity;
      constexpr size_t kShifts = kP == 0 ? 11 : 10;
      std::array<I32x4, 11> w;
      unroll<kShifts + 4>([&](auto index) __attribute__((always_inline)) {
        constexpr size_t s = index;
        constexpr size_t k = 10 * h + kP + 2 * s;
        if constexpr (s < kShifts) {
          w[s] = x[kP + 2 * s];
          keep_order(w[s]);
        }
        I32x4 sum{};
        bool first = true;
        if constexpr (kAdd || (h == 1 && s + 5 < kShifts + 4)) {
          sum = t.column[k];
          first = false;
        }
        unroll<5>([&](auto m) __attribute__((always_inline)) {
          constexpr size_t i = 4 - m;  // the newest shifted pair last
          if constexpr (s >= i && s - i < kShifts) {
            const I32x4 term = dot(av[i], w[s - i]);
            sum = first ? term : sum + term;
            first = false;
            keep_order(sum);
          }
        });
        t.column[k] = sum;
      });
    });
  });
}

template <class Params>
void Radix13x20::Arithmetic<Params>::product(Columns& t, const Limbs& a, const Limbs& b) {
  multiply<false>(t, a, b);
}

template <class Params>
void Radix13x20::Arithmetic<Params>::add_product(Columns& t, const Limbs& a, const Limbs& b) {
  multiply<true>(t, a, b);
}

// Columns of a²: each product of two different limbs is doubled.
template <class Params>
void Radix13x20::Arithmetic<Params>::square(Columns& t, const Limbs& a) {
  using namespace vector128;
  std::array<I32x4, 21> x;
  unroll<21>([&](auto j) { x[j] = shifted<j>(a); });
  Limbs twice;
  add(twice, a, a);
  unroll<39>([&](auto index) {
    constexpr size_t k = index;
    I32x4 sum{};
    bool first = true;
    const auto add_term = [&](I32x4 term) {
      sum = first ? term : sum + term;
      first = false;
      keep_order(sum);
    };
    unroll<10>([&](auto i) {
      constexpr size_t m = i;
      // Limbs 2m and 2m + 1 with limbs above 2m + 1.
      if constexpr (4 * m + 2 < k && k - 2 * m <= 20) add_term(dot(twice.pair[m], x[k - 2 * m]));
    });
    constexpr size_t m = k / 4;
    if constexpr (k % 4 == 0) {
      add_term(dot(a.pair[m], a.pair[m] & splat(0xffff)));
    } else if constexpr (k % 4 == 1) {
      add_term(dot(a.pair[m], x[2 * m + 1]));
    } else if constexpr (k % 4 == 2) {
      // 2·a_2m·a_(2m+2) + a_(2m+1)²
      if constexpr (m < 9) {
        add_term(dot(a.pair[m], join_halves(twice.pair[m + 1], a.pair[m])));
      } else {
        add_term(dot(a.pair[m], x[20]));
      }
    }
    t.column[k] = sum;
  });
}

// Montgomery reduction: (T − Q·p) / R, where the digits of Q make the low columns zero. p = 1 mod
// 2^26, so the next two digits of Q are the lowest two digits of the rest of T.
template <class Params>
template <size_t M>
void Radix13x20::Arithmetic<Params>::quotient_digits(Quotient& q, const Columns& t,
                                                     const Constants& c) {
  // What is ready last is added last: the carry, and the product with the lower digit before this
  // pair. p has no limb 1, so that the upper digit does not matter yet.
  I32x4 low = t.column[2 * M];
  if constexpr (M > 0) {
    low = minus_multiple<2 * M, M - 1>(low, q.pair, c.modulus) + q.carry;
    vector128::keep_order(low);
    low += vector128::dot(q.low, c.modulus[2]);
  }
  I32x4 high = minus_multiple<2 * M + 1, M>(t.column[2 * M + 1], q.pair, c.modulus);
  high += low >> 13;
  q.low = low & c.mask;
  q.pair[M] = q.low | (high & c.mask) << 16;
  q.carry = high >> 13;
}

// The upper columns, carried with a bias that makes the digits signed.
template <class Params>
template <size_t M>
void Radix13x20::Arithmetic<Params>::upper_limbs(Limbs& out, Quotient& q, const Columns& t,
                                                 const Constants& c) {
  constexpr size_t k = 20 + 2 * M;
  I32x4 low = minus_multiple<k, 10>(t.column[k], q.pair, c.modulus) + (q.carry + c.bias);
  I32x4 high{};
  if constexpr (M < 9) high = t.column[k + 1] + c.bias;
  high = minus_multiple<k + 1, 10>(high, q.pair, c.modulus);
  high += low >> 13;
  q.carry = high >> 13;
  out.pair[M] = digits<M>(low, high, c.mask, c.bias_pair);
}

template <class Params>
void Radix13x20::Arithmetic<Params>::montgomery_reduce(Limbs& out, const Columns& t) {
  const Constants c = Constants::make();
  Quotient q;
  q.carry = I32x4{};
  unroll<kPairs>([&](auto m) { quotient_digits<m>(q, t, c); });
  unroll<kPairs>([&](auto m) { upper_limbs<m>(out, q, t, c); });
}

template <class Params>
void Radix13x20::Arithmetic<Params>::reduce_pair(Limbs& out, const Columns& t, Limbs& out2,
                                                 const Columns& t2) {
  const Constants c = Constants::make();
  Quotient q, q2;
  q.carry = q2.carry = I32x4{};
  unroll<kPairs>([&](auto m) {
    quotient_digits<m>(q, t, c);
    quotient_digits<m>(q2, t2, c);
  });
  unroll<kPairs>([&](auto m) {
    upper_limbs<m>(out, q, t, c);
    upper_limbs<m>(out2, q2, t2, c);
  });
}

template <class Params>
void Radix13x20::Arithmetic<Params>::mul_pair(Limbs& out, const Limbs& a, const Limbs& b,
                                              Limbs& out2, const Limbs& a2, const Limbs& b2) {
  Columns t, t2;
  product(t, a, b);
  product(t2, a2, b2);
  reduce_pair(out, t, out2, t2);
}

template <class Params>
void Radix13x20::Arithmetic<Params>::reduce_columns(Limbs& out, const Columns& t) {
  montgomery_reduce(out, t);
}

template <class Params>
void Radix13x20::Arithmetic<Params>::mul(Limbs& out, const Limbs& a, const Limbs& b) {
  Columns t;
  product(t, a, b);
  montgomery_reduce(out, t);
}

template <class Params>
void Radix13x20::Arithmetic<Params>::sqr(Limbs& out, const Limbs& a) {
  Columns t;
  square(t, a);
  montgomery_reduce(out, t);
}

// Subtracts q·p with q = round(a / 2^254), estimated from the two top limbs.
template <class Params>
void Radix13x20::Arithmetic<Params>::reduce(Limbs& out, const Limbs& a) {
  using namespace vector128;
  const I32x4 mask = constant<kMask>();
  const I32x4 bias = constant<kBias>();
  const I32x4 bias_pair = constant<(kBias | kBias << 16)>();
  const I32x4 top = dot(a.pair[9], splat(1 | 1 << (16 + 13)));
  const I32x4 q = (top + splat(1 << 19)) >> 20;
  I32x4 carry{};
  unroll<kPairs>([&](auto i) {
    constexpr size_t m = i;
    I32x4 low = ((a.pair[m] << 16) >> 16) + carry;
    I32x4 high = a.pair[m] >> 16;
    if constexpr (kModulusLimbs[2 * m] != 0) low -= q * splat(kModulusLimbs[2 * m]);
    if constexpr (kModulusLimbs[2 * m + 1] != 0) high -= q * splat(kModulusLimbs[2 * m + 1]);
    low += bias;
    if constexpr (m < 9) high += bias;
    high += low >> 13;
    carry = high >> 13;
    out.pair[m] = digits<m>(low, high, mask, bias_pair);
  });
}

// a·2^261 is halved modulo p: p is added to odd values. The factor 2 of the sum stays, as the bits
// are read from bit 1 upwards.
template <class Params>
void Radix13x20::Arithmetic<Params>::load(Limbs& out, const ScalarLimbs* a, const ScalarLimbs* b,
                                          const ScalarLimbs* c, const ScalarLimbs* d) {
  using namespace vector128;
  constexpr auto kWord = [](const U256& value, unsigned i) {
    return static_cast<int32_t>(value.bits(29 * i, 29));
  };
  constexpr U256 kTwiceBias = [] {
    U256 bias;
    for (unsigned k = 0; k < 19; ++k)
      add_assign(bias, U256::from_u64(uint64_t{2} * kBias).shl(kLimbBits * k));
    return bias;
  }();
  const auto word_mask = (U32x4)constant<(1 << 29) - 1>();
  const auto low_mask = (U32x4)constant<kMask>();
  const auto high_mask = (U32x4)constant<kMask << 16>();
  const auto bias_pair = (I16x8)constant<kBias | kBias << 16>();
  std::array<U32x4, 10> w{};
  for (size_t i : {0, 1}) {
    std::array<I32x4, 4> rows;
    const std::array<const ScalarLimbs*, 4> in{a, b, c, d};
    unroll<4>([&](auto k) { __builtin_memcpy(&rows[k], in[k]->data() + 4 * i, sizeof(I32x4)); });
    transpose(rows[0], rows[1], rows[2], rows[3]);
    unroll<4>([&](auto k) { w[4 * i + k] = (U32x4)rows[k]; });
  }
  w[8] = U32x4{(*a)[8], (*b)[8], (*c)[8], (*d)[8]};
  const I32x4 odd = -((I32x4)w[0] & splat(1));
  U32x4 carry{};
  unroll<9>([&](auto i) {
    constexpr int32_t kModulusWord = kWord(Params::kModulus, i);
    constexpr int32_t kBiasWord = kWord(kTwiceBias, i);
    w[i] += carry;
    if constexpr (kModulusWord != 0) w[i] += (U32x4)(odd & splat(kModulusWord));
    w[i] += (U32x4)splat(kBiasWord);
    carry = w[i] >> 29;
    if constexpr (i < 8) w[i] &= word_mask;
  });
  unroll<kPairs>([&](auto m) {
    constexpr unsigned bit = 26 * m + 1;
    constexpr unsigned word = bit / 29;
    constexpr unsigned shift = bit % 29;
    U32x4 bits = w[word] >> shift;
    if constexpr (shift > 3 && word < 8) bits |= w[word + 1] << (29 - shift);
    const U32x4 digits = (bits & low_mask) | ((bits << 3) & high_mask);
    out.pair[m] = (I32x4)((I16x8)digits - (m < 9 ? bias_pair : (I16x8)splat(kBias)));
  });
}

// 2·a − q·p with a q for which this is in (0, p + p/16).
template <class Params>
void Radix13x20::Arithmetic<Params>::store(const Limbs& in, ScalarLimbs* a, ScalarLimbs* b,
                                           ScalarLimbs* c, ScalarLimbs* d) {
  using namespace vector128;
  const I32x4 top = dot(in.pair[9], splat(2 | 2 << (16 + 13)));
  const I32x4 q = (top - splat(20)) >> 20;
  const I32x4 mask = constant<kMask>();
  const auto word_mask = (U32x4)constant<(1 << 29) - 1>();
  std::array<U32x4, 11> bits{};  // 26 each
  I32x4 carry{};
  unroll<kPairs>([&](auto i) {
    constexpr size_t m = i;
    I32x4 low = ((in.pair[m] << 16) >> 15) + carry;
    I32x4 high = (in.pair[m] >> 16) << 1;
    if constexpr (kModulusLimbs[2 * m] != 0) low -= q * splat(kModulusLimbs[2 * m]);
    if constexpr (kModulusLimbs[2 * m + 1] != 0) high -= q * splat(kModulusLimbs[2 * m + 1]);
    high += low >> 13;
    carry = high >> 13;
    bits[m] = (U32x4)((low & mask) | (high & mask) << 13);
  });
  std::array<I32x4, 9> w;
  unroll<9>([&](auto i) {
    constexpr unsigned bit = 29 * i;
    constexpr size_t m = bit / 26;
    constexpr unsigned shift = bit % 26;
    U32x4 word = bits[m] >> shift | bits[m + 1] << (26 - shift);
    if constexpr (52 - shift < 29) word |= bits[m + 2] << (52 - shift);
    w[i] = (I32x4)(word & word_mask);
  });
  const std::array<ScalarLimbs*, 4> out{a, b, c, d};
  for (size_t i : {0, 1}) {
    transpose(w[4 * i], w[4 * i + 1], w[4 * i + 2], w[4 * i + 3]);
    unroll<4>([&](auto k) { __builtin_memcpy(out[k]->data() + 4 * i, &w[4 * i + k], 16); });
  }
  unroll<4>([&](auto k) { (*out[k])[8] = static_cast<uint32_t>(w[8][size_t{k}]); });
}

}  // namespace onggi
