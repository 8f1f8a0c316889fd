#include "core/kimchi/prover/quotient_groups.h"

#include <gtest/gtest.h>

#include "core/poly/domain.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

template <class C>
class QuotientGroups : public ::testing::Test {};
TYPED_TEST_SUITE(QuotientGroups, Curves);

TYPED_TEST(QuotientGroups, RemaindersDetermineTheQuotient) {
  using F = typename TypeParam::Scalar;
  SeededRng rng(1);
  constexpr size_t kLength = 300;
  const std::vector<F> points = rng.template fields<F>(kQuotientCosets);
  for (const size_t cosets : kGroupCosets) {
    const std::vector<F> quotient = rng.template fields<F>(cosets * kLength);
    std::vector<std::vector<F>> blocks(cosets, std::vector<F>(kLength));
    for (size_t j = 0; j < cosets; ++j) {
      F power = points[j] - F::one();
      for (size_t k = 0; k < cosets; ++k, power *= points[j]) {
        for (size_t i = 0; i < kLength; ++i) blocks[j][i] += power * quotient[k * kLength + i];
      }
    }
    solve_blocks<F>(points, blocks).run();
    for (size_t k = 0; k < cosets; ++k) {
      const auto begin = quotient.begin() + k * kLength;
      EXPECT_EQ(blocks[k], std::vector<F>(begin, begin + kLength)) << cosets << " " << k;
    }
  }
}

TEST(QuotientBlocks, AreHeldUntilTheNextGroupIsFinished) {
  // 3, 4 and 7 cosets.
  const std::vector<size_t> expected{3, 6, 9, 11, 9, 10, 11};
  for (size_t number = 0; number < kQuotientCosets; ++number) {
    EXPECT_EQ(quotient_blocks_held(number), expected[number]) << number;
  }
}

}  // namespace
}  // namespace onggi::testing
