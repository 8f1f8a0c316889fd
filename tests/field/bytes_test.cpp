#include "core/field/bytes.h"

#include <array>
#include <deque>
#include <set>
#include <vector>

#include "core/field/random.h"
#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

using Bytes = std::array<std::uint8_t, 32>;

Bytes little_endian(Int value) {
  Bytes out{};
  for (std::uint8_t& byte : out) {
    byte = static_cast<std::uint8_t>(value & 255);
    value >>= 8;
  }
  return out;
}

template <class F>
class FieldBytes : public ::testing::Test {};
TYPED_TEST_SUITE(FieldBytes, PastaFields);

TYPED_TEST(FieldBytes, AreLittleEndianAndCanonical) {
  using F = TypeParam;
  for (const Int& x : edges<F>()) {
    Bytes bytes{};
    field_to_bytes(element<F>(x), bytes);
    ASSERT_EQ(bytes, little_endian(x));
    ASSERT_EQ(field_from_bytes<F>(bytes), element<F>(x));
  }
}

TYPED_TEST(FieldBytes, OfIntegersFromTheModulusUpAreRefused) {
  using F = TypeParam;
  const Int p = modulus<F>();
  EXPECT_TRUE(field_from_bytes<F>(little_endian(p - 1)).has_value());
  for (const Int& x : {p, Int(p + 1), Int(2 * p), Int((Int(1) << 256) - 1)}) {
    EXPECT_FALSE(field_from_bytes<F>(little_endian(x)).has_value()) << x;
  }
}

// Hands out the given blocks of 32 bytes and then fails.
class ScriptedRng final : public Rng {
 public:
  explicit ScriptedRng(std::deque<Bytes> blocks) : blocks_(std::move(blocks)) {}

  Result<> fill(std::span<std::uint8_t> bytes) override {
    if (blocks_.empty()) return fail(Errc::system_random_failed);
    std::copy(blocks_.front().begin(), blocks_.front().end(), bytes.begin());
    blocks_.pop_front();
    return success();
  }

 private:
  std::deque<Bytes> blocks_;
};

TYPED_TEST(FieldBytes, RandomElementRejectsWhatIsNotBelowTheModulus) {
  using F = TypeParam;
  const Int p = modulus<F>();
  ScriptedRng rng({little_endian(p), little_endian((Int(1) << 255) - 1), little_endian(p - 1),
                   little_endian((Int(1) << 255) + 5)});
  EXPECT_EQ(integer(random_field<F>(rng).value()), p - 1);
  // bit 255 is not used
  EXPECT_EQ(integer(random_field<F>(rng).value()), 5);
}

TYPED_TEST(FieldBytes, RandomElementPassesTheErrorOn) {
  ScriptedRng rng({little_endian(modulus<TypeParam>())});
  const auto result = random_field<TypeParam>(rng);
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().errc(), Errc::system_random_failed);
}

TEST(SystemRng, FillsEveryByte) {
  SystemRng rng;
  // Longer than one call to the system; a byte stays zero in 8 fills with probability 2^-64.
  std::vector<std::uint8_t> seen(1000, 0);
  for (int i = 0; i < 8; ++i) {
    std::vector<std::uint8_t> bytes(seen.size(), 0);
    ASSERT_TRUE(rng.fill(bytes).has_value());
    for (std::size_t j = 0; j < bytes.size(); ++j) seen[j] |= bytes[j];
  }
  for (std::size_t j = 0; j < seen.size(); ++j) EXPECT_NE(seen[j], 0) << j;
  EXPECT_TRUE(rng.fill({}).has_value());
}

TEST(SystemRng, DoesNotRepeat) {
  SystemRng rng;
  std::set<Int> drawn;
  for (int i = 0; i < 50; ++i) drawn.insert(integer(random_field<Fp>(rng).value()));
  EXPECT_EQ(drawn.size(), 50U);
}

}  // namespace
}  // namespace onggi::testing
