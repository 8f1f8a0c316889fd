// Exhaustive tests: all pairs of elements of small fields.
#include <cstdint>
#include <optional>
#include <vector>

#include "tests/field/fields.h"

namespace onggi::testing {
namespace {

template <uint64_t P, uint64_t Generator, unsigned TwoAdicity>
struct ToyParams {
  static constexpr U256 kModulus = U256::from_u64(P);
  static constexpr uint64_t kGenerator = Generator;
  static constexpr unsigned kTwoAdicity = TwoAdicity;
};

template <class F>
uint64_t value(const F& a) {
  return a.to_canonical().limb[0];
}

template <class F>
class ToyPairs : public ::testing::Test {
 protected:
  static constexpr uint64_t p = F::kModulus.limb[0];
};
using SmallFields = InRadices<ToyParams<97, 5, 5>, ToyParams<103, 5, 1>, ToyParams<257, 3, 8>>;
TYPED_TEST_SUITE(ToyPairs, SmallFields);

TYPED_TEST(ToyPairs, SumsDifferencesProductsAndEquality) {
  using F = TypeParam;
  constexpr uint64_t p = F::kModulus.limb[0];
  std::vector<F> elements;
  for (uint64_t x = 0; x < p; ++x) elements.push_back(F::from_u64(x));
  for (uint64_t x = 0; x < p; ++x) {
    for (uint64_t y = 0; y < p; ++y) {
      const F &a = elements[x], &b = elements[y];
      ASSERT_EQ(value(a + b), (x + y) % p) << x << " " << y;
      ASSERT_EQ(value(a - b), (x + p - y) % p) << x << " " << y;
      ASSERT_EQ(value(a * b), x * y % p) << x << " " << y;
      ASSERT_EQ(a == b, x == y) << x << " " << y;
      // results as operands
      ASSERT_EQ(a * b + b, elements[(x * y + y) % p]) << x << " " << y;
      ASSERT_EQ((a + b) * (a - b), a.square() - b.square()) << x << " " << y;
    }
  }
}

template <class F>
class ToyElements : public ::testing::Test {};
using SeventeenBitFields = InRadices<ToyParams<65537, 3, 16>, ToyParams<114689, 3, 14>>;
TYPED_TEST_SUITE(ToyElements, SeventeenBitFields);

TYPED_TEST(ToyElements, SquaresInversesAndNegatives) {
  using F = TypeParam;
  constexpr uint64_t p = F::kModulus.limb[0];
  for (uint64_t x = 0; x < p; ++x) {
    const F a = F::from_u64(x);
    ASSERT_EQ(value(a.square()), x * x % p) << x;
    ASSERT_EQ(value(-a), (p - x) % p) << x;
    ASSERT_EQ(value(a.inverse_vartime() * a), x == 0 ? 0U : 1U) << x;
  }
}

TYPED_TEST(ToyElements, SquareRoots) {
  using F = TypeParam;
  constexpr uint64_t p = F::kModulus.limb[0];
  std::vector<bool> is_square(p, false);
  for (uint64_t x = 0; x < p; ++x) is_square[x * x % p] = true;
  for (uint64_t x = 0; x < p; ++x) {
    const F a = F::from_u64(x);
    const std::optional<F> root = a.sqrt_vartime();
    ASSERT_EQ(root.has_value(), is_square[x]) << x;
    ASSERT_EQ(a.is_square_vartime(), is_square[x]) << x;
    if (root) {
      const uint64_t r = value(*root);
      ASSERT_EQ(r * r % p, x);
    }
  }
}

}  // namespace
}  // namespace onggi::testing
