// Batched operations over all possible operands: sums, folds and the group FFT.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/curve/buckets_impl.h"
#include "core/curve/fold_impl.h"
#include "core/curve/group_fft_impl.h"
#include "core/curve/msm_impl.h"
#include "tests/sanitized.h"
#include "tests/toy/toy_curves.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

template <class C>
class ToySumsTest : public ToyTest<C> {
 protected:
  SeededRng rng_{5};
};

TYPED_TEST_SUITE(ToySumsTest, ToyCurves);

template <class C>
std::vector<PackedPoint<C>> pack(const std::vector<Affine<C>>& points) {
  std::vector<PackedPoint<C>> out(points.size());
  pack_points<C>(points, out);
  return out;
}

TYPED_TEST(ToySumsTest, BatchedSumsAndDifferencesOfEveryPair) {
  using C = TypeParam;
  const size_t n = this->kOrder;
  for (const bool negated : {false, true}) {
    std::vector<Affine<C>> sums;
    for (size_t i = 0; i < n * n; ++i) sums.push_back(this->points_[i / n]);
    std::vector<PackedPoint<C>> packed = pack(sums), operands = pack(this->points_);
    BatchAdder<C> adder(packed.data(), operands.data());
    for (uint32_t i = 0; i < n * n; ++i) {
      adder.add(i, i % static_cast<uint32_t>(n), negated);
    }
    adder.flush();
    unpack_points<C>(packed, sums);
    for (size_t i = 0; i < n * n; ++i) {
      ASSERT_EQ(sums[i], this->multiple(i / n + (negated ? n - i % n : i % n)));
    }
  }
}

TYPED_TEST(ToySumsTest, DoublesEveryPointAndComputesEveryButterfly) {
  using C = TypeParam;
  const size_t n = this->kOrder;
  std::vector<PackedPoint<C>> packed = pack(this->points_);
  batch_add_detail::Inverses<typename C::Base> inverses;
  batch_double<C>(packed, inverses);
  std::vector<Affine<C>> doubled(n);
  unpack_points<C>(packed, doubled);
  for (size_t i = 0; i < n; ++i) EXPECT_EQ(doubled[i], this->multiple(2 * i));

  std::vector<Affine<C>> pairs;
  for (size_t i = 0; i < n * n; ++i) {
    pairs.push_back(this->points_[i / n]);
    pairs.push_back(this->points_[i % n]);
  }
  batch_add_sub<C>(pairs, 1);
  for (size_t i = 0; i < n * n; ++i) {
    ASSERT_EQ(pairs[2 * i], this->multiple(i / n + i % n));
    ASSERT_EQ(pairs[2 * i + 1], this->multiple(i / n + n - i % n));
  }
}

// Factors of one and of two windows, of either sign, for every pair of points except the identity.
TYPED_TEST(ToySumsTest, BucketsOfEveryPair) {
  using C = TypeParam;
  const std::vector<PackedPoint<C>> points = pack(this->points_);
  const auto n = static_cast<uint32_t>(this->kOrder);
  for (uint32_t i = 1; i < n; ++i) {
    for (uint32_t j = 1; j < n; ++j) {
      const uint64_t k = (7 * i + 3 * j) % 41;
      const uint64_t l = (5 * i + 11 * j) % 19;
      const std::vector<BucketTerm> terms{{{k, 0}, i}, {{l, 0}, j | 0x80000000}};
      const size_t log = i * k + j * l * (n - 1);
      ASSERT_EQ(BucketSum<C>(points, terms).compute().run().to_affine(), this->multiple(log));
    }
  }
}

TYPED_TEST(ToySumsTest, BucketsOfEveryPairOfFactors) {
  using C = TypeParam;
  const std::vector<PackedPoint<C>> points = pack(this->points_);
  const size_t n = this->kOrder;
  for (uint64_t k = 0; k < n; ++k) {
    for (uint64_t l = 0; l < n; ++l) {
      // Equal, opposite and other points.
      for (const uint32_t j : {1u, static_cast<uint32_t>(n - 1), 2u, 5u}) {
        const std::vector<BucketTerm> terms{{{k, 0}, 1}, {{l, 0}, j}};
        ASSERT_EQ(BucketSum<C>(points, terms).compute().run().to_affine(),
                  this->multiple(k + j * l));
      }
    }
  }
}

