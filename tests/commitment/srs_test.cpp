#include "core/commitment/srs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/curve/compress.h"
#include "core/curve/scale.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

using testing::kFieldName;
using testing::point_of;
using testing::points_of;

template <class C>
class SrsTest : public ::testing::Test {
 protected:
  using F = typename C::Scalar;

  static nlohmann::json vectors(const char* name) {
    nlohmann::json list = testing::read_vectors("constants.json")[name][kFieldName<F>];
    EXPECT_FALSE(list.empty());
    return list;
  }
};

TYPED_TEST_SUITE(SrsTest, testing::Curves);

TYPED_TEST(SrsTest, FirstBasesMatchThePeer) {
  using C = TypeParam;
  const auto srs = Srs<C>::create(64).value();
  for (const auto& vector : this->vectors("srs")) {
    EXPECT_EQ(srs->h(), point_of<C>(vector["h"]));
    const auto g = points_of<C>(vector["g_first"]);
    ASSERT_EQ(g.size(), 16u);
    EXPECT_TRUE(std::equal(g.begin(), g.end(), srs->g().begin()));
  }
}

// The peer's SRS file: a header of 6 bytes, then 2 + 33 bytes a point.
TYPED_TEST(SrsTest, BasesAfterTheFirstBatchMatchThePeer) {
  using C = TypeParam;
  constexpr size_t kDepth = 1500;
  const auto srs = Srs<C>::create(kDepth).value();
  std::ifstream file(
      std::filesystem::path(ONGGI_VECTORS) / "srs" / (std::string(C::kName) + ".srs"),
      std::ios::binary);
  std::vector<char> bytes(6 + 35 * kDepth);
  ASSERT_TRUE(file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())));
  for (size_t i = 0; i < kDepth; ++i) {
    std::array<uint8_t, kCompressedPointBytes> expected, ours;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(6 + 35 * i + 2), 33, expected.begin());
    compress<C>(srs->g()[i], ours);
    ASSERT_EQ(ours, expected) << i;
  }
}

TYPED_TEST(SrsTest, SmallerSrsIsAPrefixOfALargerOne) {
  using C = TypeParam;
  const auto large = Srs<C>::create(1030).value();
  for (size_t depth : {1, 2, 7, 1024, 1025}) {
    const auto small = Srs<C>::create(depth).value();
    ASSERT_EQ(small->size(), depth);
    EXPECT_EQ(small->h(), large->h());
    EXPECT_TRUE(std::equal(small->g().begin(), small->g().end(), large->g().begin())) << depth;
  }
}

TYPED_TEST(SrsTest, RejectsDepthsOutOfRange) {
  using C = TypeParam;
  for (size_t depth : {size_t{0}, (size_t{1} << 16) + 1, ~size_t{0}}) {
    const auto srs = Srs<C>::create(depth);
    ASSERT_FALSE(srs.has_value()) << depth;
    EXPECT_EQ(srs.error().errc(), Errc::size_out_of_range);
  }
  EXPECT_EQ(Srs<C>::from_points({}, C::generator()).error().errc(), Errc::size_out_of_range);
  const auto srs = Srs<C>::from_points({C::generator(), -C::generator()}, C::generator()).value();
  EXPECT_EQ(srs->size(), 2u);
  EXPECT_EQ(srs->g()[1], -C::generator());
}

TYPED_TEST(SrsTest, StepsGiveTheSameSrs) {
  using C = TypeParam;
  auto task = SrsTask<C>::create(1500).value();
  EXPECT_EQ(task.fraction(), 0);
  EXPECT_GE(SrsTask<C>::peak_bytes(1500), 1500 * sizeof(Affine<C>));
  EXPECT_FALSE(task.step());
  EXPECT_EQ(task.fraction(), 1024.0 / 1500);
  EXPECT_TRUE(task.step());
  EXPECT_EQ(task.fraction(), 1);
  const auto srs = task.take();
  const auto once = Srs<C>::create(1500).value();
  EXPECT_TRUE(std::equal(srs->g().begin(), srs->g().end(), once->g().begin(), once->g().end()));
  EXPECT_EQ(srs->h(), once->h());
  EXPECT_EQ(SrsTask<C>::create(0).error().errc(), Errc::size_out_of_range);
}

// Both cases: a domain that fits the SRS, and one that takes several chunks.
TYPED_TEST(SrsTest, SingleLagrangeCommitmentsMatchThePeer) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto full = Srs<C>::create(4096).value();
  for (const auto& vector : this->vectors("lagrange")) {
    const auto depth = vector["srs_depth"].template get<size_t>();
    const auto srs =
        Srs<C>::from_points({full->g().begin(), full->g().begin() + depth}, full->h()).value();
    const auto domain = Domain<F>::create(vector["domain_size"].template get<size_t>()).value();
    for (const auto& entry : vector["commitments"]) {
      EXPECT_EQ(srs->lagrange_commitment(domain, entry["index"].template get<size_t>()).chunks,
                points_of<C>(entry["commitment"]))
          << depth << " " << domain.size() << " " << entry["index"];
    }
  }
}

TYPED_TEST(SrsTest, BasisEqualsItsSingleCommitments) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (size_t depth : {1, 12, 16}) {  // 12: the last chunk is shorter
    for (size_t size : {1, 2, 16, 32}) {
      const auto domain = Domain<F>::create(size).value();
      const auto singles = Srs<C>::create(depth).value();
      const auto whole = Srs<C>::create(depth).value();
      const auto& basis = whole->lagrange_basis(domain);
      ASSERT_EQ(basis.size(), size);
      for (size_t i = 0; i < size; ++i) {
        ASSERT_EQ(basis[i].chunks.size(), (size + depth - 1) / depth);
        ASSERT_EQ(basis[i], singles->lagrange_commitment(domain, i)) << depth << " " << size;
        ASSERT_EQ(basis[i], whole->lagrange_commitment(domain, i));
      }
      EXPECT_EQ(&basis, &whole->lagrange_basis(domain));
    }
  }
}

TYPED_TEST(SrsTest, HeapBytesCountTheBasesAndTheCaches) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(16).value();
  const size_t fresh = srs->heap_bytes();
  EXPECT_GE(fresh, 16 * sizeof(Affine<C>));
  const auto domain = Domain<F>::create(8).value();
  (void)srs->lagrange_commitment(domain, 3);
  const size_t with_one = srs->heap_bytes();
  EXPECT_GE(with_one, fresh + sizeof(Affine<C>));
  (void)srs->lagrange_basis(domain);
  EXPECT_GE(srs->heap_bytes(), with_one + 8 * sizeof(Affine<C>));
}

}  // namespace
}  // namespace onggi
