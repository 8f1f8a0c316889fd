#include "core/poly/domain.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/field/batch.h"
#include "core/field/montgomery_impl.h"
#include "core/field/pasta.h"
#include "core/poly/domain_impl.h"
#include "tests/poly/value_at.h"
#include "tests/sanitized.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

using testing::SeededRng;

template <class F>
class DomainTest : public ::testing::Test {
 protected:
  SeededRng rng_{7};
};

TYPED_TEST_SUITE(DomainTest, testing::ScalarFields);

// Transforms of the build's own fields, and of four lanes, as in WebAssembly, in every build.
template <class F>
class TransformTest : public DomainTest<F> {};

using TransformFields = ::testing::Types<Fp, Fq, Montgomery<FqParams, Radix29x9>>;
TYPED_TEST_SUITE(TransformTest, TransformFields);

// The values at shift·omega^i, computed point by point.
template <class F>
std::vector<F> values_on(const Domain<F>& domain, const std::vector<F>& coefficients,
                         const F& shift) {
  std::vector<F> values;
  F x = shift;
  for (size_t i = 0; i < domain.size(); ++i, x *= domain.omega()) {
    values.push_back(value_at(coefficients, x));
  }
  return values;
}

TYPED_TEST(DomainTest, RejectsSizesThatAreNotPowersOfTwoOrTooLarge) {
  using F = TypeParam;
  for (size_t size :
       {size_t{0}, size_t{3}, size_t{6}, size_t{65535}, size_t{1} << 29, (size_t{1} << 28) + 1}) {
    const auto domain = Domain<F>::create(size);
    ASSERT_FALSE(domain.has_value()) << size;
    EXPECT_EQ(domain.error().errc(), Errc::size_out_of_range);
  }
  EXPECT_EQ(Domain<F>::create(size_t{1} << 28).value().log_size(), 28u);
}

TYPED_TEST(DomainTest, GeneratorsMatchThePeer) {
  using F = TypeParam;
  const auto vectors = testing::read_vectors("constants.json")["domains"][testing::kFieldName<F>];
  ASSERT_FALSE(vectors.empty());
  for (const auto& vector : vectors) {
    const Domain<F> domain =
        Domain<F>::create(size_t{1} << vector["log_size"].template get<unsigned>()).value();
    EXPECT_EQ(domain.omega(), testing::field_of<F>(vector["group_gen"]));
    EXPECT_EQ(domain.omega() * domain.omega_inv(), F::one());
    EXPECT_EQ(domain.size_inv() * F::from_u64(domain.size()), F::one());
  }
}

TYPED_TEST(DomainTest, ElementsArePowersOfTheGenerator) {
  using F = TypeParam;
  EXPECT_EQ(Domain<F>().size(), 1u);
  EXPECT_EQ(Domain<F>().element(5), F::one());
  for (size_t size : {1, 2, 4, 8, 64, 1024}) {
    const Domain<F> domain = Domain<F>::create(size).value();
    F power = F::one();
    for (size_t i = 0; i < 2 * size; ++i, power *= domain.omega()) {
      ASSERT_EQ(domain.element(i), power) << size << " " << i;
    }
    EXPECT_TRUE(domain.vanishing_at(domain.element(size / 2)).is_zero());
    const F x = this->rng_.template field<F>();
    EXPECT_EQ(domain.vanishing_at(x), x.pow_u64(size) - F::one());
  }
}

TYPED_TEST(TransformTest, TransformsMatchEvaluationsAtEverySmallSize) {
  using F = TypeParam;
  for (size_t size = 1; size <= 64; size *= 2) {
    const Domain<F> domain = Domain<F>::create(size).value();
    const std::vector<F> coefficients = this->rng_.template fields<F>(size);
    std::vector<F> values(size);
    domain.evaluate(coefficients, F::one(), values);
    EXPECT_EQ(values, values_on(domain, coefficients, F::one())) << size;
    domain.ifft(values).run();
    EXPECT_EQ(values, coefficients) << size;

    const F shift = this->rng_.template field<F>();
    domain.evaluate(coefficients, shift, values);
    EXPECT_EQ(values, values_on(domain, coefficients, shift)) << size;
    domain.coset_ifft(values, shift).run();
    EXPECT_EQ(values, coefficients) << size;
  }
}

