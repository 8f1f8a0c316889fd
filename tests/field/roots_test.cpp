#include <cstdlib>
#include <optional>

#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

template <class F>
class Roots : public ::testing::Test {
 protected:
  const Oracle oracle{F::kModulus};
  RandomIntegers random{2};

  U256 draw() { return random.below(F::kModulus); }

  void expect_agreement(const U256& x) const {
    const F a = element<F>(x);
    const uint64_t generator = F::multiplicative_generator().to_canonical().limb[0];
    const auto expected = oracle.tonelli_shanks(x, generator, F::kTwoAdicity);
    const std::optional<F> root = a.sqrt_vartime();
    ASSERT_EQ(root.has_value(), expected.has_value()) << x.to_hex();
    ASSERT_EQ(a.is_square_vartime(), expected.has_value()) << x.to_hex();
    if (root) {
      ASSERT_EQ(root->to_canonical(), *expected) << x.to_hex();
    }
  }
};
TYPED_TEST_SUITE(Roots, Fields);

TYPED_TEST(Roots, MatchTonelliShanksAtEdgeCases) {
  for (const U256& x : this->oracle.edges()) {
    this->expect_agreement(x);
    if (this->HasFatalFailure()) return;
  }
}

TYPED_TEST(Roots, MatchTonelliShanksAtRandom) {
  for (int i = 0; i < 150; ++i) {
    const U256 x = this->draw();
    this->expect_agreement(x);
    this->expect_agreement(this->oracle.mul(x, x));
    if (this->HasFatalFailure()) return;
  }
}

// Elements of the 2-part of the group, one of each order.
TYPED_TEST(Roots, MatchTonelliShanksForRootsOfUnity) {
  using F = TypeParam;
  U256 root = F::two_adic_root().to_canonical();
  EXPECT_EQ(root, this->oracle.pow(F::multiplicative_generator().to_canonical(), F::kOddPart));
  for (unsigned k = 0; k <= F::kTwoAdicity; ++k) {
    EXPECT_EQ(root == U256::from_u64(1), k == F::kTwoAdicity) << "2^" << k << "th power";
    this->expect_agreement(root);
    this->expect_agreement(this->oracle.pow(root, U256::from_u64(12345)));
    root = this->oracle.mul(root, root);
  }
}

TYPED_TEST(Roots, SymbolsOfManyElements) {
  for (int i = 0; i < 1000; ++i) {
    const U256 x = this->draw();
    ASSERT_EQ(element<TypeParam>(x).is_square_vartime(), this->oracle.is_square(x)) << x.to_hex();
  }
}

using StepSizes = ::testing::Types<Divsteps62, Divsteps30>;

template <class S>
class Steps : public ::testing::Test {};
TYPED_TEST_SUITE(Steps, StepSizes);

// With too few batches, the result is "unknown" and never a wrong symbol.
TYPED_TEST(Steps, SymbolIsUnknownWhenBatchesRunOut) {
  RandomIntegers random(3);
  for (int i = 0; i < 20; ++i) {
    const U256 x = random.below(FpParams::kModulus);
    const int symbol = TypeParam::jacobi_vartime(x, FpParams::kModulus);
    EXPECT_EQ(std::abs(symbol), 1);
    int batches = 1;
    while (TypeParam::jacobi_vartime(x, FpParams::kModulus, batches) == 0) ++batches;
    EXPECT_GT(batches, 4);
    EXPECT_EQ(TypeParam::jacobi_vartime(x, FpParams::kModulus, batches), symbol);
  }
}

// Composite moduli, whose symbol is a product: (x/n) for n = 3·5·7·11·13.
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
        TypeParam::jacobi_vartime(U256::from_u64(static_cast<uint64_t>(x)), U256::from_u64(n)),
        expected)
        << x;
  }
}

}  // namespace
}  // namespace onggi::testing
