#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/commitment/ipa/prover.h"
#include "core/commitment/ipa/verifier.h"
#include "core/curve/group_map.h"
#include "core/curve/scale.h"
#include "core/field/batch.h"
#include "core/field/bytes.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

using testing::SeededRng;

template <class C>
class IpaTest : public ::testing::Test {
 protected:
  using F = typename C::Scalar;

  // An honest claim about a random polynomial of `length` coefficients.
  OpeningClaim<C> claim_for(const Srs<C>& srs, size_t length) {
    const std::vector<F> p = rng_.template fields<F>(length);
    const F blinder = rng_.template field<F>();
    OpeningClaim<C> claim;
    claim.sponge.absorb_base(C::Base::from_u64(rng_.below(1000)));
    claim.evaluation_points = rng_.template fields<F>(2);
    claim.evalscale = rng_.template field<F>();
    // The commitment in two terms.
    claim.points = {commit_non_hiding<C>(srs, p, 1).chunks[0], srs.h()};
    claim.scalars = {F::one(), blinder};
    claim.combined_inner_product = horner<F>(p, claim.evaluation_points[0]) +
                                   claim.evalscale * horner<F>(p, claim.evaluation_points[1]);
    IpaProver<C> prover(srs, claim.sponge, p, blinder, claim.evaluation_points[0],
                        claim.evaluation_points[1], claim.evalscale, rng_);
    for (size_t k = 0; k < prover.rounds(); ++k) EXPECT_TRUE(prover.round().run().has_value());
    claim.opening = prover.finish().run().value();
    return claim;
  }

  bool verifies(const Srs<C>& srs, const OpeningClaim<C>& claim) {
    return verify_openings<C>(srs, std::span(&claim, 1), rng_).run().value();
  }

  SeededRng rng_{5};
};

TYPED_TEST_SUITE(IpaTest, testing::Curves);

// A generator that returns these elements and then fails.
template <class F>
class ListRng final : public Rng {
 public:
  explicit ListRng(std::vector<F> values) : values_(std::move(values)) {}
  Result<> fill(std::span<uint8_t> out) override {
    if (next_ == values_.size() || out.size() != 32) return fail(Errc::system_random_failed);
    field_to_bytes(values_[next_++], out.first<32>());
    return success();
  }

 private:
  std::vector<F> values_;
  size_t next_ = 0;
};

// Openings of a slow reference implementation in another language, which folds G in every round.
// With the same blinders, the openings must be equal.
TYPED_TEST(IpaTest, OpeningsMatchTheReferenceImplementation) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto cases = testing::read_vectors("ipa.json")[C::kName];
  ASSERT_EQ(cases.size(), 5u);
  for (const auto& vector : cases) {
    const auto field = [&](const char* name) { return testing::field_of<F>(vector[name]); };
    const auto srs = Srs<C>::create(vector["size"].template get<size_t>()).value();
    OpeningClaim<C> claim;
    claim.sponge.absorb_base(testing::field_of<typename C::Base>(vector["absorbed"]));
    claim.evaluation_points = {field("zeta"), field("zeta_omega")};
    claim.evalscale = field("evalscale");
    claim.points = {testing::point_of<C>(vector["commitment"])};
    claim.scalars = {F::one()};
    claim.combined_inner_product = field("combined_inner_product");
    EXPECT_EQ(shift_scalar<C>(claim.combined_inner_product), field("shifted"));

    const auto& recorded = vector["opening"];
    for (const auto& sides : recorded["lr"]) {
      claim.opening.lr.emplace_back(testing::point_of<C>(sides[0]), testing::point_of<C>(sides[1]));
    }
    claim.opening.delta = testing::point_of<C>(recorded["delta"]);
    claim.opening.z1 = testing::field_of<F>(recorded["z1"]);
    claim.opening.z2 = testing::field_of<F>(recorded["z2"]);
    claim.opening.sg = testing::point_of<C>(recorded["sg"]);
    EXPECT_TRUE(this->verifies(*srs, claim));

    FqSponge<C> sponge = claim.sponge;
    const auto challenges =
        opening_prechallenges<C>(sponge, claim.combined_inner_product, claim.opening);
    ASSERT_EQ(challenges.size(), vector["prechallenges"].size());
    for (size_t k = 0; k < challenges.size(); ++k) {
      EXPECT_EQ(challenges[k].raw(), testing::field_of<F>(vector["prechallenges"][k]));
    }

    ListRng<F> rng(testing::fields_of<F>(vector["draws"]));
    IpaProver<C> prover(*srs, claim.sponge, testing::fields_of<F>(vector["polynomial"]),
                        field("blinder"), field("zeta"), field("zeta_omega"), claim.evalscale, rng);
    for (size_t k = 0; k < prover.rounds(); ++k) ASSERT_TRUE(prover.round().run().has_value());
    EXPECT_TRUE(prover.finish().run().value() == claim.opening) << srs->size();
  }
}

