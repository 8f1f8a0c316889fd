#include "core/commitment/commit.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/commitment/accumulator.h"
#include "core/commitment/b_poly.h"
#include "core/commitment/standard_srs.h"
#include "core/curve/scale.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"
#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

using testing::fields_of;
using testing::kFieldName;
using testing::points_of;
using testing::SeededRng;

template <class C>
class CommitTest : public ::testing::Test {
 protected:
  using F = typename C::Scalar;
  using Points = std::vector<Affine<C>>;

  // Σ coefficients[i]·g[i], term by term.
  static Affine<C> sum_of(const Srs<C>& srs, std::span<const F> coefficients) {
    Jacobian<C> sum = Jacobian<C>::identity();
    for (size_t i = 0; i < coefficients.size(); ++i) {
      sum += scale_vartime<C>(srs.g()[i], coefficients[i]);
    }
    return sum.to_affine();
  }

  static nlohmann::json vectors(const char* name) {
    nlohmann::json list = testing::read_vectors("constants.json")[name][kFieldName<F>];
    EXPECT_FALSE(list.empty());
    return list;
  }

  SeededRng rng_{3};
};

TYPED_TEST_SUITE(CommitTest, testing::Curves);

TYPED_TEST(CommitTest, ChunksEqualSumsOverTheBases) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  const std::vector<F> f = this->rng_.template fields<F>(19);
  const std::span<const F> all(f);
  const typename TestFixture::Points expected{this->sum_of(*srs, all.subspan(0, 8)),
                                              this->sum_of(*srs, all.subspan(8, 8)),
                                              this->sum_of(*srs, all.subspan(16))};
  EXPECT_EQ(commit_non_hiding<C>(*srs, f, 1).chunks, expected);
  auto padded = expected;
  padded.resize(5, Affine<C>::identity());
  EXPECT_EQ(commit_non_hiding<C>(*srs, f, 5).chunks, padded);
}

TYPED_TEST(CommitTest, ChunkCountFollowsTheDegree) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  const auto zero = Affine<C>::identity();
  using Points = typename TestFixture::Points;
  EXPECT_EQ(commit_non_hiding<C>(*srs, {}, 0).chunks, Points{zero});
  EXPECT_EQ(commit_non_hiding<C>(*srs, std::vector<F>(20), 1).chunks, Points{zero});
  EXPECT_EQ(commit_non_hiding<C>(*srs, std::vector<F>(20), 2).chunks, (Points{zero, zero}));
  std::vector<F> constant(17);
  constant[0] = F::one();
  EXPECT_EQ(commit_non_hiding<C>(*srs, constant, 1).chunks, Points{srs->g()[0]});
  // A zero chunk below the leading one counts.
  constant[16] = F::one();
  EXPECT_EQ(commit_non_hiding<C>(*srs, constant, 1).chunks,
            (Points{srs->g()[0], zero, srs->g()[0]}));
}

TYPED_TEST(CommitTest, BatchEqualsSingleCommitments) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  std::vector<std::vector<F>> columns;
  for (size_t length : {3, 0, 20, 8, 16}) columns.push_back(this->rng_.template fields<F>(length));
  columns.emplace_back(11);
  const std::vector<std::span<const F>> spans(columns.begin(), columns.end());
  const auto commitments = commit_many_steps<C>(*srs, spans, 2).run();
  ASSERT_EQ(commitments.size(), columns.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    EXPECT_EQ(commitments[k], commit_non_hiding<C>(*srs, columns[k], 2)) << k;
  }
  EXPECT_TRUE(commit_many_steps<C>(*srs, {}, 2).run().empty());
}

TYPED_TEST(CommitTest, CommitmentsToEvaluationsMatchThePeer) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const auto& vector : this->vectors("commit_evaluations")) {
    const auto srs = Srs<C>::create(vector["srs_depth"].template get<size_t>()).value();
    const auto domain = Domain<F>::create(vector["domain_size"].template get<size_t>()).value();
    const std::vector<F> values = fields_of<F>(vector["evals"]);
    const auto commitment = commit_evaluations_non_hiding<C>(*srs, domain, values).value();
    EXPECT_EQ(commitment.chunks, points_of<C>(vector["commitment"])) << srs->size();
    // The commitment over the Lagrange basis is the same.
    const auto& basis = srs->lagrange_basis(domain);
    for (size_t j = 0; j < commitment.chunks.size(); ++j) {
      Jacobian<C> sum = Jacobian<C>::identity();
      for (size_t i = 0; i < values.size(); ++i) {
        sum += scale_vartime<C>(basis[i].chunks[j], values[i]);
      }
      EXPECT_EQ(sum.to_affine(), commitment.chunks[j]);
    }
  }
}

