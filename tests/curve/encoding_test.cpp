// Points from bytes and from field elements, and the peer's Lagrange basis.
#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "core/curve/compress.h"
#include "core/curve/group_fft.h"
#include "core/curve/group_map.h"
#include "core/field/bytes.h"
#include "tests/curve/naive.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi::testing {
namespace {

using PointBytes = std::array<uint8_t, kCompressedPointBytes>;

// The first points g of the peer's SRS file: fixarray(2), array32, then "c4 21" and a point,
// repeated.
template <class C>
std::vector<uint8_t> srs_points(size_t count) {
  std::ifstream file(std::string(ONGGI_VECTORS) + "/srs/" + C::kName + ".srs", std::ios::binary);
  EXPECT_TRUE(file.good());
  file.ignore(6);
  std::vector<uint8_t> points;
  for (size_t i = 0; i < count; ++i) {
    std::array<char, 2 + kCompressedPointBytes> record{};
    file.read(record.data(), record.size());
    EXPECT_EQ(record[1], 33);
    points.insert(points.end(), record.begin() + 2, record.end());
  }
  return points;
}

template <class C>
PointBytes compressed(const Affine<C>& p) {
  PointBytes bytes{};
  compress<C>(p, bytes);
  return bytes;
}

template <class C>
class EncodingTest : public ::testing::Test {
 protected:
  SeededRng rng_{4};
};

TYPED_TEST_SUITE(EncodingTest, Curves);

TYPED_TEST(EncodingTest, PointsOfThePeersSrsRoundTrip) {
  using C = TypeParam;
  constexpr size_t kCount = 64;
  const auto bytes = srs_points<C>(kCount);
  std::vector<Affine<C>> points(kCount);
  ASSERT_TRUE(decompress_batch<C>(bytes, points));
  const char* field = kFieldName<typename C::Scalar>;
  const auto srs = read_vectors("constants.json")["srs"][field][0];
  const auto expected = points_of<C>(srs["g_first"]);
  ASSERT_FALSE(expected.empty());
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(points[i], expected[i]);
  for (size_t i = 0; i < kCount; ++i) {
    EXPECT_TRUE(points[i].is_on_curve());
    const PointBytes again = compressed(points[i]);
    EXPECT_TRUE(std::equal(again.begin(), again.end(), bytes.begin() + 33 * i));
  }
}

TYPED_TEST(EncodingTest, EncodesSignsAndTheIdentity) {
  using C = TypeParam;
  for (int i = 0; i < 20; ++i) {
    const auto t = this->rng_.template field<typename C::Base>();
    const Affine<C> p = map_to_curve<C>(t);
    const PointBytes bytes = compressed(p);
    const PointBytes opposite = compressed(-p);
    EXPECT_EQ(decompress<C>(bytes).value(), p);
    EXPECT_EQ(decompress<C>(opposite).value(), -p);
    EXPECT_EQ(bytes[32] ^ opposite[32], 0x80);
    const bool larger = p.y.to_canonical() > (-p.y).to_canonical();
    EXPECT_EQ(bytes[32], larger ? 0x80 : 0x00);
  }
  PointBytes identity{};
  identity[32] = 0x40;
  EXPECT_EQ(compressed(Affine<C>::identity()), identity);
  EXPECT_TRUE(decompress<C>(identity).value().is_identity());
}

TYPED_TEST(EncodingTest, RejectsInvalidBytes) {
  using C = TypeParam;
  const auto refused = [](const PointBytes& bytes) {
    const auto result = decompress<C>(bytes);
    return result ? Errc{} : result.error().errc();
  };
  const PointBytes good = compressed(C::generator());
  for (int flag = 0; flag < 256; ++flag) {
    PointBytes bytes = good;
    bytes[32] = static_cast<uint8_t>(flag);
    EXPECT_EQ(refused(bytes), flag == 0 || flag == 0x80 ? Errc{} : Errc::malformed_point) << flag;
  }
  // 5 is not a square, so no point has x = 0.
  EXPECT_EQ(refused(PointBytes{}), Errc::point_not_on_curve);
  PointBytes modulus{};
  u256_to_bytes(C::Base::kModulus, std::span(modulus).template first<32>());
  EXPECT_EQ(refused(modulus), Errc::noncanonical_field_element);
  modulus[32] = 0x40;
  EXPECT_EQ(refused(modulus), Errc::noncanonical_field_element);
  PointBytes ones{};
  ones.fill(0xff);
  EXPECT_EQ(refused(ones), Errc::noncanonical_field_element);
}

TYPED_TEST(EncodingTest, BatchErrorNamesTheFirstInvalidPoint) {
  using C = TypeParam;
  auto bytes = srs_points<C>(4);
  bytes[2 * kCompressedPointBytes + 32] = 0x01;
  bytes[3 * kCompressedPointBytes + 32] = 0x40;
  std::vector<Affine<C>> points(4);
  const auto result = decompress_batch<C>(bytes, points);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().errc(), Errc::malformed_point);
  EXPECT_NE(result.error().context.find("point 2"), std::string::npos);
}