TYPED_TEST(IpaTest, HonestOpeningsVerifyAtEverySize) {
  using C = TypeParam;
  for (size_t size : {1, 2, 3, 4, 5, 8, 16, 20, 32, 64}) {
    const auto srs = Srs<C>::create(size).value();
    for (size_t length : {size_t{0}, size_t{1}, size / 2, size}) {
      const auto claim = this->claim_for(*srs, length);
      EXPECT_EQ(size_t{1} << claim.opening.lr.size(), std::bit_ceil(size));
      EXPECT_TRUE(this->verifies(*srs, claim)) << size << " " << length;
    }
  }
}

// The coefficients from `length` on are zero: the rounds before have an empty sum on the left.
TYPED_TEST(IpaTest, OpensShortPolynomialsOverALongSrs) {
  using C = TypeParam;
  const auto srs = Srs<C>::create(512).value();
  for (size_t length : {1, 3, 4, 5, 33, 129, 256, 257}) {
    EXPECT_TRUE(this->verifies(*srs, this->claim_for(*srs, length))) << length;
  }
}

TYPED_TEST(IpaTest, ZerosAtTheEndChangeNothing) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(64).value();
  std::vector<F> polynomial = this->rng_.template fields<F>(7);
  const F x = this->rng_.template field<F>();
  const auto open = [&] {
    SeededRng rng(1);
    IpaProver<C> prover(*srs, {}, polynomial, x, x, x, x, rng);
    for (size_t k = 0; k < prover.rounds(); ++k) EXPECT_TRUE(prover.round().run().has_value());
    return prover.finish().run().value();
  };
  const OpeningProof<C> expected = open();
  polynomial.resize(40);
  EXPECT_EQ(open(), expected);
}

TYPED_TEST(IpaTest, FoldedBaseIsTheCommitmentToTheFoldingPolynomial) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(64).value();
  const auto claim = this->claim_for(*srs, 64);
  FqSponge<C> sponge = claim.sponge;
  std::vector<F> x;
  for (const auto& challenge :
       opening_prechallenges<C>(sponge, claim.combined_inner_product, claim.opening)) {
    x.push_back(challenge.to_field(C::endo_scalar()));
  }
  EXPECT_EQ(claim.opening.sg, b_poly_commitment<C>(*srs, x).chunks[0]);
}