TYPED_TEST(TransformTest, LargeTransformsMatchSingleEvaluations) {
  using F = TypeParam;
  for (size_t size : {512, 1024, 2048, 8192, testing::kSanitized ? 1 << 14 : 1 << 17}) {
    const Domain<F> domain = Domain<F>::create(size).value();
    const std::vector<F> coefficients = this->rng_.template fields<F>(size);
    const F shift = this->rng_.template field<F>();
    std::vector<F> values(size), coset_values(size);
    domain.evaluate(coefficients, F::one(), values);
    domain.evaluate(coefficients, shift, coset_values);
    for (size_t i : {size_t{0}, size_t{1}, size / 2, size - 1, this->rng_.below(size)}) {
      const F x = domain.omega().pow_u64(i);
      EXPECT_EQ(values[i], value_at(coefficients, x)) << size << " " << i;
      EXPECT_EQ(coset_values[i], value_at(coefficients, shift * x)) << size << " " << i;
    }
    domain.ifft(values).run();
    domain.coset_ifft(coset_values, shift).run();
    EXPECT_EQ(values, coefficients) << size;
    EXPECT_EQ(coset_values, coefficients) << size;
  }
}

TYPED_TEST(TransformTest, EvaluatesWithGivenPowersLikeWithTheShift) {
  using F = TypeParam;
  for (size_t size : {1, 2, 4, 8, 1024}) {
    const Domain<F> domain = Domain<F>::create(size).value();
    const F shift = this->rng_.template field<F>(), factor = this->rng_.template field<F>();
    std::vector<F> scales(size);
    powers<F>(scales, shift, factor);
    std::vector<PackedElement<F>> packed_scales(size), packed_values(size);
    pack<F>(packed_scales, scales);
    for (size_t count : {size_t{0}, size_t{1}, size / 2, size}) {
      std::vector<F> coefficients = this->rng_.template fields<F>(count);
      std::vector<F> values(size), expected(size);
      pack<F>(packed_values, std::vector<F>(size, F::from_u64(99)));
      domain.evaluate_scaled(coefficients, packed_scales, packed_values).run();
      unpack<F>(values, packed_values);
      for (F& coefficient : coefficients) coefficient *= factor;
      domain.evaluate(coefficients, shift, expected);
      EXPECT_EQ(values, expected) << size << " " << count;
    }
  }
}

TYPED_TEST(TransformTest, EvaluatesAnyNumberOfCoefficients) {
  using F = TypeParam;
  for (size_t size : {1, 2, 8, 16}) {
    const Domain<F> domain = Domain<F>::create(size).value();
    for (size_t count = 0; count <= 3 * size + 1; ++count) {
      const std::vector<F> coefficients = this->rng_.template fields<F>(count);
      for (const F& shift : {F::one(), this->rng_.template field<F>()}) {
        std::vector<F> values(size, F::from_u64(99));
        domain.evaluate(coefficients, shift, values);
        ASSERT_EQ(values, values_on(domain, coefficients, shift)) << size << " " << count;
      }
    }
  }
  const Domain<F> domain = Domain<F>::create(4096).value();
  const std::vector<F> coefficients = this->rng_.template fields<F>(515);
  std::vector<F> values(4096);
  domain.evaluate(coefficients, F::from_u64(5), values);
  domain.coset_ifft(values, F::from_u64(5)).run();
  std::vector<F> padded = coefficients;
  padded.resize(4096);
  EXPECT_EQ(values, padded);
}

TYPED_TEST(DomainTest, CopiesShareTheirTable) {
  using F = TypeParam;
  const Domain<F> domain = Domain<F>::create(64).value();
  const Domain<F> copy = domain;
  EXPECT_LT(copy.heap_bytes(), 32 * sizeof(F));  // not allocated yet
  EXPECT_EQ(domain.element(1), domain.omega());
  EXPECT_GE(copy.heap_bytes(), 32 * sizeof(F));
  EXPECT_EQ(copy, domain);
  EXPECT_FALSE(copy == Domain<F>());
}

}  // namespace
}  // namespace onggi
