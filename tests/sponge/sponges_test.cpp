// Recorded runs of the three sponges: lists of operations with their inputs and expected outputs.
#include <gtest/gtest.h>

#include <string>

#include "core/sponge/arithmetic_sponge.h"
#include "core/sponge/fq_sponge.h"
#include "core/sponge/fr_sponge.h"
#include "core/sponge/scalar_challenge.h"
#include "tests/types.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

using nlohmann::json;
using testing::field_of;

json recorded(const char* sponge, const char* name) {
  json runs = testing::read_vectors("sponge.json")[sponge][name];
  EXPECT_FALSE(runs.empty());
  return runs;
}

template <class F>
class FieldSpongeTest : public ::testing::Test {};
TYPED_TEST_SUITE(FieldSpongeTest, testing::ScalarFields);

template <class C>
class CurveSpongeTest : public ::testing::Test {};
TYPED_TEST_SUITE(CurveSpongeTest, testing::Curves);

TYPED_TEST(FieldSpongeTest, ArithmeticSpongeMatchesRecordedRuns) {
  using F = TypeParam;
  for (const json& run : recorded("arithmetic", testing::kFieldName<F>)) {
    ArithmeticSponge<F> sponge;
    for (const json& step : run) {
      if (step.contains("absorb")) {
        sponge.absorb(field_of<F>(step["absorb"]));
      } else {
        ASSERT_EQ(sponge.squeeze(), field_of<F>(step["squeeze"])) << run;
      }
    }
  }
}

TYPED_TEST(FieldSpongeTest, FrSpongeMatchesRecordedRuns) {
  using F = TypeParam;
  for (const json& run : recorded("fr_sponge", testing::kFieldName<F>)) {
    FrSponge<F> sponge;
    for (const json& step : run) {
      if (step.contains("absorb")) {
        sponge.absorb(field_of<F>(step["absorb"]));
      } else if (step.contains("challenge")) {
        ASSERT_EQ(sponge.challenge().raw(), field_of<F>(step["challenge"])) << run;
      } else {
        ASSERT_EQ(sponge.digest(), field_of<F>(step["digest"])) << run;
      }
    }
  }
}

TYPED_TEST(FieldSpongeTest, CopiesAreIndependentAndSpansEqualSequences) {
  using F = TypeParam;
  const std::vector<F> values{F::from_u64(3), F::from_u64(4), F::from_u64(5)};
  ArithmeticSponge<F> one_by_one;
  for (const F& value : values) one_by_one.absorb(value);
  ArithmeticSponge<F> at_once;
  at_once.absorb(values);
  ArithmeticSponge<F> copy = at_once;
  const F first = copy.squeeze();
  EXPECT_NE(first, copy.squeeze());
  EXPECT_EQ(at_once.squeeze(), first);
  EXPECT_EQ(one_by_one.squeeze(), first);
}

TYPED_TEST(CurveSpongeTest, FqSpongeMatchesRecordedRuns) {
  using C = TypeParam;
  using Base = typename C::Base;
  using Scalar = typename C::Scalar;
  for (const json& run : recorded("fq_sponge", C::kName)) {
    FqSponge<C> sponge;
    for (const json& step : run) {
      const std::string operation = step.begin().key();
      const json& value = step.begin().value();
      if (operation == "absorb_base") {
        sponge.absorb_base(field_of<Base>(value));
      } else if (operation == "absorb_scalar") {
        sponge.absorb_scalar(field_of<Scalar>(value));
      } else if (operation == "absorb_point") {
        const Affine<C> point = testing::point_of<C>(value);
        sponge.absorb_commitment(std::span(&point, 1));
      } else if (operation == "challenge") {
        ASSERT_EQ(sponge.challenge_field(), field_of<Scalar>(value)) << run;
      } else if (operation == "challenge_base") {
        ASSERT_EQ(sponge.challenge_base(), field_of<Base>(value)) << run;
      } else if (operation == "digest") {
        ASSERT_EQ(sponge.digest(), field_of<Scalar>(value)) << run;
      } else {
        ASSERT_EQ(operation, "digest_base");
        ASSERT_EQ(sponge.digest_base(), field_of<Base>(value)) << run;
      }
    }
  }
}

TYPED_TEST(CurveSpongeTest, ChallengesExpandToScalars) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const json& vector : recorded("scalar_challenge", C::kName)) {
    const U256 integer = *U256::from_hex(vector["raw"].template get<std::string>());
    const ScalarChallenge<F> challenge{integer.limb[0], integer.limb[1]};
    EXPECT_EQ(challenge.raw(), field_of<F>(vector["raw"]));
    EXPECT_EQ(challenge.to_field(C::endo_scalar()), field_of<F>(vector["field"])) << vector;
  }
}

}  // namespace
}  // namespace onggi
