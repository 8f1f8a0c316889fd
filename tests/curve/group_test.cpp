#include <algorithm>
#include <vector>

#include "core/curve/endomorphism.h"
#include "core/curve/jacobian.h"
#include "core/curve/pasta.h"
#include "core/curve/scale.h"
#include "tests/curve/naive.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi::testing {
namespace {

template <class C>
class GroupTest : public ::testing::Test {
 protected:
  using Base = typename C::Base;
  using Scalar = typename C::Scalar;

  // Coordinates with Z ≠ 1.
  Jacobian<C> blow_up(const Affine<C>& p, const Base& z) {
    const Base zz = z.square();
    return p.is_identity() ? Jacobian<C>{z, z, Base::zero()}
                           : Jacobian<C>{p.x * zz, p.y * zz * z, z};
  }
  // The identity, small and random multiples of the generator, and their negatives.
  std::vector<Affine<C>> some_points() {
    const Affine<C> g = C::generator();
    std::vector<Affine<C>> points{Affine<C>::identity(), g, naive_add(g, g)};
    for (int i = 0; i < 3; ++i) points.push_back(naive_scale(g, rng_.field<Scalar>()));
    points.push_back(points.back().endomorphism());
    for (size_t i = points.size(); i-- > 1;) points.push_back(-points[i]);
    return points;
  }
  std::vector<Scalar> some_scalars() {
    const Scalar one = Scalar::one();
    const Scalar lambda = C::endo_scalar();
    const Scalar two_64 = Scalar::from_u64(2).pow_u64(64);
    std::vector<Scalar> scalars{Scalar::zero(),
                                one,
                                -one,
                                Scalar::from_u64(7),
                                lambda,
                                -lambda,
                                lambda.square(),
                                lambda + one,
                                two_64,
                                two_64 - one,
                                two_64.square(),
                                -two_64.square()};
    for (int i = 0; i < 8; ++i) scalars.push_back(rng_.field<Scalar>());
    return scalars;
  }

