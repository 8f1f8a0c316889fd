// Exhaustive tests over all points, all pairs of points and all scalars.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "core/curve/compress_impl.h"
#include "core/curve/group_map_impl.h"
#include "core/curve/jacobian_impl.h"
#include "core/curve/scale_impl.h"
#include "tests/toy/toy_curves.h"

namespace onggi::testing {
namespace {

TYPED_TEST_SUITE(ToyTest, ToyCurves);

TYPED_TEST(ToyTest, GeneratorGeneratesEveryPoint) {
  using C = TypeParam;
  using Base = typename C::Base;
  size_t on_curve = 0;
  for (const Base& x : all_elements<Base>()) {
    for (const Base& y : all_elements<Base>()) {
      const Affine<C> p{x, y};
      const bool listed =
          std::find(this->points_.begin(), this->points_.end(), p) != this->points_.end();
      EXPECT_EQ(p.is_on_curve(), listed);
      on_curve += listed ? 1 : 0;
    }
  }
  EXPECT_EQ(on_curve, this->kOrder);
  EXPECT_EQ(naive_add(this->points_.back(), C::generator()), Affine<C>::identity());
}

TYPED_TEST(ToyTest, AddsEveryPairOfPoints) {
  using C = TypeParam;
  using Base = typename C::Base;
  const std::vector<Base> scales{Base::one(), Base::from_u64(2), Base::from_u64(30)};
  const auto blow_up = [](const Affine<C>& p, const Base& z) {
    return p.is_identity() ? Jacobian<C>{z, z, Base::zero()}
                           : Jacobian<C>{p.x * z.square(), p.y * z.square() * z, z};
  };
  for (size_t i = 0; i < this->kOrder; ++i) {
    for (const Base& z : scales) {
      const Jacobian<C> p = blow_up(this->points_[i], z);
      EXPECT_EQ(p.to_affine(), this->points_[i]);
      EXPECT_EQ(p.doubled().to_affine(), this->multiple(2 * i));
      EXPECT_EQ((-p).to_affine(), this->multiple(this->kOrder - i));
      for (size_t j = 0; j < this->kOrder; ++j) {
        const Affine<C> sum = this->multiple(i + j);
        EXPECT_EQ((p + this->points_[j]).to_affine(), sum);
        const Jacobian<C> q = blow_up(this->points_[j], scales[(i + j) % scales.size()]);
        EXPECT_EQ((p + q).to_affine(), sum);
        EXPECT_EQ(p == q, i == j);
      }
    }
  }
}

TYPED_TEST(ToyTest, SplitsEveryScalar) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  const auto& lattice = glv_lattice<C>();
  EXPECT_LE(lattice.half_bits(), 4u);
  const auto value = [&](const HalfScalar& half) {
    EXPECT_LE(half.bit_length(), lattice.half_bits());
    EXPECT_EQ(half.magnitude[1], 0u);
    const auto magnitude = Scalar::from_u64(half.magnitude[0]);
    return half.negative ? -magnitude : magnitude;
  };
  for (const Scalar& k : this->scalars_) {
    const SplitScalar split = lattice.split(k.to_canonical());
    EXPECT_EQ(value(split.k1) + C::endo_scalar() * value(split.k2), k);
  }
}

TYPED_TEST(ToyTest, MultipliesEveryPointByEveryScalar) {
  using C = TypeParam;
  for (size_t i = 0; i < this->kOrder; ++i) {
    for (size_t k = 0; k < this->kOrder; ++k) {
      ASSERT_EQ(scale_vartime<C>(this->points_[i], this->scalars_[k]).to_affine(),
                this->multiple(i * k));
    }
  }
}

TYPED_TEST(ToyTest, SquareRootsOfEveryElement) {
  using Base = typename TypeParam::Base;
  const auto elements = all_elements<Base>();
  for (const Base& a : elements) {
    const auto root = a.sqrt_vartime();
    const bool square =
        std::any_of(elements.begin(), elements.end(), [&](const Base& x) { return x * x == a; });
    EXPECT_EQ(root.has_value(), square);
    EXPECT_EQ(a.is_square_vartime(), square);
    if (root) {
      EXPECT_EQ(*root * *root, a);
    }
  }
}

TYPED_TEST(ToyTest, DecompressesExactlyThePointsOfTheCurve) {
  using C = TypeParam;
  std::vector<Affine<C>> decoded;
  std::vector<uint8_t> bytes;
  for (unsigned x = 0; x < 256; ++x) {
    for (unsigned flag = 0; flag < 256; ++flag) {
      std::array<uint8_t, kCompressedPointBytes> code{};
      code[0] = static_cast<uint8_t>(x);
      code[32] = static_cast<uint8_t>(flag);
      const auto p = decompress<C>(code);
      if (!p) {
        const bool known_flag = flag == 0 || flag == 0x80;
        const Errc expected = x >= C::Base::kModulus.limb[0] ? Errc::noncanonical_field_element
                              : known_flag                   ? Errc::point_not_on_curve
                                                             : Errc::malformed_point;
        EXPECT_EQ(p.error().errc(), expected);
        continue;
      }
      std::array<uint8_t, kCompressedPointBytes> again{};
      compress<C>(p.value(), again);
      EXPECT_EQ(again, code);
      decoded.push_back(p.value());
    }
  }
  EXPECT_EQ(decoded.size(), this->kOrder);
  EXPECT_TRUE(std::is_permutation(decoded.begin(), decoded.end(), this->points_.begin()));
}

// The map is defined for all inputs and is not constant.
TYPED_TEST(ToyTest, GroupMapIsTotalAndNotConstant) {
  using C = TypeParam;
  const auto inputs = all_elements<typename C::Base>();
  std::vector<Affine<C>> images(inputs.size());
  map_to_curve_batch<C>(inputs, images);
  size_t different = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(images[i].is_on_curve() && !images[i].is_identity());
    EXPECT_EQ(map_to_curve<C>(inputs[i]), images[i]);
    const bool first =
        std::find(images.begin(), images.begin() + i, images[i]) == images.begin() + i;
    different += first ? 1 : 0;
  }
  // It depends only on t², and otherwise few inputs map to the same point.
  EXPECT_GE(different, inputs.size() / 8);
}

}  // namespace
}  // namespace onggi::testing