TYPED_TEST(ToySumsTest, BucketsOfLongFactors) {
  using C = TypeParam;
  const std::vector<PackedPoint<C>> points = pack(this->points_);
  const size_t n = this->kOrder;
  const uint64_t ones = ~uint64_t{0};
  const uint64_t two_64_mod_n = (ones % n + 1) % n;
  for (const size_t size : {1, 3, 300}) {
    for (int round = 0; round < 20; ++round) {
      std::vector<BucketTerm> terms;
      size_t log = 0;
      for (size_t i = 0; i < size; ++i) {
        std::array<uint64_t, 2> magnitude{};
        for (uint64_t& word : magnitude) {
          word = ones >> this->rng_.below(64);
          if (this->rng_.below(2) == 0) word = ~word;
        }
        const auto point = static_cast<uint32_t>(1 + this->rng_.below(n - 1));
        const bool negative = this->rng_.below(2) == 0;
        terms.push_back({magnitude, point | static_cast<uint32_t>(negative) << 31});
        const size_t factor = (magnitude[0] % n + magnitude[1] % n * two_64_mod_n) % n;
        log += (negative ? n - factor : factor) * point;
      }
      ASSERT_EQ(BucketSum<C>(points, terms).compute().run().to_affine(), this->multiple(log));
    }
  }
}

// With few different points and scalars, buckets contain equal, opposite and cancelling points.
TYPED_TEST(ToySumsTest, SumsWithRepeatedAndCancellingPoints) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  for (size_t size = 0; size < 600; size += 1 + size / 9) {
    for (const size_t different : {2, 5, 1000}) {
      std::vector<Affine<C>> bases;
      std::vector<Scalar> scalars;
      size_t log = 0;
      for (size_t i = 0; i < size; ++i) {
        const size_t point = this->rng_.below(std::min(different, this->kOrder));
        const size_t scalar = this->rng_.below(std::min(different, this->kOrder));
        const bool negated = this->rng_.below(2) == 0;
        bases.push_back(negated ? -this->points_[point] : this->points_[point]);
        scalars.push_back(this->scalars_[scalar]);
        log += (negated ? this->kOrder - point : point) * scalar;
      }
      ASSERT_EQ(msm_vartime<C>(bases, scalars).to_affine(), this->multiple(log)) << size;
    }
  }
}

TYPED_TEST(ToySumsTest, FoldsEveryPairOfPointsByEveryScalar) {
  using C = TypeParam;
  const size_t n = this->kOrder;
  std::vector<Affine<C>> hi;
  for (size_t i = 0; i < n; ++i) hi.push_back(this->multiple(3 * i));
  for (size_t k = 0; k < n; ++k) {
    auto lo = this->points_;
    fold_bases<C>(lo, hi, this->scalars_[k]);
    for (size_t i = 0; i < n; ++i) ASSERT_EQ(lo[i], this->multiple(i + 3 * i * k));
  }
}

// One lane per pair of points, with pairs of scalars that cover all combinations of special cases.
TYPED_TEST(ToySumsTest, FoldsManyTermsOfEveryPairOfPoints) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  const size_t n = this->kOrder;
  std::vector<Affine<C>> pairs;
  for (size_t i = 0; i < n * n; ++i) pairs.push_back(this->points_[i / n]);
  for (size_t i = 0; i < n * n; ++i) pairs.push_back(this->points_[i % n]);
  std::vector<Affine<C>> out(n * n);
  constexpr size_t step = kSanitized ? 60 : 20;
  for (size_t k = 0; k < n; k += step) {
    for (const size_t l : {size_t{0}, k, n - k, 3 * k + 1}) {
      const std::vector<Scalar> scalars{this->scalars_[k], this->scalars_[l % n]};
      fold_many<C>(pairs, scalars, out).run();
      for (size_t i = 0; i < n * n; ++i) {
        ASSERT_EQ(out[i], this->multiple(i / n * k + i % n * l));
      }
    }
  }
}

// One size per power of two that divides the order of the scalar group, starting at each point.
TYPED_TEST(ToySumsTest, GroupFftOfEverySize) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  Scalar omega = Scalar::two_adic_root();
  for (size_t size = size_t{1} << Scalar::kTwoAdicity; size > 0; size /= 2) {
    const Scalar size_inv = Scalar::from_u64(size).inverse_vartime();
    for (size_t start = 0; start < this->kOrder; ++start) {
      const size_t step = start % 5;
      std::vector<Affine<C>> points;
      for (size_t e = 0; e < size; ++e) points.push_back(this->multiple(start + step * e * e));
      inverse_group_fft<C>(points, omega).run();
      for (size_t i = 0; i < size; ++i) {
        Scalar log;
        for (size_t e = 0; e < size; ++e) {
          log += omega.pow_u64(i * e).inverse_vartime() * Scalar::from_u64(start + step * e * e);
        }
        ASSERT_EQ(points[i], this->multiple((size_inv * log).to_canonical().limb[0]));
      }
    }
    omega = omega.square();
  }
}

}  // namespace
}  // namespace onggi::testing