  SeededRng rng_{1};
};

TYPED_TEST_SUITE(GroupTest, Curves);

TYPED_TEST(GroupTest, ConstantsMatchThePeer) {
  using C = TypeParam;
  const auto curve = read_vectors("constants.json")["curves"][C::kName];
  EXPECT_EQ(C::generator(), point_of<C>(curve["generator"]));
  EXPECT_EQ(C::endo_base(), field_of<typename C::Base>(curve["endo_base"]));
  EXPECT_EQ(C::endo_scalar(), field_of<typename C::Scalar>(curve["endo_scalar"]));
}

// Batched additions take x = 0 for the identity.
TYPED_TEST(GroupTest, NoPointHasAnXOfZero) { EXPECT_FALSE(TypeParam::b().is_square_vartime()); }

TYPED_TEST(GroupTest, GeneratorHasTheOrderOfTheScalarField) {
  using C = TypeParam;
  EXPECT_TRUE(C::generator().is_on_curve());
  EXPECT_EQ(naive_scale(C::generator(), -C::Scalar::one()), -C::generator());
  EXPECT_EQ(C::Other::Scalar::kModulus, C::Base::kModulus);
}

TYPED_TEST(GroupTest, EndomorphismMultipliesByTheEndoScalar) {
  using C = TypeParam;
  for (const Affine<C>& p : this->some_points()) {
    EXPECT_EQ(p.endomorphism(), naive_scale(p, C::endo_scalar()));
  }
}

TYPED_TEST(GroupTest, OperationsMatchThePeer) {
  using C = TypeParam;
  const auto constants = read_vectors("constants.json");
  size_t seen = 0;
  for (const auto& op : constants["curve_ops"][C::kName]) {
    const std::string name = op["op"];
    const auto p = Jacobian<C>::from_affine(point_of<C>(op["p"]));
    const auto q = op.contains("q") ? point_of<C>(op["q"]) : Affine<C>::identity();
    Jacobian<C> result;
    if (name == "add") result = p + q;
    if (name == "sub") result = p + -q;
    if (name == "double") result = p.doubled();
    if (name == "negate") result = -p;
    if (name == "scale") result = scale_vartime<C>(p, field_of<typename C::Scalar>(op["k"]));
    EXPECT_EQ(result.to_affine(), point_of<C>(op["result"])) << op;
    ++seen;
  }
  EXPECT_EQ(seen, 38u);
}

TYPED_TEST(GroupTest, JacobianOperationsMatchAffineOnes) {
  using C = TypeParam;
  const auto points = this->some_points();
  const auto z1 = this->rng_.template field<typename C::Base>();
  const auto z2 = this->rng_.template field<typename C::Base>();
  for (const Affine<C>& p : points) {
    const Jacobian<C> jp = this->blow_up(p, z1);
    EXPECT_EQ(jp.to_affine(), p);
    EXPECT_EQ(jp.doubled().to_affine(), naive_add(p, p));
    EXPECT_EQ((-jp).to_affine(), -p);
    EXPECT_EQ(jp.is_identity(), p.is_identity());
    for (const Affine<C>& q : points) {
      const Jacobian<C> jq = this->blow_up(q, z2);
      EXPECT_EQ((jp + jq).to_affine(), naive_add(p, q));
      EXPECT_EQ((jp + q).to_affine(), naive_add(p, q));
      EXPECT_EQ(jp == jq, p == q);
    }
  }
}

TYPED_TEST(GroupTest, BatchToAffineKeepsIdentities) {
  using C = TypeParam;
  const auto points = this->some_points();
  std::vector<Jacobian<C>> jacobian;
  for (const auto& p : points) {
    jacobian.push_back(this->blow_up(p, this->rng_.template field<typename C::Base>()));
  }
  std::vector<Affine<C>> affine(points.size());
  batch_to_affine<C>(jacobian, affine);
  EXPECT_EQ(affine, points);
}

TYPED_TEST(GroupTest, ScalarHalvesAreShortAndRecombine) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  const auto& lattice = glv_lattice<C>();
  EXPECT_EQ(lattice.half_bits(), 127u);
  auto scalars = this->some_scalars();
  for (int i = 0; i < 1000; ++i) scalars.push_back(this->rng_.template field<Scalar>());
  unsigned longest = 0;
  const auto value = [&](const HalfScalar& half) {
    longest = std::max(longest, half.bit_length());
    const auto magnitude = *Scalar::from_canonical({{half.magnitude[0], half.magnitude[1], 0, 0}});
    return half.negative ? -magnitude : magnitude;
  };
  for (const Scalar& k : scalars) {
    const SplitScalar split = lattice.split(k.to_canonical());
    EXPECT_EQ(value(split.k1) + C::endo_scalar() * value(split.k2), k);
  }
  EXPECT_LE(longest, lattice.half_bits());
}

TYPED_TEST(GroupTest, SmallScalarsOfEitherSignStaySmall) {
  using C = TypeParam;
  using Scalar = typename C::Scalar;
  for (uint64_t i = 0; i < 100; ++i) {
    for (const Scalar& k : {Scalar::from_u64(i), -Scalar::from_u64(i)}) {
      const SplitScalar split = glv_lattice<C>().split(k.to_canonical());
      EXPECT_EQ(split.k1.magnitude[0], i);
      EXPECT_EQ(split.k1.magnitude[1], 0u);
      EXPECT_TRUE(split.k2.is_zero());
    }
  }
}

TYPED_TEST(GroupTest, ScaleMatchesDoubleAndAdd) {
  using C = TypeParam;
  const auto points = this->some_points();
  for (const auto& k : this->some_scalars()) {
    for (size_t i = 0; i < points.size(); i += 3) {
      EXPECT_EQ(scale_vartime<C>(points[i], k).to_affine(), naive_scale(points[i], k));
      const auto z = this->rng_.template field<typename C::Base>();
      EXPECT_EQ(scale_vartime<C>(this->blow_up(points[i], z), k).to_affine(),
                naive_scale(points[i], k));
    }
  }
}

}  // namespace
}  // namespace onggi::testing
