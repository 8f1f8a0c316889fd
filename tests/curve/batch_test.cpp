// Batched operations: additions, folding and the group FFT.
#include <array>
#include <cstdint>
#include <vector>

#include "core/curve/batch_add_impl.h"
#include "core/curve/fold_impl.h"
#include "core/curve/group_fft_impl.h"
#include "tests/curve/naive.h"
#include "tests/curve/vector_curve.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

template <class C>
class BatchTest : public ::testing::Test {
 protected:
  using Scalar = typename C::Scalar;

  // Successive multiples of a random point, with some identities and repetitions.
  std::vector<Affine<C>> make_points(size_t n, bool strewn) {
    const Affine<C> step = naive_scale(C::generator(), rng_.field<Scalar>());
    std::vector<Affine<C>> points(n);
    Affine<C> next = step;
    for (Affine<C>& p : points) {
      p = next;
      next = naive_add(next, step);
      if (!strewn) continue;
      if (rng_.below(8) == 0) p = Affine<C>::identity();
      if (rng_.below(8) == 0) p = rng_.below(2) == 0 ? step : -step;
    }
    return points;
  }

  SeededRng rng_{3};
};

TYPED_TEST_SUITE(BatchTest, SummedCurves);

TYPED_TEST(BatchTest, AdderHandlesEveryPairOfOperands) {
  using C = TypeParam;
  const Affine<C> g = C::generator();
  const std::array<Affine<C>, 5> operands{Affine<C>::identity(), g, -g, naive_add(g, g),
                                          g.endomorphism()};
  // More than one block, with special pairs also at the block boundaries.
  constexpr uint32_t kSize = 2500;
  std::vector<Affine<C>> sums(kSize);
  for (uint32_t i = 0; i < kSize; ++i) sums[i] = operands[i / 5 % 5];
  std::vector<PackedPoint<C>> packed(kSize), packed_operands(operands.size());
  pack_points<C>(sums, packed);
  pack_points<C>(operands, packed_operands);
  BatchAdder<C> adder(packed.data(), packed_operands.data());
  for (uint32_t i = 0; i < kSize; ++i) adder.add(i, i % 5, i % 2 == 1);
  adder.flush();
  unpack_points<C>(packed, sums);
  for (uint32_t i = 0; i < kSize; ++i) {
    const Affine<C> q = operands[i % 5];
    ASSERT_EQ(sums[i], naive_add(operands[i / 5 % 5], i % 2 == 1 ? -q : q)) << i;
  }

  // Two operands from the other array, each negated or not.
  const auto operand = [](uint32_t point, uint32_t negated) { return point | negated << 31; };
  for (uint32_t i = 0; i < kSize; ++i) {
    adder.add_points(i, operand(i / 5 % 5, i / 50 % 2), operand(i % 5, i / 25 % 2));
  }
  adder.flush();
  unpack_points<C>(packed, sums);
  for (uint32_t i = 0; i < kSize; ++i) {
    const Affine<C> p = operands[i / 5 % 5], q = operands[i % 5];
    ASSERT_EQ(sums[i], naive_add(i / 50 % 2 == 1 ? -p : p, i / 25 % 2 == 1 ? -q : q)) << i;
  }
}

TYPED_TEST(BatchTest, DoublesAndComputesButterflies) {
  using C = TypeParam;
  constexpr size_t kSize = 4096;
  const auto points = this->make_points(kSize, true);
  auto doubled = points;
  std::vector<PackedPoint<C>> packed(kSize);
  pack_points<C>(points, packed);
  batch_add_detail::Inverses<typename C::Base> inverses;
  batch_double<C>(packed, inverses);
  unpack_points<C>(packed, doubled);
  for (size_t i = 0; i < kSize; ++i) ASSERT_EQ(doubled[i], naive_add(points[i], points[i]));
  for (size_t distance : {1, 64, 2048}) {
    auto out = points;
    batch_add_sub<C>(out, distance);
    for (size_t i = 0; i < kSize; ++i) {
      const Affine<C> p = points[i & ~distance];
      const Affine<C> q = points[i | distance];
      ASSERT_EQ(out[i], naive_add(p, (i & distance) == 0 ? q : -q)) << i;
    }
  }
}