// The peer's result for the input 1.
template <class C>
constexpr std::array<const char*, 2> kMapOfOne{};
template <>
constexpr std::array<const char*, 2> kMapOfOne<Pallas>{
    "0x1555555555555555555555555555555560c232feadc45309330f104efffffff1",
    "0x8bc09bad573f10c514bb1fcbae6d190d623108fcc8dfedbe4d76bf822bd2993"};
template <>
constexpr std::array<const char*, 2> kMapOfOne<Vesta>{
    "0xdca49acaf07f1d35e82eee38267541bc72148345930cf53a03a4a805e30535d",
    "0x22304fc7fb9ec98ad9dea65847b99a36c4d87f4179fe7b00214abb30742fe80d"};

TYPED_TEST(EncodingTest, GroupMapOfOneMatchesThePeer) {
  using C = TypeParam;
  const nlohmann::json expected = kMapOfOne<C>;
  EXPECT_EQ(map_to_curve<C>(C::Base::one()), point_of<C>(expected));
}

TYPED_TEST(EncodingTest, GroupMapHandlesSpecialInputs) {
  using C = TypeParam;
  using Base = typename C::Base;
  // t = 0 and t² = −f(1), where the map's denominator is zero.
  std::vector<Base> inputs{Base::zero(), Base::one(), -Base::one()};
  if (const auto root = (-(Base::one() + C::b())).sqrt_vartime()) inputs.push_back(*root);
  for (int i = 0; i < 200; ++i) inputs.push_back(this->rng_.template field<Base>());
  std::vector<Affine<C>> points(inputs.size());
  map_to_curve_batch<C>(inputs, points);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_EQ(points[i], map_to_curve<C>(inputs[i]));
    EXPECT_TRUE(points[i].is_on_curve() && !points[i].is_identity());
    EXPECT_EQ(map_to_curve<C>(-inputs[i]), points[i]);
  }
}

TYPED_TEST(EncodingTest, LagrangeBasisMatchesThePeer) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  const auto lagrange = read_vectors("constants.json")["lagrange"][kFieldName<Scalar>][0];
  const size_t size = lagrange["domain_size"];
  ASSERT_GE(lagrange["srs_depth"], size);
  std::vector<Affine<C>> points(size);
  ASSERT_TRUE(decompress_batch<C>(srs_points<C>(size), points));
  Scalar omega = Scalar::two_adic_root();
  for (uint64_t i = size; (i >> Scalar::kTwoAdicity) == 0; i *= 2) omega = omega.square();
  inverse_group_fft<C>(points, omega).run();
  for (const auto& entry : lagrange["commitments"]) {
    const size_t i = entry["index"];
    EXPECT_EQ(points[i], point_of<C>(entry["commitment"][0])) << i;
  }
}

}  // namespace
}  // namespace onggi::testing
