#include "core/codec/files/lagrange_file.h"

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/msgpack/srs.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
std::shared_ptr<const Srs<C>> fresh_srs(size_t depth) {
  return Srs<C>::create(depth).value();
}

template <class C>
Domain<typename C::Scalar> domain_of(size_t size) {
  return Domain<typename C::Scalar>::create(size).value();
}

template <class C>
class LagrangeFile : public ::testing::Test {};
TYPED_TEST_SUITE(LagrangeFile, Curves);

// One chunk, several chunks, and a domain smaller than the SRS.
TYPED_TEST(LagrangeFile, KeepsTheBasis) {
  using C = TypeParam;
  for (const size_t size : {4, 8, 32}) {
    const auto domain = domain_of<C>(size);
    const auto srs = fresh_srs<C>(8);
    const std::vector<uint8_t> bytes = encode_lagrange_basis<C>(*srs, domain);
    const auto other = fresh_srs<C>(8);
    const auto loaded = load_lagrange_basis<C>(bytes, *other);
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded.value(), size);
    EXPECT_EQ(other->lagrange_basis(domain), srs->lagrange_basis(domain)) << size;
    EXPECT_EQ(encode_lagrange_basis<C>(*other, domain), bytes);
  }
}

// Loads a file of other points with valid checksums: the SRS must use those points.
TEST(Lagrange, SrsUsesTheLoadedPoints) {
  const auto srs = fresh_srs<Vesta>(4);
  const auto domain = domain_of<Vesta>(4);
  auto swapped = srs->lagrange_basis(domain);
  std::swap(swapped[0], swapped[1]);
  const auto other = fresh_srs<Vesta>(4);
  other->keep_lagrange_basis(domain, swapped);
  const auto target = fresh_srs<Vesta>(4);
  ASSERT_TRUE(load_lagrange_basis<Vesta>(encode_lagrange_basis<Vesta>(*other, domain), *target));
  EXPECT_EQ(target->lagrange_basis(domain), swapped);
  EXPECT_EQ(target->lagrange_commitment(domain, 0).run(), swapped[0]);
}

// The peer's points as the file stores them: x, then y.
TEST(Lagrange, SectionsHoldThePeersPoints) {
  const Tree constants = read_tree("constants.json");
  const Tree& entry = constants["lagrange"]["fp"][0];
  const size_t size = entry["domain_size"];
  const auto srs = fresh_srs<Vesta>(entry["srs_depth"]);
  ASSERT_LT(size, srs->size());
  const auto bytes = encode_lagrange_basis<Vesta>(*srs, domain_of<Vesta>(size));
  const auto points = std::span<const uint8_t>(bytes).last(64 * size);
  EXPECT_EQ(sha256_hex({reinterpret_cast<const char*>(points.data()), points.size()}),
            entry["sha256_all"].get<std::string>());
}

std::vector<uint8_t> small_file() {
  return encode_lagrange_basis<Vesta>(*fresh_srs<Vesta>(4), domain_of<Vesta>(4));
}

Result<size_t> load(std::span<const uint8_t> bytes, size_t depth = 4) {
  return load_lagrange_basis<Vesta>(bytes, *fresh_srs<Vesta>(depth));
}

TEST(Lagrange, RejectsTruncationAndTrailingBytes) {
  std::vector<uint8_t> bytes = small_file();
  ASSERT_TRUE(load(bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_CODE(load(std::span(bytes).first(i)),
                i < 8 ? Errc::unsupported_format : Errc::damaged_file)
        << i;
  }
  bytes.push_back(0);
  EXPECT_CODE(load(bytes), Errc::damaged_file);
}

TEST(Lagrange, RejectsEveryChangedByte) {
  const std::vector<uint8_t> good = small_file();
  for (size_t i = 0; i < good.size(); ++i) {
    for (uint8_t change : {0x01, 0x80}) {
      std::vector<uint8_t> bytes = good;
      bytes[i] ^= change;
      const Errc expected = i < 16   ? Errc::unsupported_format  // magic, version, kind
                            : i < 24 ? Errc::wrong_curve
                                     : Errc::damaged_file;
      EXPECT_CODE(load(bytes), expected) << i;
    }
  }
}

TEST(Lagrange, ErrorsNameTheDamagedSection) {
  std::vector<uint8_t> bytes = small_file();
  bytes.back() ^= 1;
  EXPECT_EQ(context_of(load(bytes)), "section \"chunk 0\" does not match its checksum");
}

TEST(Lagrange, RejectsFilesOfAnotherKindCurveOrSrs) {
  const std::vector<uint8_t> bytes = small_file();
  EXPECT_CODE(load_lagrange_basis<Pallas>(bytes, *fresh_srs<Pallas>(4)), Errc::wrong_curve);
  EXPECT_CODE(load(bytes, 8), Errc::wrong_srs);
  EXPECT_CODE(load(encode_srs(*fresh_srs<Vesta>(4))), Errc::unsupported_format);
  EXPECT_CODE(load({}), Errc::unsupported_format);

  const auto srs = fresh_srs<Vesta>(4);
  std::vector<Affine<Vesta>> g(srs->g().begin(), srs->g().end());
  std::swap(g[0], g[1]);
  EXPECT_CODE(load_lagrange_basis<Vesta>(bytes, *Srs<Vesta>::from_points(g, srs->h()).value()),
              Errc::wrong_srs);
}

}  // namespace
}  // namespace onggi::test
