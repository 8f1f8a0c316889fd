#include "core/codec/msgpack/srs.h"

#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
std::vector<uint8_t> srs_file() {
  return read_bytes(std::string("srs/") + C::kName + ".srs");
}

template <class C>
class SrsFile : public ::testing::Test {};
TYPED_TEST_SUITE(SrsFile, Curves);

TYPED_TEST(SrsFile, RoundTripsByteByByte) {
  using C = TypeParam;
  const std::vector<uint8_t> bytes = srs_file<C>();
  const auto srs = decode_srs<C>(bytes);
  ASSERT_TRUE(srs) << srs.error().message();
  EXPECT_EQ(srs.value()->size(), size_t{1} << 16);
  EXPECT_TRUE(encode_srs(*srs.value()) == bytes);
}

// The file reduced to fewer points. A smaller SRS is a prefix of a larger one.
template <class C>
std::vector<uint8_t> srs_prefix(size_t points) {
  const std::vector<uint8_t> file = srs_file<C>();
  std::vector<uint8_t> bytes = {0x92, 0xdc, uint8_t(points >> 8), uint8_t(points)};
  if (points < 16) bytes = {0x92, uint8_t(0x90 + points)};
  std::copy_n(file.begin() + 6, 35 * points, std::back_inserter(bytes));
  std::copy(file.end() - 35, file.end(), std::back_inserter(bytes));
  return bytes;
}

TYPED_TEST(SrsFile, PrefixesMatchThePeer) {
  using C = TypeParam;
  const Tree constants = read_tree("constants.json");
  for (const Tree& entry : constants["srs"][std::is_same_v<C, Vesta> ? "fp" : "fq"]) {
    const size_t depth = entry["depth"].get<size_t>();
    const std::vector<uint8_t> bytes = srs_prefix<C>(depth);
    ASSERT_EQ(sha256_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}),
              entry["serialize"]["sha256"].get<std::string>());
    const auto srs = decode_srs<C>(bytes);
    ASSERT_TRUE(srs) << srs.error().message();
    EXPECT_EQ(srs.value()->size(), depth);
    EXPECT_TRUE(encode_srs(*srs.value()) == bytes);
  }
}

std::vector<uint8_t> small_srs() { return srs_prefix<Vesta>(3); }

TEST(Srs, RejectsTruncationAndTrailingBytes) {
  std::vector<uint8_t> bytes = small_srs();
  ASSERT_TRUE(decode_srs<Vesta>(bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_CODE(decode_srs<Vesta>(std::span(bytes).first(i)), Errc::malformed_msgpack) << i;
  }
  bytes.push_back(0xc0);
  EXPECT_CODE(decode_srs<Vesta>(bytes), Errc::malformed_msgpack);
}

TEST(Srs, ErrorsNameInvalidPoints) {
  const std::vector<uint8_t> good = small_srs();
  for (size_t i = 0; i < 4; ++i) {
    const size_t start = 2 + 35 * i;
    const std::string place = i < 3 ? "g" : "h";
    const std::pair<size_t, uint8_t> changes[] = {{start + 2 + 31, 0x7f}, {start + 2 + 32, 0x01}};
    for (const auto& [at, value] : changes) {
      std::vector<uint8_t> bytes = good;
      bytes[at] = value;
      const auto refused = decode_srs<Vesta>(bytes);
      EXPECT_CODE(refused,
                  at == start + 33 ? Errc::noncanonical_field_element : Errc::malformed_point);
      EXPECT_TRUE(starts_at(context_of(refused), place)) << context_of(refused);
      if (i < 3) {
        EXPECT_NE(context_of(refused).find(std::to_string(i)), std::string::npos)
            << context_of(refused);
      }
    }
    std::vector<uint8_t> bytes = good;
    bytes[start + 1] = 0x20;
    EXPECT_CODE(decode_srs<Vesta>(bytes), Errc::malformed_msgpack);
  }
}

TEST(Srs, RejectsAnXWithoutAPoint) {
  std::vector<uint8_t> bytes = small_srs();
  size_t off_curve = 0;
  for (uint8_t low = 0; low < 16; ++low) {
    bytes[4] = low;
    const auto srs = decode_srs<Vesta>(bytes);
    if (srs) continue;
    EXPECT_CODE(srs, Errc::point_not_on_curve);
    ++off_curve;
  }
  EXPECT_GT(off_curve, 0u);
}

TEST(Srs, HugeCountsAllocateNothing) {
  const std::vector<uint8_t> good = small_srs();
  for (const std::vector<uint8_t>& header :
       {std::vector<uint8_t>{0xdd, 0xff, 0xff, 0xff, 0xff}, {0xdc, 0xff, 0xff}, {0x94}, {0x9f}}) {
    std::vector<uint8_t> bytes = {0x92};
    bytes.insert(bytes.end(), header.begin(), header.end());
    bytes.insert(bytes.end(), good.begin() + 2, good.end());
    EXPECT_CODE(decode_srs<Vesta>(bytes), Errc::malformed_msgpack);
  }
  for (uint8_t outer : {0x91, 0x93}) {
    std::vector<uint8_t> bytes = good;
    bytes[0] = outer;
    EXPECT_CODE(decode_srs<Vesta>(bytes), Errc::invalid_length);
  }
  std::vector<uint8_t> none = {0x92, 0x90};
  none.insert(none.end(), good.end() - 35, good.end());
  EXPECT_CODE(decode_srs<Vesta>(none), Errc::size_out_of_range);
}

TEST(Srs, RejectsTooManyPointsBeforeReadingThem) {
  std::vector<uint8_t> bytes = srs_file<Vesta>();
  ASSERT_EQ(bytes[4], 0);
  bytes[5] = 1;  // 65537 points
  bytes.insert(bytes.begin() + 6, 35, 0xaa);
  EXPECT_CODE(decode_srs<Vesta>(bytes), Errc::size_out_of_range);
}

TEST(Srs, TheOtherCurvesPointsDoNotFit) { EXPECT_FALSE(decode_srs<Pallas>(small_srs())); }

}  // namespace
}  // namespace onggi::test
