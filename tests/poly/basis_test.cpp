#include "core/poly/basis.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/field/pasta.h"
#include "core/poly/lagrange.h"
#include "tests/poly/value_at.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi {
namespace {

using testing::SeededRng;

template <class F>
class BasisTest : public ::testing::Test {
 protected:
  SeededRng rng_{11};
};

TYPED_TEST_SUITE(BasisTest, testing::ScalarFields);

TYPED_TEST(BasisTest, InterpolationPassesThroughTheValues) {
  using F = TypeParam;
  const Domain<F> domain = Domain<F>::create(32).value();
  const Evaluations<F> evaluations{this->rng_.template fields<F>(32)};
  const Coefficients<F> polynomial = interpolate(domain, Evaluations<F>(evaluations)).run();
  for (size_t i = 0; i < 32; ++i) {
    EXPECT_EQ(value_at(polynomial.values, domain.element(i)), evaluations.values[i]);
  }
  EXPECT_EQ(evaluate(domain, polynomial), evaluations);
  // X^32 is 1 on the domain.
  Coefficients<F> higher = polynomial;
  higher.values.resize(33, F::zero());
  std::swap(higher.values[0], higher.values[32]);
  EXPECT_EQ(evaluate(domain, higher), evaluations);
}

TYPED_TEST(BasisTest, ChunksAddUpToThePolynomial) {
  using F = TypeParam;
  const F x = this->rng_.template field<F>();
  const Coefficients<F> polynomial{this->rng_.template fields<F>(21)};
  const std::vector<F> chunks = evaluate_chunks(polynomial, 8, 4, x);
  ASSERT_EQ(chunks.size(), 4u);
  EXPECT_EQ(chunks[0] + x.pow_u64(8) * chunks[1] + x.pow_u64(16) * chunks[2],
            value_at(polynomial.values, x));
  EXPECT_EQ(chunks[2],
            value_at(std::vector<F>(polynomial.values.begin() + 16, polynomial.values.end()), x));
  EXPECT_TRUE(chunks[3].is_zero());
  EXPECT_EQ(evaluate_chunks(Coefficients<F>{}, 8, 2, x), std::vector<F>(2));
}

TYPED_TEST(BasisTest, LagrangeValuesMatchTheInterpolatedBasis) {
  using F = TypeParam;
  for (size_t size : {1, 2, 16}) {
    const Domain<F> domain = Domain<F>::create(size).value();
    const F x = this->rng_.template field<F>();
    const std::vector<F> values = lagrange_at(domain, x);
    ASSERT_EQ(values.size(), size);
    for (size_t i = 0; i < size; ++i) {
      Evaluations<F> unit{std::vector<F>(size)};
      unit.values[i] = F::one();
      EXPECT_EQ(values[i], value_at(interpolate(domain, std::move(unit)).run().values, x));
      std::vector<F> at_element(size);
      at_element[i] = F::one();
      EXPECT_EQ(lagrange_at(domain, domain.element(i)), at_element);
    }
  }
}

}  // namespace
}  // namespace onggi