TYPED_TEST(CommitTest, SamplesEvaluationsOnALargerDomain) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  const auto domain = Domain<F>::create(8).value();
  const Coefficients<F> polynomial{this->rng_.template fields<F>(8)};
  const auto expected = commit_non_hiding<C>(*srs, polynomial.values, 1);
  for (size_t factor : {1, 4, 8}) {
    const auto larger = evaluate(Domain<F>::create(8 * factor).value(), polynomial);
    EXPECT_EQ(commit_evaluations_non_hiding<C>(*srs, domain, larger.values).value(), expected);
  }
  const auto odd = commit_evaluations_non_hiding<C>(*srs, domain, std::vector<F>(12));
  ASSERT_FALSE(odd.has_value());
  EXPECT_EQ(odd.error().errc(), Errc::invalid_length);
}

// Over an SRS of which no Lagrange commitment is known in advance; in one chunk and in several.
TYPED_TEST(CommitTest, FewValuesAreCommittedByKnownLagrangeCommitments) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (size_t depth : {16, 12, 8}) {
    const auto srs = Srs<C>::create(depth).value();
    const auto domain = Domain<F>::create(16).value();
    const auto by_coefficients = [&](std::vector<F> values) {
      values.resize(16);
      domain.ifft(values).run();
      return commit_non_hiding<C>(*srs, values, srs->chunks_for(16));
    };
    std::vector<F> values(5);
    EXPECT_EQ(srs->commit_by_lagrange(domain, values).run(), by_coefficients(values));
    EXPECT_EQ(srs->commit_by_lagrange(domain, {}).run(), by_coefficients({}));

    values[1] = this->rng_.template field<F>();
    values[4] = -F::one();
    EXPECT_EQ(srs->commit_by_lagrange(domain, values).run(), std::nullopt);
    EXPECT_EQ(commit_evaluations_non_hiding<C>(*srs, domain, values).value(),
              by_coefficients(values));
    // One more or one less: a single unknown commitment is computed, and then known.
    const std::vector<F> first(values.begin(), values.begin() + 2);
    EXPECT_EQ(srs->commit_by_lagrange(domain, first).run(), by_coefficients(first));
    EXPECT_EQ(srs->commit_by_lagrange(domain, values).run(), by_coefficients(values));
    values[0] = values[2] = F::one();
    EXPECT_EQ(srs->commit_by_lagrange(domain, values).run(), std::nullopt);

    (void)srs->lagrange_basis(domain);
    EXPECT_EQ(srs->commit_by_lagrange(domain, values).run(), by_coefficients(values));
    const std::vector<F> many = this->rng_.template fields<F>(depth / 2 + 1);
    EXPECT_EQ(srs->commit_by_lagrange(domain, many).run(), std::nullopt);
    EXPECT_EQ(commit_evaluations_non_hiding<C>(*srs, domain, many).value(), by_coefficients(many));
  }
}

// All public inputs of a proof that the standard commitments are made for.
TYPED_TEST(CommitTest, TheStandardSrsKnowsItsFirstLagrangeCommitments) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(1 << 9).value();
  const auto domain = Domain<F>::create(1 << 9).value();
  std::vector<F> values = this->rng_.template fields<F>(kStandardLagrange);
  const auto sum = srs->commit_by_lagrange(domain, values).run();
  ASSERT_TRUE(sum.has_value());
  values.resize(domain.size());
  domain.ifft(values).run();
  EXPECT_EQ(*sum, commit_non_hiding<C>(*srs, values, 1));
}

TYPED_TEST(CommitTest, MasksAddMultiplesOfH) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(8).value();
  const auto commitment = commit_non_hiding<C>(*srs, this->rng_.template fields<F>(10), 3);
  const std::vector<F> blinders{F::zero(), F::from_u64(2), this->rng_.template field<F>()};
  const auto masked = mask_custom<C>(*srs, commitment, blinders).value();
  ASSERT_EQ(masked.chunks.size(), 3u);
  EXPECT_EQ(masked.chunks[0], commitment.chunks[0]);
  auto sum = Jacobian<C>::from_affine(commitment.chunks[1]);
  sum += srs->h();
  sum += srs->h();
  EXPECT_EQ(masked.chunks[1], sum.to_affine());
  EXPECT_EQ(masked.chunks[2], scale_vartime<C>(srs->h(), blinders[2]).to_affine());
  const auto short_of_one = mask_custom<C>(*srs, commitment, std::span(blinders).first(2));
  ASSERT_FALSE(short_of_one.has_value());
  EXPECT_EQ(short_of_one.error().errc(), Errc::invalid_length);
}