TYPED_TEST(IpaTest, RejectsEveryTamperedPart) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  const auto honest = this->claim_for(*srs, 8);
  ASSERT_TRUE(this->verifies(*srs, honest));
  const Affine<C> other = srs->g()[3];

  const auto rejected = [&](const char* what, auto&& change) {
    OpeningClaim<C> claim = honest;
    change(claim);
    EXPECT_FALSE(this->verifies(*srs, claim)) << what;
  };
  for (size_t k = 0; k < honest.opening.lr.size(); ++k) {
    rejected("L", [&](auto& claim) { claim.opening.lr[k].first = other; });
    rejected("R", [&](auto& claim) { claim.opening.lr[k].second = other; });
    rejected("-L", [&](auto& claim) { claim.opening.lr[k].first = -claim.opening.lr[k].first; });
  }
  rejected("identity", [&](auto& claim) { claim.opening.lr[1].first = Affine<C>::identity(); });
  rejected("swapped rounds",
           [&](auto& claim) { std::swap(claim.opening.lr[0], claim.opening.lr[1]); });
  rejected("missing round", [&](auto& claim) { claim.opening.lr.pop_back(); });
  rejected("no rounds", [&](auto& claim) { claim.opening.lr.clear(); });
  rejected("extra round", [&](auto& claim) {
    claim.opening.lr.emplace_back(Affine<C>::identity(), Affine<C>::identity());
  });
  rejected("delta", [&](auto& claim) { claim.opening.delta = other; });
  rejected("z1", [&](auto& claim) { claim.opening.z1 += F::one(); });
  rejected("z2", [&](auto& claim) { claim.opening.z2 += F::one(); });
  rejected("sg", [&](auto& claim) { claim.opening.sg = other; });
  rejected("sg = 0", [&](auto& claim) { claim.opening.sg = Affine<C>::identity(); });
  rejected("point", [&](auto& claim) { claim.evaluation_points[0] += F::one(); });
  rejected("second point", [&](auto& claim) { claim.evaluation_points[1] += F::one(); });
  rejected("evalscale", [&](auto& claim) { claim.evalscale += F::one(); });
  rejected("value", [&](auto& claim) { claim.combined_inner_product += F::one(); });
  rejected("commitment", [&](auto& claim) { claim.points[0] = other; });
  rejected("blinder", [&](auto& claim) { claim.scalars[1] += F::one(); });
  rejected("fewer scalars", [&](auto& claim) { claim.scalars.pop_back(); });
  rejected("transcript", [&](auto& claim) { claim.sponge.absorb_base(C::Base::one()); });
  rejected("off the curve", [&](auto& claim) {
    claim.opening.lr[0].first = {C::Base::one(), C::Base::one()};
    claim.opening.delta = {C::Base::zero(), C::Base::from_u64(7)};
  });
}

// An SRS that is padded with identities folds to the same base: the equations of the longer opening
// hold, and only its number of rounds is wrong.
TYPED_TEST(IpaTest, RejectsAnExtraRoundEvenIfTheEquationsHold) {
  using C = TypeParam;
  const auto srs = Srs<C>::create(4).value();
  std::vector<Affine<C>> g(srs->g().begin(), srs->g().end());
  g.resize(8, Affine<C>::identity());
  const auto padded = Srs<C>::from_points(g, srs->h()).value();
  const auto claim = this->claim_for(*padded, 4);
  EXPECT_TRUE(this->verifies(*padded, claim));
  EXPECT_FALSE(this->verifies(*srs, claim));
}

// If both equations of a claim had the same weight, this sg would cancel their errors for any
// claim: sg·(z1 + 1) = e·Q + δ − z1·b0·U − z2·h + <s, G>.
TYPED_TEST(IpaTest, EquationsOfAClaimDoNotCancel) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(4).value();
  OpeningClaim<C> claim = this->claim_for(*srs, 4);
  claim.combined_inner_product += F::one();

  FqSponge<C> sponge = claim.sponge;
  sponge.absorb_scalar(shift_scalar<C>(claim.combined_inner_product));
  const Affine<C> u = map_to_curve<C>(sponge.challenge_base());
  std::vector<Affine<C>> points = claim.points;
  std::vector<F> scalars = claim.scalars, x;
  for (const auto& [left, right] : claim.opening.lr) {
    sponge.absorb_point(left);
    sponge.absorb_point(right);
    x.push_back(sponge.challenge().to_field(C::endo_scalar()));
    points.insert(points.end(), {left, right});
    scalars.insert(scalars.end(), {x.back().inverse_vartime(), x.back()});
  }
  sponge.absorb_point(claim.opening.delta);
  const F e = sponge.challenge().to_field(C::endo_scalar());
  points.push_back(u);
  scalars.push_back(claim.combined_inner_product);
  const F z1 = claim.opening.z1;
  const F b0 = b_poly<F>(x, claim.evaluation_points[0]) +
               claim.evalscale * b_poly<F>(x, claim.evaluation_points[1]);
  Jacobian<C> sum = scale_vartime<C>(straus_vartime<C>(points, scalars), e);
  sum += claim.opening.delta;
  sum += -scale_vartime<C>(u, z1 * b0);
  sum += -scale_vartime<C>(srs->h(), claim.opening.z2);
  sum += b_poly_commitment<C>(*srs, x).chunks[0];
  claim.opening.sg = scale_vartime<C>(sum, (z1 + F::one()).inverse_vartime()).to_affine();
  EXPECT_FALSE(this->verifies(*srs, claim));
}

