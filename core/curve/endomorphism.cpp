#include "core/curve/endomorphism.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <utility>

#include "core/field/unroll.h"

namespace onggi {
namespace {

template <size_t N>
using Words = std::array<uint32_t, N>;

template <size_t N>
Words<N> to_words(const U256& value) {
  Words<N> out{};
  for (unsigned i = 0; i < N; ++i) out[i] = static_cast<uint32_t>(value.bits(32 * i, 32));
  return out;
}

// a·b modulo 2^256.
U256 multiply(const U256& a, const U256& b) {
  U256 out;
  for (unsigned i = b.bit_length(); i-- > 0;) {
    add_assign(out, out);
    if (b.bit(i)) add_assign(out, a);
  }
  return out;
}

struct Quotient {
  U256 quotient;
  U256 remainder;
};

// floor(2^shift·a / b). The quotient must fit 256 bits; b < 2^255.
Quotient divide(const U256& a, unsigned shift, const U256& b) {
  Quotient out;
  const unsigned length = a.bit_length() + shift;
  for (unsigned i = length; i-- > 0;) {
    add_assign(out.remainder, out.remainder);
    if (i >= shift && a.bit(i - shift)) out.remainder.limb[0] |= 1;
    add_assign(out.quotient, out.quotient);
    if (out.remainder >= b) {
      sub_assign(out.remainder, b);
      out.quotient.limb[0] |= 1;
    }
  }
  return out;
}

// round(2^shift·a / b).
U256 divide_round(const U256& a, unsigned shift, const U256& b) {
  Quotient division = divide(a, shift, b);
  U256 twice = division.remainder;
  add_assign(twice, twice);
  if (twice >= b) add_assign(division.quotient, U256::from_u64(1));
  return division.quotient;
}

// A vector (a, b) with a + b·λ = 0 mod order, as |a|, |b| and whether the signs are equal.
struct LatticeVector {
  U256 a;
  U256 b;
  bool same_sign = false;