TYPED_TEST(CommitTest, FoldingPolynomialEqualsItsProductForm) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (size_t k = 0; k <= 6; ++k) {
    const std::vector<F> u = this->rng_.template fields<F>(k);
    const F x = this->rng_.template field<F>();
    const std::vector<F> s = b_poly_coefficients<F>(u);
    ASSERT_EQ(s.size(), size_t{1} << k);
    F value = F::zero();
    for (size_t i = 0; i < s.size(); ++i) {
      F coefficient = F::one();
      for (size_t j = 0; j < k; ++j) {
        if ((i >> j) & 1) coefficient *= u[k - 1 - j];
      }
      EXPECT_EQ(s[i], coefficient);
      value += coefficient * x.pow_u64(i);
    }
    EXPECT_EQ((b_poly<F>(u, x)), value);
  }
}

TYPED_TEST(CommitTest, CommitmentsToFoldingPolynomialsMatchThePeer) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const auto& vector : this->vectors("b_poly_commitment")) {
    const auto srs = Srs<C>::create(vector["srs_depth"].template get<size_t>()).value();
    EXPECT_EQ(b_poly_commitment<C>(*srs, fields_of<F>(vector["chals"])).chunks,
              points_of<C>(vector["commitment"]));
  }
}

TYPED_TEST(CommitTest, AccumulatorsMatchThePeer) {
  using C = TypeParam;
  using F = typename C::Scalar;
  SystemRng rng;
  for (const auto& vector : this->vectors("batch_accumulator")) {
    const auto srs = Srs<C>::create(vector["srs_depth"].template get<size_t>()).value();
    const std::vector<F> challenges = fields_of<F>(vector["chals"]);
    const auto commitments = points_of<C>(vector["comms"]);
    EXPECT_EQ(batch_accumulator_generate<C>(*srs, commitments.size(), challenges).value(),
              commitments);
    EXPECT_EQ(batch_accumulator_check<C>(*srs, commitments, challenges, rng).value(),
              vector["check"].template get<bool>());
    EXPECT_EQ(batch_accumulator_check<C>(*srs, points_of<C>(vector["bad_comms"]), challenges, rng)
                  .value(),
              vector["bad_check"].template get<bool>());
  }
}

TYPED_TEST(CommitTest, AcceptsManyShortOrNoAccumulators) {
  using C = TypeParam;
  using F = typename C::Scalar;
  const auto srs = Srs<C>::create(16).value();
  for (size_t rounds = 1; rounds <= 4; ++rounds) {
    const std::vector<F> challenges = this->rng_.template fields<F>(3 * rounds);
    auto commitments = batch_accumulator_generate<C>(*srs, 3, challenges).value();
    EXPECT_TRUE(batch_accumulator_check<C>(*srs, commitments, challenges, this->rng_).value());
    // The errors of two accumulators would cancel in an unweighted sum.
    commitments[1] = (Jacobian<C>::from_affine(commitments[1]) += srs->h()).to_affine();
    commitments[2] = (Jacobian<C>::from_affine(commitments[2]) += -srs->h()).to_affine();
    EXPECT_FALSE(batch_accumulator_check<C>(*srs, commitments, challenges, this->rng_).value());
  }
  EXPECT_TRUE(batch_accumulator_generate<C>(*srs, 0, {}).value().empty());
  EXPECT_TRUE(batch_accumulator_check<C>(*srs, {}, {}, this->rng_).value());
  const std::vector<F> challenges = this->rng_.template fields<F>(5);
  for (size_t count : {size_t{0}, size_t{1}, size_t{2}, size_t{6}}) {
    const auto refused = batch_accumulator_generate<C>(*srs, count, challenges);
    ASSERT_FALSE(refused.has_value()) << count;
    EXPECT_EQ(refused.error().errc(), Errc::invalid_length);
  }
}

}  // namespace
}  // namespace onggi
