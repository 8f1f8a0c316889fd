#include <optional>
#include <vector>

#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

// arkworks' SqrtPrecomputation::TonelliShanks (ark-ff 0.5, fields/sqrt.rs), step by step.
template <class F>
std::optional<Int> tonelli_shanks(const Int& a) {
  const Int p = modulus<F>();
  if (a == 0) return Int(0);
  const Int odd = (p - 1) >> F::kTwoAdicity;
  Int z = pow_mod(to_int(F::multiplicative_generator().to_canonical()), odd, p);
  const Int w = pow_mod(a, (odd - 1) / 2, p);
  Int x = w * a % p;
  Int b = x * w % p;
  unsigned v = F::kTwoAdicity;
  while (b != 1) {
    unsigned k = 0;
    for (Int power = b; power != 1; power = power * power % p) {
      if (++k == F::kTwoAdicity) return std::nullopt;
    }
    for (unsigned j = v - k; j-- > 1;) z = z * z % p;
    x = x * z % p;
    z = z * z % p;
    b = b * z % p;
    v = k;
  }
  return x * x % p == a ? std::optional<Int>(x) : std::nullopt;
}

template <class F>
class Roots : public ::testing::Test {
 protected:
  const Int p = modulus<F>();

  void expect_agreement(const Int& x) const {
    const F a = element<F>(x);
    const std::optional<Int> expected = tonelli_shanks<F>(x);
    const std::optional<F> root = a.sqrt_vartime();
    ASSERT_EQ(root.has_value(), expected.has_value()) << x;
    ASSERT_EQ(a.is_square_vartime(), expected.has_value()) << x;
    if (root) {
      ASSERT_EQ(integer(*root), *expected) << x;
    }
  }
};
TYPED_TEST_SUITE(Roots, Fields);

TYPED_TEST(Roots, AreThoseOfTonelliAndShanksAtEdges) {
  for (const Int& x : edges<TypeParam>()) {
    this->expect_agreement(x);
    if (this->HasFatalFailure()) return;
  }
}

TYPED_TEST(Roots, AreThoseOfTonelliAndShanksAtRandom) {
  RandomInts random(5);
  for (int i = 0; i < 150; ++i) {
    const Int x = random.below(this->p);
    this->expect_agreement(x);
    this->expect_agreement(x * x % this->p);
    if (this->HasFatalFailure()) return;
  }
}

// Elements of the 2-part of the group, of every order, times the least non-residue and not.
TYPED_TEST(Roots, OfRootsOfUnity) {
  using F = TypeParam;
  Int root = integer(F::two_adic_root());
  const Int odd = (this->p - 1) >> F::kTwoAdicity;
  EXPECT_EQ(root, pow_mod(integer(F::multiplicative_generator()), odd, this->p));
  for (unsigned k = 0; k <= F::kTwoAdicity; ++k) {
    EXPECT_EQ(root == 1, k == F::kTwoAdicity) << "order 2^" << F::kTwoAdicity - k;
    this->expect_agreement(root);
    this->expect_agreement(pow_mod(root, 12345, this->p));
    root = root * root % this->p;
  }
}

TYPED_TEST(Roots, SymbolsOfManyElements) {
  using F = TypeParam;
  RandomInts random(6);
  for (int i = 0; i < 1000; ++i) {
    const Int x = random.below(this->p);
    const Int power = pow_mod(x, (this->p - 1) / 2, this->p);
    ASSERT_EQ(element<F>(x).is_square_vartime(), power <= 1) << x;
  }
}

using StepSizes = ::testing::Types<Divsteps62, Divsteps30>;

template <class S>
class Steps : public ::testing::Test {};
TYPED_TEST_SUITE(Steps, StepSizes);

// With too few batches the answer is "unknown", never a guess.
TYPED_TEST(Steps, SymbolIsUnknownWhenBatchesRunOut) {
  RandomInts random(7);
  const Int p = to_int(FpParams::kModulus);
  for (int i = 0; i < 20; ++i) {
    const U256 x = to_u256(random.below(p));
    const int symbol = TypeParam::jacobi_vartime(x, FpParams::kModulus);
    EXPECT_EQ(std::abs(symbol), 1);
    int batches = 1;
    while (TypeParam::jacobi_vartime(x, FpParams::kModulus, batches) == 0) ++batches;
    EXPECT_GT(batches, 4);
    EXPECT_EQ(TypeParam::jacobi_vartime(x, FpParams::kModulus, batches), symbol);
  }
}

// Composite moduli, where the symbol is a product: (x/n) for n = 3 * 5 * 7 * 11 * 13.
TYPED_TEST(Steps, SymbolOfCompositeModulus) {
  const auto legendre = [](int x, int q) {
    for (int y = 1; y < q; ++y) {
      if (y * y % q == x % q) return 1;
    }
    return -1;
  };
  constexpr int n = 3 * 5 * 7 * 11 * 13;
  for (int x = 1; x < n; ++x) {
    if (x % 3 == 0 || x % 5 == 0 || x % 7 == 0 || x % 11 == 0 || x % 13 == 0) continue;
    int expected = 1;
    for (const int q : {3, 5, 7, 11, 13}) expected *= legendre(x, q);
    ASSERT_EQ(
        TypeParam::jacobi_vartime(U256::from_u64(static_cast<std::uint64_t>(x)), U256::from_u64(n)),
        expected)
        << x;
  }
}

}  // namespace
}  // namespace onggi::testing