TYPED_TEST(BatchTest, FoldsBases) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  const std::vector<Scalar> factors{this->rng_.template field<Scalar>(), Scalar::zero(),
                                    Scalar::one(), -Scalar::one()};
  for (const size_t n : {0, 1, 31, 32, 70}) {
    for (const Scalar& x : factors) {
      const auto lo = this->make_points(n, true);
      const auto hi = this->make_points(n, true);
      auto folded = lo;
      fold_bases<C>(folded, hi, x);
      for (size_t i = 0; i < n; ++i) {
        EXPECT_EQ(folded[i], naive_add(lo[i], naive_scale(hi[i], x)));
      }
    }
  }
}

TYPED_TEST(BatchTest, FoldsManyTerms) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  for (const size_t n : {1, 5, 40}) {
    for (const size_t terms : {0, 1, 4, 16}) {
      const auto points = this->make_points(n * terms, true);
      auto scalars = this->rng_.template fields<Scalar>(terms);
      if (terms > 2) scalars[2] = scalars[0];
      if (terms > 3) scalars[3] = Scalar::zero();
      std::vector<Affine<C>> out(n, C::generator());
      fold_many<C>(points, scalars, out).run();
      for (size_t j = 0; j < n; ++j) {
        std::vector<Affine<C>> column;
        for (size_t i = 0; i < terms; ++i) column.push_back(points[i * n + j]);
        ASSERT_EQ(out[j], naive_sum<C>(column, scalars));
      }
    }
  }
}

// More lanes than a block holds. Opposite terms cancel in every lane except one.
TYPED_TEST(BatchTest, FoldsOverSeveralBlocks) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  constexpr size_t kLanes = 600;
  constexpr size_t kTerms = 8;
  auto points = this->make_points(kLanes * kTerms, false);
  for (size_t i = 0; i < kLanes * kTerms / 2; ++i) points[kLanes * kTerms / 2 + i] = points[i];
  points[kLanes - 1] = Affine<C>::identity();
  auto scalars = this->rng_.template fields<Scalar>(kTerms);
  for (size_t i = 0; i < kTerms / 2; ++i) scalars[kTerms / 2 + i] = -scalars[i];
  std::vector<Affine<C>> out(kLanes);
  fold_many<C>(points, scalars, out).run();
  for (size_t j = 0; j + 1 < kLanes; ++j) ASSERT_EQ(out[j], Affine<C>::identity()) << j;
  EXPECT_EQ(out[kLanes - 1], naive_scale(-points[kLanes * 5 - 1], scalars[0]));
}

TYPED_TEST(BatchTest, GroupFftMatchesItsDefinition) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  for (const size_t n : {1, 2, 4, 8, 16}) {
    Scalar omega = Scalar::two_adic_root();
    for (uint64_t i = n; (i >> Scalar::kTwoAdicity) == 0; i *= 2) omega = omega.square();
    for (const bool strewn : {false, true}) {
      const auto points = this->make_points(n, strewn);
      auto out = points;
      inverse_group_fft<C>(out, omega).run();
      const Scalar n_inv = Scalar::from_u64(n).inverse_vartime();
      for (size_t i = 0; i < n; ++i) {
        std::vector<Scalar> scalars(n);
        for (size_t e = 0; e < n; ++e) {
          scalars[e] = n_inv * omega.pow_u64(i * e).inverse_vartime();
        }
        ASSERT_EQ(out[i], naive_sum<C>(points, scalars));
      }
    }
  }
}

TYPED_TEST(BatchTest, GroupFftOfConstantsAndUnitVectors) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  constexpr size_t kSize = 64;
  Scalar omega = Scalar::two_adic_root();
  for (unsigned i = 6; i < Scalar::kTwoAdicity; ++i) omega = omega.square();
  std::vector<Affine<C>> points(kSize, C::generator());
  inverse_group_fft<C>(points, omega).run();
  EXPECT_EQ(points[0], C::generator());
  for (size_t i = 1; i < kSize; ++i) EXPECT_TRUE(points[i].is_identity());

  points.assign(kSize, Affine<C>::identity());
  points[0] = C::generator();
  inverse_group_fft<C>(points, omega).run();
  const Affine<C> part = naive_scale(C::generator(), Scalar::from_u64(kSize).inverse_vartime());
  for (const Affine<C>& p : points) EXPECT_EQ(p, part);
}

}  // namespace
}  // namespace onggi::testing
