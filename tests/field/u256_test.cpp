#include "core/field/u256.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/field/big_integer.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

TEST(U256, WritesHexWithoutLeadingZeros) {
  EXPECT_EQ(U256().to_hex(), "0x0");
  EXPECT_EQ(U256::from_u64(1).to_hex(), "0x1");
  EXPECT_EQ(U256::from_u64(0xabc0).to_hex(), "0xabc0");
  EXPECT_EQ((U256{{0, 1, 0, 0}}).to_hex(), "0x10000000000000000");
  EXPECT_EQ(to_u256((Int(1) << 256) - 1).to_hex(), "0x" + std::string(64, 'f'));
}

TEST(U256, HexRoundTrips) {
  RandomIntegers random(8);
  for (int i = 0; i < 300; ++i) {
    const U256 value = random.any().low_bits(static_cast<unsigned>(i % 257));
    EXPECT_EQ(U256::from_hex(value.to_hex()), value);
    EXPECT_EQ(Int(value.to_hex()), to_int(value));
  }
}

TEST(U256, ReadsHexWithUpperCaseDigitsAndLeadingZeros) {
  EXPECT_EQ(U256::from_hex("Ff"), U256::from_u64(255));
  EXPECT_EQ(U256::from_hex("0x" + std::string(80, '0') + "7"), U256::from_u64(7));
}

TEST(U256, RejectsInvalidHex) {
  const std::string too_long = "1" + std::string(64, '0');
  for (const std::string& text :
       {std::string(), std::string("0x"), std::string("g"), std::string("-1"), std::string("1 "),
        std::string("0x0x1"), std::string("1x"), std::string("/"), std::string(":"),
        std::string("@"), std::string("`"), too_long, "0x" + too_long, "00" + too_long}) {
    EXPECT_FALSE(U256::from_hex(text).has_value()) << text;
  }
}

TEST(U256, BitsAndShifts) {
  RandomIntegers random(9);
  for (int i = 0; i < 100; ++i) {
    const U256 a = random.any().low_bits(static_cast<unsigned>(i * 256 / 100));
    const Int x = to_int(a);
    EXPECT_EQ(a.bit_length(), x == 0 ? 0U : boost::multiprecision::msb(x) + 1);
    EXPECT_EQ(a.is_zero(), x == 0);
    EXPECT_EQ(to_int(a.shr1()), x >> 1);
    for (unsigned n = 0; n <= 256; ++n) {
      ASSERT_EQ(to_int(a.shr(n)), x >> n) << n;
      ASSERT_EQ(to_int(a.shl(n)), (x << n) % (Int(1) << 256)) << n;
      ASSERT_EQ(to_int(a.low_bits(n)), x % (Int(1) << n)) << n;
      if (n < 256) {
        ASSERT_EQ(a.bit(n), bit_test(x, n)) << n;
      }
      for (const unsigned count : {0U, 1U, 13U, 29U, 62U, 64U}) {
        ASSERT_EQ(Int(a.bits(n, count)), (x >> n) % (Int(1) << count)) << n << " " << count;
      }
    }
  }
}

TEST(U256, SumsDifferencesAndOrder) {
  RandomIntegers random(10);
  const Int top = Int(1) << 256;
  for (int i = 0; i < 1000; ++i) {
    Int x = to_int(random.any()), y = to_int(random.any());
    if (i % 4 == 0) y = top - 1 - x;
    if (i % 4 == 1) y = x + 1 - random.word() % 3;
    x = mod(x, top), y = mod(y, top);
    U256 sum = to_u256(x), difference = to_u256(x);
    EXPECT_EQ(add_assign(sum, to_u256(y)), x + y >= top);
    EXPECT_EQ(to_int(sum), (x + y) % top);
    EXPECT_EQ(sub_assign(difference, to_u256(y)), x < y);
    EXPECT_EQ(to_int(difference), mod(x - y, top));
    EXPECT_EQ(to_u256(x) < to_u256(y), x < y);
    EXPECT_EQ(to_u256(x) == to_u256(y), x == y);
  }
}

// The same carries in the branch for constant evaluation.
constexpr bool carries_at_compile_time() {
  U256 ones{{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
  const U256 one = U256::from_u64(1);
  if (!add_assign(ones, one) || !ones.is_zero()) return false;
  if (!sub_assign(ones, one) || ones.limb[3] != UINT64_MAX) return false;
  U256 a{{0, 0, 1, 0}};
  if (sub_assign(a, one) || a != U256{{UINT64_MAX, UINT64_MAX, 0, 0}}) return false;
  return !add_assign(a, one) && a == U256{{0, 0, 1, 0}};
}
static_assert(carries_at_compile_time());

}  // namespace
}  // namespace onggi::testing
