#pragma once

#include <utility>

#include "core/field/divsteps.h"

namespace onggi {

template <class Word, class UnsignedWord, class Wide, unsigned N>
auto Divsteps<Word, UnsignedWord, Wide, N>::split(const U256& value) -> Number {
  Number out{};
  for (unsigned i = 0; i < kLimbs; ++i) out[i] = static_cast<Word>(value.bits(N * i, N));
  return out;
}

template <class Word, class UnsignedWord, class Wide, unsigned N>
U256 Divsteps<Word, UnsignedWord, Wide, N>::join(const Number& a) {
  U256 out;
  for (unsigned i = 0; i < kLimbs; ++i) {
    const unsigned word = N * i / 64;
    const unsigned offset = N * i % 64;
    const auto limb = static_cast<uint64_t>(a[i]);
    out.limb[word] |= limb << offset;
    if (offset + N > 64 && word < 3) out.limb[word + 1] |= limb >> (64 - offset);
  }
  return out;
}

// w with g + w·f = 0 mod 2^k. k ≤ left, so that the batch is not exceeded, and k ≤ eta + 1, because
// eta changes sign there. −1/f is f·(f^2 − 2) mod 2^6 and −(f + 2·((f + 1) & 4)) mod 2^4.
template <class Word, class UnsignedWord, class Wide, unsigned N>
UnsignedWord Divsteps<Word, UnsignedWord, Wide, N>::cancel(UnsignedWord f, UnsignedWord g, Word eta,
                                                           unsigned left, bool swapped) {
  const unsigned limit = eta + 1 > static_cast<Word>(left) ? left : static_cast<unsigned>(eta + 1);
  const UnsignedWord mask = ~UnsignedWord{0} >> (kWordBits - limit);
  if (swapped) return (f * g * (f * f - 2)) & mask & 63;
  return (0 - (f + (((f + 1) & 4) << 1)) * g) & mask & 15;
}

// N divsteps. If eta < 0 and g is odd: (eta, f, g) ← (−eta − 1, g, (g − f) / 2). Else: (eta, f, g)
// ← (eta − 1, f, (g + (g mod 2)·f) / 2). When computing the symbol, a swap keeps the signs, so that
// f and g stay positive, and bit 0 of `symbol` flips when the Jacobi symbol (g/f) changes sign.
template <class Word, class UnsignedWord, class Wide, unsigned N>
template <bool kFollowSymbol>
Word Divsteps<Word, UnsignedWord, Wide, N>::steps(Word eta, UnsignedWord f, UnsignedWord g,
                                                  Matrix& out, UnsignedWord& symbol) {
  constexpr auto signed_swap = [](UnsignedWord& a, UnsignedWord& b) {
    a = std::exchange(b, kFollowSymbol ? a : 0 - a);
  };
  UnsignedWord u = 1, v = 0, q = 0, r = 1;
  unsigned left = N;
  for (;;) {
    const auto zeros = static_cast<unsigned>(std::countr_zero(g | (~UnsignedWord{0} << left)));
    g >>= zeros;
    u <<= zeros;
    v <<= zeros;
    eta -= static_cast<Word>(zeros);
    left -= zeros;
    // (2/f) = −1 iff f = 3 or 5 mod 8
    if constexpr (kFollowSymbol) symbol ^= zeros & ((f >> 1) ^ (f >> 2));
    if (left == 0) break;
    const bool swapped = eta < 0;
    if (swapped) {
      eta = -eta;
      // (g/f)·(f/g) = −1 iff f = g = 3 mod 4
      if constexpr (kFollowSymbol) symbol ^= (f & g) >> 1;
      signed_swap(f, g);
      signed_swap(u, q);
      signed_swap(v, r);
    }
    const UnsignedWord w = cancel(f, g, eta, left, swapped);
    g += f * w;
    q += u * w;
    r += v * w;
  }
  out = {static_cast<Word>(u), static_cast<Word>(v), static_cast<Word>(q), static_cast<Word>(r)};
  return eta;
}

// (f, g) ← t·(f, g) / 2^N
template <class Word, class UnsignedWord, class Wide, unsigned N>
void Divsteps<Word, UnsignedWord, Wide, N>::apply(const Matrix& t, Number& f, Number& g,
                                                  unsigned length) {
  Wide cf = Wide{t.u} * f[0] + Wide{t.v} * g[0];
  Wide cg = Wide{t.q} * f[0] + Wide{t.r} * g[0];
  cf >>= N;
  cg >>= N;
  for (unsigned i = 1; i < length; ++i) {
    cf += Wide{t.u} * f[i] + Wide{t.v} * g[i];
    cg += Wide{t.q} * f[i] + Wide{t.r} * g[i];
    f[i - 1] = static_cast<Word>(static_cast<UnsignedWord>(cf) & kMask);
    g[i - 1] = static_cast<Word>(static_cast<UnsignedWord>(cg) & kMask);
    cf >>= N;
    cg >>= N;
  }
  f[length - 1] = static_cast<Word>(cf);
  g[length - 1] = static_cast<Word>(cg);
}

// (d, e) ← t·(d, e) / 2^N mod p. Multiples md and me of p make the sums divisible. d and e stay in
// (−2p, p).
template <class Word, class UnsignedWord, class Wide, unsigned N>
void Divsteps<Word, UnsignedWord, Wide, N>::apply_mod(const Matrix& t, Number& d, Number& e,
                                                      const Number& p, UnsignedWord p_inv) {
  const Word d_sign = d[kLimbs - 1] >> (kWordBits - 1);
  const Word e_sign = e[kLimbs - 1] >> (kWordBits - 1);
  Word md = (t.u & d_sign) + (t.v & e_sign);
  Word me = (t.q & d_sign) + (t.r & e_sign);
  Wide cd = Wide{t.u} * d[0] + Wide{t.v} * e[0];
  Wide ce = Wide{t.q} * d[0] + Wide{t.r} * e[0];
  md -= static_cast<Word>((p_inv * static_cast<UnsignedWord>(cd) + static_cast<UnsignedWord>(md)) &
                          kMask);
  me -= static_cast<Word>((p_inv * static_cast<UnsignedWord>(ce) + static_cast<UnsignedWord>(me)) &
                          kMask);
  cd += Wide{p[0]} * md;
  ce += Wide{p[0]} * me;
  cd >>= N;
  ce >>= N;
  for (unsigned i = 1; i < kLimbs; ++i) {
    cd += Wide{t.u} * d[i] + Wide{t.v} * e[i] + Wide{p[i]} * md;
    ce += Wide{t.q} * d[i] + Wide{t.r} * e[i] + Wide{p[i]} * me;
    d[i - 1] = static_cast<Word>(static_cast<UnsignedWord>(cd) & kMask);
    e[i - 1] = static_cast<Word>(static_cast<UnsignedWord>(ce) & kMask);
    cd >>= N;
    ce >>= N;
  }
  d[kLimbs - 1] = static_cast<Word>(cd);
  e[kLimbs - 1] = static_cast<Word>(ce);
}

template <class Word, class UnsignedWord, class Wide, unsigned N>
void Divsteps<Word, UnsignedWord, Wide, N>::negate_if(Number& a, bool negative) {
  if (!negative) return;
  Word carry = 0;
  for (unsigned i = 0; i + 1 < kLimbs; ++i) {
    carry -= a[i];
    a[i] = static_cast<Word>(static_cast<UnsignedWord>(carry) & kMask);
    carry >>= N;
  }
  a[kLimbs - 1] = carry - a[kLimbs - 1];
}

template <class Word, class UnsignedWord, class Wide, unsigned N>
void Divsteps<Word, UnsignedWord, Wide, N>::add_if_negative(Number& a, const Number& p) {
  if (a[kLimbs - 1] >= 0) return;
  Word carry = 0;
  for (unsigned i = 0; i + 1 < kLimbs; ++i) {
    carry += a[i] + p[i];
    a[i] = static_cast<Word>(static_cast<UnsignedWord>(carry) & kMask);
    carry >>= N;
  }
  a[kLimbs - 1] += carry + p[kLimbs - 1];
}

// Invariant: d·x = f and e·x = g mod p. At the end g = 0 and f = ±gcd(x, p).
template <class Word, class UnsignedWord, class Wide, unsigned N>
U256 Divsteps<Word, UnsignedWord, Wide, N>::inverse_vartime(const U256& x, const U256& p) {
  const Number modulus = split(p);
  const auto p_inv = static_cast<UnsignedWord>(inverse_mod_2_64(p.limb[0]));
  Number d{}, e{}, f = modulus, g = split(x);
  e[0] = 1;
  unsigned length = kLimbs;
  Word eta = -1;
  UnsignedWord symbol = 0;  // not used
  for (;;) {
    Matrix t;
    eta = steps<false>(eta, static_cast<UnsignedWord>(f[0]), static_cast<UnsignedWord>(g[0]), t,
                       symbol);
    apply_mod(t, d, e, modulus, p_inv);
    apply(t, f, g, length);
    Word rest = 0;
    for (unsigned i = 0; i < length; ++i) rest |= g[i];
    if (rest == 0) break;
    // If the top limbs of both numbers hold only the sign, merge them into the limbs below.
    const Word f_top = f[length - 1], g_top = g[length - 1];
    if (length > 1 && (f_top == 0 || f_top == -1) && (g_top == 0 || g_top == -1)) {
      --length;
      f[length - 1] |= static_cast<Word>(static_cast<UnsignedWord>(f_top) << N);
      g[length - 1] |= static_cast<Word>(static_cast<UnsignedWord>(g_top) << N);
    }
  }
  // d is in (−2p, p)
  add_if_negative(d, modulus);
  negate_if(d, f[length - 1] < 0);
  add_if_negative(d, modulus);
  return join(d);
}

template <class Word, class UnsignedWord, class Wide, unsigned N>
int Divsteps<Word, UnsignedWord, Wide, N>::jacobi_vartime(const U256& x, const U256& p,
                                                          int max_batches) {
  Number f = split(p), g = split(x);
  unsigned length = kLimbs;
  Word eta = -1;
  UnsignedWord symbol = 0;
  for (int batch = 0; batch < max_batches; ++batch) {
    // The symbol needs two bits of f and g beyond the batch.
    const UnsignedWord f_low =
        static_cast<UnsignedWord>(f[0]) | (static_cast<UnsignedWord>(f[1]) << N);
    const UnsignedWord g_low =
        static_cast<UnsignedWord>(g[0]) | (static_cast<UnsignedWord>(g[1]) << N);
    Matrix t;
    eta = steps<true>(eta, f_low, g_low, t, symbol);
    apply(t, f, g, length);
    Word rest = f[0] ^ 1;
    for (unsigned i = 1; i < length; ++i) rest |= f[i];
    if (rest == 0) return (symbol & 1) != 0 ? -1 : 1;
    if (length > 2 && (f[length - 1] | g[length - 1]) == 0) --length;
  }
  return 0;
}

}  // namespace onggi
