#include "core/sponge/poseidon.h"

#include <gtest/gtest.h>

#include "tests/types.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

template <class F>
class PoseidonTest : public ::testing::Test {};

TYPED_TEST_SUITE(PoseidonTest, testing::ScalarFields);

TYPED_TEST(PoseidonTest, PermutationMatchesThePeer) {
  using F = TypeParam;
  const auto vectors =
      testing::read_vectors("constants.json")["poseidon_block_cipher"][testing::kFieldName<F>];
  ASSERT_GE(vectors.size(), 20u);
  for (const auto& vector : vectors) {
    PoseidonState<F> state;
    for (size_t i = 0; i < 3; ++i) state[i] = testing::field_of<F>(vector["input"][i]);
    poseidon_permute(state);
    for (size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(state[i], testing::field_of<F>(vector["output"][i])) << vector["input"];
    }
  }
}

TYPED_TEST(PoseidonTest, ParametersAreBuiltOnce) {
  using F = TypeParam;
  EXPECT_EQ(&poseidon_parameters<F>(), &poseidon_parameters<F>());
  EXPECT_EQ(&poseidon_mds<F>(), &poseidon_parameters<F>().mds);
}

}  // namespace
}  // namespace onggi
