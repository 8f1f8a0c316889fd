#include "core/field/bytes.h"

#include <array>
#include <deque>
#include <set>
#include <string>
#include <vector>

#include "core/field/random.h"
#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

using Bytes = std::array<uint8_t, 32>;

constexpr U256 kBit255{{0, 0, 0, uint64_t{1} << 63}};
constexpr U256 kOnes{{~0ULL, ~0ULL, ~0ULL, ~0ULL}};

// The byte pairs of the hexadecimal number, in reverse order.
Bytes little_endian(const U256& value) {
  const std::string digits = value.to_hex().substr(2);
  const std::string padded = std::string(64 - digits.size(), '0') + digits;
  Bytes out{};
  for (size_t i = 0; i < 32; ++i) {
    out[i] = static_cast<uint8_t>(std::stoi(padded.substr(62 - 2 * i, 2), nullptr, 16));
  }
  return out;
}

U256 plus(U256 a, const U256& b) {
  add_assign(a, b);
  return a;
}

U256 minus_one(U256 a) {
  sub_assign(a, U256::from_u64(1));
  return a;
}

template <class F>
class FieldBytes : public ::testing::Test {};
TYPED_TEST_SUITE(FieldBytes, PastaFields);

TYPED_TEST(FieldBytes, AreLittleEndianAndCanonical) {
  using F = TypeParam;
  for (const U256& x : Oracle(F::kModulus).edges()) {
    Bytes bytes{};
    field_to_bytes(element<F>(x), bytes);
    ASSERT_EQ(bytes, little_endian(x));
    ASSERT_EQ(field_from_bytes<F>(bytes), element<F>(x));
  }
}

TYPED_TEST(FieldBytes, RejectsIntegersThatAreNotReduced) {
  using F = TypeParam;
  constexpr U256 p = F::kModulus;
  EXPECT_TRUE(field_from_bytes<F>(little_endian(minus_one(p))).has_value());
  for (const U256& x : {p, plus(p, U256::from_u64(1)), plus(p, p), kBit255, kOnes}) {
    EXPECT_FALSE(field_from_bytes<F>(little_endian(x)).has_value()) << x.to_hex();
  }
}

// Returns the given blocks of 32 bytes and then fails.
class ScriptedRng final : public Rng {
 public:
  explicit ScriptedRng(std::deque<Bytes> blocks) : blocks_(std::move(blocks)) {}

  Result<> fill(std::span<uint8_t> bytes) override {
    if (blocks_.empty()) return fail(Errc::system_random_failed);
    std::copy(blocks_.front().begin(), blocks_.front().end(), bytes.begin());
    blocks_.pop_front();
    return success();
  }

 private:
  std::deque<Bytes> blocks_;
};

TYPED_TEST(FieldBytes, RandomElementDiscardsIntegersThatAreNotReduced) {
  using F = TypeParam;
  constexpr U256 p = F::kModulus;
  const U256 five = U256::from_u64(5);
  ScriptedRng rng({little_endian(p), little_endian(kOnes.shr1()), little_endian(minus_one(p)),
                   little_endian(plus(kBit255, five))});
  EXPECT_EQ(random_field<F>(rng).value().to_canonical(), minus_one(p));
  // bit 255 is not used
  EXPECT_EQ(random_field<F>(rng).value().to_canonical(), five);
}

TYPED_TEST(FieldBytes, RandomElementReturnsTheGeneratorsError) {
  ScriptedRng rng({little_endian(TypeParam::kModulus)});
  const auto result = random_field<TypeParam>(rng);
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().errc(), Errc::system_random_failed);
}

TEST(SystemRng, FillsEveryByte) {
  SystemRng rng;
  // More bytes than one system call returns. A byte is zero in 8 fills with probability 2^−64.
  std::vector<uint8_t> seen(1000, 0);
  for (int i = 0; i < 8; ++i) {
    std::vector<uint8_t> bytes(seen.size(), 0);
    ASSERT_TRUE(rng.fill(bytes).has_value());
    for (size_t j = 0; j < bytes.size(); ++j) seen[j] |= bytes[j];
  }
  for (size_t j = 0; j < seen.size(); ++j) EXPECT_NE(seen[j], 0) << j;
  EXPECT_TRUE(rng.fill({}).has_value());
}

TEST(SystemRng, DoesNotRepeat) {
  SystemRng rng;
  std::set<U256> drawn;
  for (int i = 0; i < 50; ++i) drawn.insert(random_field<Fp>(rng).value().to_canonical());
  EXPECT_EQ(drawn.size(), 50U);
}

}  // namespace
}  // namespace onggi::testing
