#include "core/curve/msm.h"

#include <span>
#include <vector>

#include "core/curve/msm_impl.h"
#include "core/curve/scale_impl.h"
#include "tests/curve/naive.h"
#include "tests/curve/vector_curve.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

template <class C>
class MsmTest : public ::testing::Test {
 protected:
  using Scalar = typename C::Scalar;

  // Bases k·G with known k: any sum of their multiples is one multiple of G.
  void make_bases(size_t n) {
    logs_ = rng_.fields<Scalar>(n);
    std::vector<Jacobian<C>> points(n);
    for (size_t i = 0; i < n; ++i) points[i] = scale_vartime<C>(C::generator(), logs_[i]);
    bases_.resize(n);
    batch_to_affine<C>(points, bases_);
  }
  // Sets base i to k·G.
  void set_base(size_t i, const Scalar& k) {
    logs_[i] = k;
    bases_[i] = naive_scale(C::generator(), k);
  }

  void expect_sum(std::span<const Scalar> scalars) {
    Scalar log;
    for (size_t i = 0; i < scalars.size(); ++i) log += scalars[i] * logs_[i];
    const auto bases = std::span<const Affine<C>>(bases_).first(scalars.size());
    EXPECT_EQ(msm_vartime<C>(bases, scalars).to_affine(), naive_scale(C::generator(), log));
  }

  SeededRng rng_{2};
  std::vector<Scalar> logs_;
  std::vector<Affine<C>> bases_;
};

TYPED_TEST_SUITE(MsmTest, SummedCurves);

TYPED_TEST(MsmTest, SmallSumsMatchNaiveSums) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  this->make_bases(40);
  for (const size_t n : {0, 1, 2, 3, 24, 25, 40}) {
    const auto scalars = this->rng_.template fields<Scalar>(n);
    const auto bases = std::span<const Affine<C>>(this->bases_).first(n);
    EXPECT_EQ(msm_vartime<C>(bases, scalars).to_affine(), naive_sum<C>(bases, scalars));
  }
}

TYPED_TEST(MsmTest, SumsOfUpToThreeHundredPoints) {
  using Scalar = typename TypeParam::Scalar;
  this->make_bases(300);
  for (size_t n = 0; n <= 300; n += 1 + n / 64)
    this->expect_sum(this->rng_.template fields<Scalar>(n));
}

TYPED_TEST(MsmTest, LargeSums) {
  using Scalar = typename TypeParam::Scalar;
  this->make_bases(1 << 12);
  this->expect_sum(this->rng_.template fields<Scalar>(1 << 12));
  this->expect_sum(this->rng_.template fields<Scalar>(3000));
}

TYPED_TEST(MsmTest, SpecialScalars) {
  using Scalar = typename TypeParam::Scalar;
  constexpr size_t kSize = 400;
  this->make_bases(kSize);
  const Scalar random = this->rng_.template field<Scalar>();
  const Scalar lambda = TypeParam::endo_scalar();
  // The digits carry through both words of a half scalar.
  const Scalar ones = Scalar::from_u64(2).pow_u64(100) - Scalar::one();
  for (const Scalar& k : {Scalar::zero(), Scalar::one(), -Scalar::one(), random, ones, lambda,
                          lambda + Scalar::one(), Scalar::from_u64(1 << 20)}) {
    this->expect_sum(std::vector<Scalar>(kSize, k));
    std::vector<Scalar> mixed(kSize);
    for (size_t i = 0; i < kSize; ++i) {
      mixed[i] = std::vector{Scalar::zero(), k, -k, random}[this->rng_.below(4)];
    }
    this->expect_sum(mixed);
  }
  std::vector<Scalar> ascending(kSize);
  for (size_t i = 0; i < kSize; ++i) ascending[i] = Scalar::from_u64(i) - Scalar::from_u64(9);
  this->expect_sum(ascending);
  std::vector<Scalar> sparse(kSize);
  sparse[7] = random;
  sparse[kSize - 1] = -random;
  this->expect_sum(sparse);
}

TYPED_TEST(MsmTest, SpecialBases) {
  using Scalar = typename TypeParam::Scalar;
  constexpr size_t kSize = 200;
  this->make_bases(kSize);
  const auto expect_sums = [&] {
    this->expect_sum(this->rng_.template fields<Scalar>(kSize));
    this->expect_sum(std::vector<Scalar>(kSize, this->rng_.template field<Scalar>()));
    this->expect_sum(std::vector<Scalar>(kSize, Scalar::one()));
  };
  // Random bases mixed with identities, negatives and images under the endomorphism.
  const Scalar lambda = TypeParam::endo_scalar();
  for (size_t i = 0; i + 4 < kSize; i += 8) {
    this->set_base(i, Scalar::zero());
    this->set_base(i + 1, -this->logs_[i + 2]);
    this->set_base(i + 3, lambda * this->logs_[i + 4]);
  }
  expect_sums();
  for (size_t i = 0; i < kSize; ++i) this->set_base(i, Scalar::from_u64(5));
  expect_sums();
  for (size_t i = 0; i < kSize; i += 2) this->set_base(i, -Scalar::from_u64(5));
  expect_sums();
  for (size_t i = 0; i < kSize; ++i) this->set_base(i, Scalar::zero());
  expect_sums();
}

TYPED_TEST(MsmTest, ManyColumnsMatchSingleSums) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  this->make_bases(100);
  std::vector<std::vector<Scalar>> columns;
  for (const size_t n : {100, 0, 1, 30, 60}) {
    columns.push_back(this->rng_.template fields<Scalar>(n));
  }
  const std::vector<std::span<const Scalar>> views(columns.begin(), columns.end());
  const auto sums = msm_many_vartime_steps<C>(this->bases_, views).run();
  ASSERT_EQ(sums.size(), columns.size());
  for (size_t j = 0; j < columns.size(); ++j) {
    const auto bases = std::span<const Affine<C>>(this->bases_).first(columns[j].size());
    EXPECT_EQ(sums[j], msm_vartime<C>(bases, columns[j]));
  }
  EXPECT_TRUE(msm_many_vartime_steps<C>(this->bases_, {}).run().empty());
}

}  // namespace
}  // namespace onggi::testing
