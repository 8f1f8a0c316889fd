// Sums and products of counts.
#include "core/memory/byte_count.h"

#include <gtest/gtest.h>

namespace onggi {
namespace {

constexpr size_t kMax = ByteCount::kMax;

TEST(ByteCount, SaturatesInsteadOfWrapping) {
  EXPECT_EQ((ByteCount(3) * 5 + 2).value(), 17u);
  EXPECT_EQ((ByteCount(kMax) + 0).value(), kMax);
  EXPECT_EQ((ByteCount(kMax - 1) + 1).value(), kMax);
  EXPECT_EQ((ByteCount(kMax) + 1).value(), kMax);
  EXPECT_EQ((ByteCount(kMax) + kMax).value(), kMax);
  EXPECT_EQ((ByteCount(kMax) * 0).value(), 0u);
  EXPECT_EQ((0 * ByteCount(kMax)).value(), 0u);
  EXPECT_EQ((ByteCount(kMax / 2) * 2).value(), kMax - 1);
  EXPECT_EQ((ByteCount(kMax / 2 + 1) * 2).value(), kMax);
  EXPECT_EQ((ByteCount(kMax) * kMax).value(), kMax);
  ByteCount sum = 1;
  sum += kMax;
  EXPECT_EQ(sum.value(), kMax);
  EXPECT_LT(ByteCount(1), ByteCount(2));
}

}  // namespace
}  // namespace onggi