  // The norm of a + b·λ in Z[λ], a^2 − a·b + b^2, where λ^2 + λ + 1 = 0.
  U256 norm() const {
    U256 out = multiply(a, a);
    add_assign(out, multiply(b, b));
    const U256 cross = multiply(a, b);
    if (same_sign) {
      sub_assign(out, cross);
    } else {
      add_assign(out, cross);
    }
    return out;
  }
};

// The vector of norm `order`. The lattice is a principal ideal of norm `order`, and its shortest
// vectors occur among the remainders r_i = t_i·λ mod order of Euclid's algorithm.
LatticeVector shortest_vector(const U256& order, const U256& lambda) {
  U256 r0 = order;
  U256 r1 = lambda;
  U256 t0;
  U256 t1 = U256::from_u64(1);
  bool t1_negative = false;
  while (!r1.is_zero()) {
    const LatticeVector v{r1, t1, t1_negative};
    if (r1.bit_length() <= 127 && t1.bit_length() <= 127 && v.norm() == order) return v;
    const Quotient division = divide(r0, 0, r1);
    U256 t2 = multiply(division.quotient, t1);
    add_assign(t2, t0);
    r0 = r1;
    r1 = division.remainder;
    t0 = t1;
    t1 = t2;
    t1_negative = !t1_negative;
  }
  assert(false && "lambda is not a primitive cube root of one modulo a prime");
  return {};
}

// Adds a·b modulo 2^160. In both functions the words stay in registers, as the loops are unrolled.
void multiply_add(Words<5>& out, const Words<4>& a, const Words<4>& b) {
  unroll<4>([&](auto i) {
    uint64_t carry = 0;
    unroll<4>([&](auto j) {
      if constexpr (i + j < 5) {
        carry += uint64_t{a[i]} * b[j] + out[i + j];
        out[i + j] = static_cast<uint32_t>(carry);
        carry >>= 32;
      }
    });
    if constexpr (i == 0) out[4] += static_cast<uint32_t>(carry);
  });
}

// a − b modulo 2^160.
Words<5> difference(const Words<5>& a, const Words<5>& b) {
  Words<5> out{};
  int64_t carry = 0;
  unroll<5>([&](auto i) {
    carry += int64_t{a[i]} - b[i];
    out[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  });
  return out;
}

// k·b / 2^(32·S), which must be below 2^128, rounded to the nearest integer. Products that make a
// difference of less than 2^-28 are left out.
template <size_t N, size_t S = N + 1>
Words<4> multiply_shift(const Words<N>& k, const Words<6>& b) {
  Words<N + 6> product{};
  unroll<N>([&](auto i) {
    uint64_t carry = 0;
    unroll<6>([&](auto j) {
      if constexpr (i + j + 2 >= S) {
        carry += uint64_t{k[i]} * b[j] + product[i + j];
        product[i + j] = static_cast<uint32_t>(carry);
        carry >>= 32;
      }
    });
    product[i + 6] = static_cast<uint32_t>(carry);
  });
  Words<4> out{};
  uint64_t carry = product[S - 1] >> 31;
  unroll<4>([&](auto i) {
    carry += product[S + i];
    out[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  });
  return out;
}

// Converts two's complement to sign and magnitude, |value| < 2^128.
HalfScalar to_half(Words<5> value) {
  HalfScalar out;
  out.negative = value[4] >> 31 != 0;
  if (out.negative) {
    uint64_t carry = 1;
    for (uint32_t& word : value) {
      carry += ~word;
      word = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  out.magnitude = {value[0] | uint64_t{value[1]} << 32, value[2] | uint64_t{value[3]} << 32};
  return out;
}

}  // namespace

unsigned HalfScalar::bit_length() const {
  return magnitude[1] != 0 ? 64 + static_cast<unsigned>(std::bit_width(magnitude[1]))
                           : static_cast<unsigned>(std::bit_width(magnitude[0]));
}

uint64_t HalfScalar::bits(unsigned i, unsigned count) const {
  const unsigned offset = i % 64;
  if (i >= 128) return 0;
  uint64_t value = magnitude[i / 64] >> offset;
  if (offset != 0 && i < 64) value |= magnitude[1] << (64 - offset);
  return value & ((uint64_t{1} << count) - 1);
}

template <size_t N>
GlvLattice<N>::GlvLattice(const U256& order, const U256& lambda) {
  assert((order.bit_length() + 31) / 32 == N);
  const LatticeVector v = shortest_vector(order, lambda);
  U256 a = v.a;
  U256 d = v.b;
  // Six vectors have this norm: one of them times the units of Z[λ]. Exactly one of the six has a
  // positive first and a negative second coordinate:
  //   a > b > 0:  −λ·(a + b·λ) = b − (a − b)·λ
  //   b > a > 0:  λ^2·(a + b·λ) = (b − a) − a·λ
  if (v.same_sign) {
    const bool a_longer = v.a > v.b;
    a = a_longer ? v.b : v.a;
    d = a_longer ? v.a : v.b;
    sub_assign(d, a);
    if (!a_longer) std::swap(a, d);
  }
  U256 s = a;
  add_assign(s, d);
  a_ = to_words<4>(a);
  d_ = to_words<4>(d);
  s_ = to_words<4>(s);
  d_over_order_ = to_words<6>(divide_round(d, 32 * (N + 1), order));
  s_over_order_ = to_words<6>(divide_round(s, 32 * (N + 1), order));
  // |k2| ≤ (d + s) / 2 and |k1| ≤ (a + d) / 2, and somewhat more, as the quotients are rounded.
  U256 bound = s;
  add_assign(bound, std::max(a, d));
  U256 rounding = bound;
  for (unsigned i = 0; i < 24; ++i) rounding = rounding.shr1();
  bound = bound.shr1();
  add_assign(bound, rounding);
  add_assign(bound, U256::from_u64(1));
  half_bits_ = bound.bit_length();
  assert(half_bits_ <= 128);
}

// The lattice has the basis (a, −d), (d, s) with det = order. With c1 = round(k·s / order) and c2 =
// round(k·d / order): (k1, k2) = (k, 0) − c1·(a, −d) − c2·(d, s).
template <size_t N>
SplitScalar GlvLattice<N>::split(const U256& k) const {
  const auto words = to_words<N>(k);
  const Words4 c1 = multiply_shift<N>(words, s_over_order_);
  const Words4 c2 = multiply_shift<N>(words, d_over_order_);
  Words<5> less{}, k2{}, less2{};
  multiply_add(less, c1, a_);
  multiply_add(less, c2, d_);
  multiply_add(k2, c1, d_);
  multiply_add(less2, c2, s_);
  return {to_half(difference(to_words<5>(k), less)), to_half(difference(k2, less2))};
}

// The Pasta curves, and small curves for tests.
template class GlvLattice<8>;
template class GlvLattice<1>;

}  // namespace onggi
