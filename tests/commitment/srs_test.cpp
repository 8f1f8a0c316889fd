#include "core/commitment/srs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/commitment/commit.h"
#include "core/commitment/standard_srs.h"
#include "core/curve/compress.h"
#include "core/curve/msm.h"
#include "core/curve/scale.h"
#include "core/field/random.h"
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
  EXPECT_EQ(task.fraction(), 256.0 / 1500);
  while (!task.step()) {
  }
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
      EXPECT_EQ(
          srs->lagrange_commitment(domain, entry["index"].template get<size_t>()).run().chunks,
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
        ASSERT_EQ(basis[i], singles->lagrange_commitment(domain, i).run()) << depth << " " << size;
        ASSERT_EQ(basis[i], whole->lagrange_commitment(domain, i).run());
      }
      EXPECT_EQ(&basis, &whole->lagrange_basis(domain));
    }
  }
}

TYPED_TEST(SrsTest, FirstLagrangeCommitmentsEqualTheBasis) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (size_t depth : {1, 12, 16}) {
    for (size_t size : {1, 2, 16, 32}) {
      const auto domain = Domain<F>::create(size).value();
      const auto fresh = Srs<C>::create(depth).value();
      const auto other = Srs<C>::create(depth).value();
      const auto& basis = other->lagrange_basis(domain);
      for (size_t count : {size_t{0}, size / 2, size}) {
        const auto first = fresh->lagrange_commitments(domain, count);
        ASSERT_EQ(first.size(), count);
        EXPECT_TRUE(std::equal(first.begin(), first.end(), basis.begin())) << depth << " " << size;
      }
      (void)fresh->lagrange_basis(domain);
      EXPECT_EQ(fresh->lagrange_commitments(domain, size), basis);
    }
  }
}

// Cached entries differ in size from a cached basis, which answers any later request.
TYPED_TEST(SrsTest, ManyLagrangeCommitmentsComputeTheWholeBasis) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto points = Srs<C>::create(64).value();
  const auto srs = Srs<C>::from_points({points->g().rbegin(), points->g().rend()}, points->h());
  const auto domain = Domain<F>::create(64).value();
  const size_t bound = srs.value()->lagrange_commitments_bytes(64, 64);
  const size_t fresh = srs.value()->heap_bytes();
  const auto few = srs.value()->lagrange_commitments(domain, 2);
  EXPECT_NE(srs.value()->lagrange_basis_bytes(64), 0u);
  const auto all = srs.value()->lagrange_commitments(domain, 64);
  EXPECT_EQ(srs.value()->lagrange_basis_bytes(64), 0u);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin()));
  EXPECT_GE(bound, srs.value()->heap_bytes() - fresh);
}

TYPED_TEST(SrsTest, LagrangeCommitmentsAreComputedOnce) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(16).value();
  const auto domain = Domain<F>::create(16).value();
  const size_t fresh = srs->heap_bytes();
  (void)srs->lagrange_commitment(domain, 2).run();
  const size_t with_one = srs->heap_bytes();
  (void)srs->lagrange_commitments(domain, 3);
  const size_t with_three = srs->heap_bytes();
  EXPECT_EQ(with_three - with_one, 2 * (with_one - fresh));
  (void)srs->lagrange_commitments(domain, 3);
  (void)srs->lagrange_commitment(domain, 1).run();
  EXPECT_EQ(srs->heap_bytes(), with_three);
  EXPECT_GE(srs->lagrange_commitments_bytes(16, 3), with_three - fresh);
}

// A random sum for each domain, which is right only if all of its commitments are.
TYPED_TEST(SrsTest, StandardCommitmentsAndDigestsAreThoseOfTheStandardSrs) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(Srs<C>::kMaxDepth).value();
  testing::SeededRng rng(9);
  for (unsigned k = 0; k < kStandardDomains; ++k) {
    const unsigned log_size = kLeastStandardDomain + k;
    const auto domain = Domain<F>::create(size_t{1} << log_size).value();
    const auto points = srs->g().first(domain.size());
    EXPECT_EQ(digest_of_points<C>(points), standard_srs_table<C>().digests[k]) << log_size;
    EXPECT_TRUE(are_standard_points<C>(points)) << log_size;
    std::vector<Affine<C>> commitments;
    std::vector<F> values;
    for (size_t i = 0; i < kStandardLagrange; ++i) {
      commitments.push_back(standard_lagrange_commitment<C>(log_size, i));
      values.push_back(random_field<F>(rng).value());
    }
    const auto sum = msm_vartime<C>(commitments, values).to_affine();
    values.resize(domain.size());
    domain.ifft(values).run();
    EXPECT_EQ(sum, commit_non_hiding<C>(*srs, values, 1).chunks[0]) << log_size;
  }
}

TYPED_TEST(SrsTest, OtherPointsDoNotUseTheStandardCommitments) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const size_t size = size_t{1} << kLeastStandardDomain;
  const auto domain = Domain<F>::create(size).value();
  const auto standard = Srs<C>::create(size).value();
  for (size_t changed : {size_t{0}, size - 1}) {
    std::vector<Affine<C>> points(standard->g().begin(), standard->g().end());
    points[changed] = -points[changed];
    EXPECT_FALSE(are_standard_points<C>(points));
    const auto srs = Srs<C>::from_points(points, standard->h()).value();
    const auto first = srs->lagrange_commitments(domain, 2);
    std::vector<F> values(size);
    values[1] = F::one();
    domain.ifft(values).run();
    EXPECT_EQ(first[1], commit_non_hiding<C>(*srs, values, 1)) << changed;
  }
  // With the same points as the standard one, however it was made.
  const auto copy =
      Srs<C>::from_points({standard->g().begin(), standard->g().end()}, standard->h()).value();
  EXPECT_EQ(copy->lagrange_commitment(domain, 7).run().chunks[0],
            standard_lagrange_commitment<C>(kLeastStandardDomain, 7));
  EXPECT_NE(standard->lagrange_commitment(domain, kStandardLagrange).run(),
            standard->lagrange_commitment(domain, kStandardLagrange - 1).run());
}

TYPED_TEST(SrsTest, TellsStandardPointsFromOthers) {
  using C = TypeParam;
  for (size_t depth : {1, 7, 511, 512}) {
    const auto standard = Srs<C>::create(depth).value();
    EXPECT_TRUE(standard->is_standard()) << depth;
    std::vector<Affine<C>> points(standard->g().begin(), standard->g().end());
    EXPECT_TRUE(Srs<C>::from_points(points, standard->h()).value()->is_standard()) << depth;
    EXPECT_FALSE(Srs<C>::from_points(points, -standard->h()).value()->is_standard()) << depth;
    points.back() = -points.back();
    EXPECT_FALSE(Srs<C>::from_points(points, standard->h()).value()->is_standard()) << depth;
  }
}

TYPED_TEST(SrsTest, HeapBytesCountTheBasesAndTheCaches) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(16).value();
  const size_t fresh = srs->heap_bytes();
  EXPECT_GE(fresh, 16 * sizeof(Affine<C>));
  const auto domain = Domain<F>::create(8).value();
  (void)srs->lagrange_commitment(domain, 3).run();
  const size_t with_one = srs->heap_bytes();
  EXPECT_GE(with_one, fresh + sizeof(Affine<C>));
  (void)srs->lagrange_basis(domain);
  EXPECT_GE(srs->heap_bytes(), with_one + 8 * sizeof(Affine<C>));
}

}  // namespace
}  // namespace onggi