TYPED_TEST(IpaTest, OneFalseClaimFailsTheBatch) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(16).value();
  std::vector<OpeningClaim<C>> claims;
  EXPECT_TRUE(verify_openings<C>(*srs, claims, this->rng_).run().value());
  for (size_t i = 0; i < 4; ++i) claims.push_back(this->claim_for(*srs, 4 * i + 1));
  EXPECT_TRUE(verify_openings<C>(*srs, claims, this->rng_).run().value());
  for (size_t i = 0; i < claims.size(); ++i) {
    auto spoilt = claims;
    spoilt[i].opening.z1 += F::one();
    EXPECT_FALSE(verify_openings<C>(*srs, spoilt, this->rng_).run().value()) << i;
  }
  // Errors of opposite sign must not cancel either.
  auto spoilt = claims;
  spoilt[0].opening.z2 += F::one();
  spoilt[1].opening.z2 -= F::one();
  EXPECT_FALSE(verify_openings<C>(*srs, spoilt, this->rng_).run().value());
}

TYPED_TEST(IpaTest, OpeningsOfEqualPolynomialsDiffer) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(2).value();
  std::vector<OpeningProof<C>> proofs;
  for (int i = 0; i < 2; ++i) {
    IpaProver<C> prover(*srs, FqSponge<C>(), {F::one(), F::one()}, F::one(), F::from_u64(2),
                        F::from_u64(3), F::from_u64(4), this->rng_);
    ASSERT_TRUE(prover.round().run().has_value());
    proofs.push_back(prover.finish().run().value());
  }
  EXPECT_FALSE(proofs[0].lr[0].first == proofs[1].lr[0].first);
  EXPECT_FALSE(proofs[0].lr[0].second == proofs[1].lr[0].second);
  EXPECT_FALSE(proofs[0].delta == proofs[1].delta);
}

// A generator that fails after a number of draws.
class FailingRng final : public Rng {
 public:
  explicit FailingRng(size_t draws) : draws_(draws) {}
  Result<> fill(std::span<uint8_t> out) override {
    if (draws_-- == 0) return fail(Errc::system_random_failed);
    std::fill(out.begin(), out.end(), uint8_t{1});  // below the modulus: one draw an element
    return success();
  }

 private:
  size_t draws_;
};

TYPED_TEST(IpaTest, AFailingGeneratorIsAnError) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(2).value();
  const auto claim = this->claim_for(*srs, 2);
  for (size_t draws = 0; draws < 2; ++draws) {
    FailingRng rng(draws);
    EXPECT_EQ(verify_openings<C>(*srs, std::span(&claim, 1), rng).run().error().errc(),
              Errc::system_random_failed);
    FailingRng round_rng(draws);
    IpaProver<C> prover(*srs, FqSponge<C>(), {F::one()}, F::one(), F::one(), F::one(), F::one(),
                        round_rng);
    EXPECT_EQ(prover.round().run().error().errc(), Errc::system_random_failed);
  }
  FailingRng rng(2);
  IpaProver<C> prover(*srs, FqSponge<C>(), {F::one()}, F::one(), F::one(), F::one(), F::one(), rng);
  ASSERT_TRUE(prover.round().run().has_value());
  EXPECT_EQ(prover.finish().run().error().errc(), Errc::system_random_failed);
}

}  // namespace
}  // namespace onggi
