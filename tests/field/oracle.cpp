#include "tests/field/oracle.h"

#include <string>

#include "tests/field/big_integer.h"

namespace onggi::testing {
namespace {

Int pow_mod(const Int& base, const Int& exponent, const Int& p) {
  return boost::multiprecision::powm(base, exponent, p);
}

}  // namespace

U256 Oracle::add(const U256& a, const U256& b) const {
  return to_u256((to_int(a) + to_int(b)) % to_int(p_));
}

U256 Oracle::sub(const U256& a, const U256& b) const {
  return to_u256(mod(to_int(a) - to_int(b), to_int(p_)));
}

U256 Oracle::mul(const U256& a, const U256& b) const {
  return to_u256(to_int(a) * to_int(b) % to_int(p_));
}

U256 Oracle::pow(const U256& a, const U256& exponent) const {
  return to_u256(pow_mod(to_int(a), to_int(exponent), to_int(p_)));
}

U256 Oracle::inverse(const U256& a) const {
  return to_u256(pow_mod(to_int(a), to_int(p_) - 2, to_int(p_)));
}

bool Oracle::is_square(const U256& a) const {
  return pow_mod(to_int(a), (to_int(p_) - 1) / 2, to_int(p_)) <= 1;
}

std::optional<U256> Oracle::tonelli_shanks(const U256& a, uint64_t generator,
                                           unsigned two_adicity) const {
  const Int p = to_int(p_), value = to_int(a);
  if (value == 0) return a;
  const Int odd = (p - 1) >> two_adicity;
  Int z = pow_mod(generator, odd, p);
  const Int w = pow_mod(value, (odd - 1) / 2, p);
  Int x = w * value % p;
  Int b = x * w % p;
  unsigned v = two_adicity;
  while (b != 1) {
    unsigned k = 0;
    for (Int power = b; power != 1; power = power * power % p) {
      if (++k == two_adicity) return std::nullopt;
    }
    for (unsigned j = v - k; j-- > 1;) z = z * z % p;
    x = x * z % p;
    z = z * z % p;
    b = b * z % p;
    v = k;
  }
  if (x * x % p != value) return std::nullopt;
  return to_u256(x);
}

std::vector<U256> Oracle::edges() const {
  const Int p = to_int(p_);
  std::vector<Int> points{0, p, p / 2, p / 3, p / 16, p - p / 16};
  for (unsigned bits = 29; bits < 256; bits += 29) points.push_back(Int(1) << bits);
  for (unsigned bits = 64; bits < 256; bits += 64) points.push_back(Int(1) << bits);
  const Int by_64x4 = pow_mod(pow_mod(2, 256, p), p - 2, p);
  const Int by_29x9 = pow_mod(pow_mod(2, 261, p), p - 2, p);
  std::vector<U256> out;
  for (const Int& point : points) {
    for (int offset = -1; offset <= 1; ++offset) {
      for (const Int& factor : {Int(1), by_64x4, by_29x9}) {
        out.push_back(to_u256(mod((point + offset) * factor, p)));
      }
    }
  }
  return out;
}

U256 decimal(std::string_view text) { return to_u256(Int(std::string(text))); }

U256 RandomIntegers::any() { return {{word(), word(), word(), word()}}; }

U256 RandomIntegers::below(const U256& bound) {
  const Int wide = (to_int(any()) << 64) | word();
  return to_u256(wide % to_int(bound));
}

}  // namespace onggi::testing
