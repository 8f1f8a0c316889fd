// All code that runs on the pool gives the same results as on one thread.
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/codec/msgpack/proof.h"
#include "core/commitment/srs.h"
#include "core/curve/fold.h"
#include "core/curve/group_fft.h"
#include "core/curve/group_map.h"
#include "core/curve/msm.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "core/parallel/steps.h"
#include "core/poly/domain.h"
#include "tests/kimchi/fixture.h"
#include "tests/parallel/with_threads.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

using C = Vesta;
using F = C::Scalar;
using Point = Affine<C>;

// Compares the results of compute() on one thread and on several.
template <class Compute>
void expect_same(const Compute& compute) {
  const auto alone = compute();
  for (const size_t threads : {2u, 3u}) {
    const WithThreads pool(threads);
    EXPECT_EQ(compute(), alone) << threads << " threads";
  }
}

std::vector<Point> points(size_t n) {
  const auto srs = Srs<C>::create(n).value();
  return {srs->g().begin(), srs->g().end()};
}

TEST(SameResults, SrsBases) {
  expect_same([] { return points(300); });
}

TEST(SameResults, MultiScalarMultiplications) {
  const auto bases = points(1 << 11);
  SeededRng rng(1);
  auto scalars = rng.fields<F>(bases.size());
  expect_same([&] { return msm_vartime<C>(bases, scalars).to_affine(); });
  // Small factors, and one with a nonzero top digit.
  for (size_t i = 0; i < scalars.size(); ++i) scalars[i] = F::from_u64(i % 3);
  expect_same([&] { return msm_vartime<C>(bases, scalars).to_affine(); });
  scalars[7] = -F::one();
  expect_same([&] { return msm_vartime<C>(bases, scalars).to_affine(); });
}

// A computation that pauses is taken up by whichever thread comes next.
template <class T>
Steps<T> after_small_steps(Steps<T> computation) {
  while (!computation.step(kStepWork / 8)) {
  }
  return computation;
}

TEST(SameResults, ComputationsThatPause) {
  const auto bases = points(1 << 12);
  SeededRng rng(5);
  const auto scalars = rng.fields<F>(bases.size());
  expect_same(
      [&] { return after_small_steps(msm_vartime_steps<C>(bases, scalars)).take().to_affine(); });
  expect_same([&] {
    std::vector<Point> folded(bases.size() / 4);
    after_small_steps(fold_many<C>(bases, std::span(scalars).first(4), folded)).take();
    return folded;
  });
}

TEST(SameResults, ComputationsCanBeAbandonedOnThePool) {
  const auto bases = points(1 << 11);
  SeededRng rng(6);
  const auto scalars = rng.fields<F>(bases.size());
  const WithThreads pool(3);
  for (int stop = 0;; ++stop) {
    auto sum = msm_vartime_steps<C>(bases, scalars);
    bool finished = false;
    for (int i = 0; i < stop && !finished; ++i) finished = sum.step(kStepWork / 8);
    if (!finished) continue;
    EXPECT_EQ(sum.take().to_affine(), msm_vartime<C>(bases, scalars).to_affine());
    EXPECT_GT(stop, 2);
    break;
  }
}

TEST(SameResults, FoldsAndGroupTransforms) {
  auto bases = points(1 << 9);
  SeededRng rng(2);
  const auto scalars = rng.fields<F>(4);
  expect_same([&] {
    std::vector<Point> folded(bases.size() / scalars.size());
    fold_many<C>(bases, scalars, folded).run();
    return folded;
  });
  const Domain<F> domain = Domain<F>::create(bases.size()).value();
  bases.resize(2 * bases.size() / 3, Point::identity());
  bases.resize(domain.size(), Point::identity());
  expect_same([&] {
    std::vector<Point> transformed = bases;
    inverse_group_fft<C>(transformed, domain.omega()).run();
    return transformed;
  });
}

TEST(SameResults, FieldTransforms) {
  SeededRng rng(3);
  const auto values = rng.fields<F>(1 << 13);
  const Domain<F> domain = Domain<F>::create(values.size()).value();
  const F shift = rng.field<F>();
  expect_same([&] {
    auto copy = values;
    domain.coset_ifft(copy, shift).run();
    return copy;
  });
  for (const size_t count : {size_t{1}, values.size() / 4, values.size()}) {
    expect_same([&] {
      std::vector<F> out(values.size());
      domain.evaluate(std::span(values).first(count), shift, out);
      return out;
    });
  }
}

TEST(SameResults, Proofs) {
  const auto sample = generic_sample<C>(1000, 3, 4);
  // The domain is larger than the SRS, or as large, where a Lagrange basis is kept.
  for (const size_t srs : {size_t{512}, size_t{1024}}) {
    std::vector<std::vector<uint8_t>> proofs;
    for (const bool keeps : {false, true}) {
      const auto prove_once = [&] {
        SeededRng rng(5);
        const auto index = ProverIndex<C>::create(sample.circuit, shared_srs<C>(srs)).value();
        if (keeps) keep_evaluations<C>(index);
        const auto proof = prove<C>(index, sample.witness, rng).value();
        EXPECT_TRUE(verify(*index->verifier_index(), proof, rng).value());
        proofs.push_back(encode_proof_msgpack(proof));
        return proofs.back();
      };
      expect_same(prove_once);
    }
    for (const auto& proof : proofs) EXPECT_EQ(proof, proofs[0]);
  }
}

}  // namespace
}  // namespace onggi::testing
