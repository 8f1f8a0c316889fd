#include "core/kimchi/prover/prover.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/kimchi/verifier/oracles.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

template <class C>
std::shared_ptr<const ProverIndex<C>> index_of(const Sample<C>& sample, size_t srs_depth) {
  return ProverIndex<C>::create(sample.circuit, shared_srs<C>(srs_depth)).value();
}

template <class C>
class Prover : public ::testing::Test {};
TYPED_TEST_SUITE(Prover, Curves);

TYPED_TEST(Prover, AcceptsProofsOfManyShapes) {
  struct Shape {
    size_t rows, public_inputs, srs;
  };
  SystemRng rng;
  // The SRS is larger than, equal to or smaller than the domain: 1, 1, 2, 4 and 8 chunks.
  for (const Shape& s : {Shape{5, 0, 32}, Shape{29, 3, 32}, Shape{50, 1, 32}, Shape{100, 5, 32},
                         Shape{100, 0, 16}, Shape{2, 2, 8}}) {
    const auto sample = generic_sample<TypeParam>(s.rows, s.public_inputs, s.rows);
    const auto index = index_of(sample, s.srs);
    const auto proof = prove<TypeParam>(index, sample.witness, rng);
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_TRUE(verify(*index->verifier_index(), proof.value(), rng).value())
        << s.rows << " rows, SRS " << s.srs;
  }
}

TYPED_TEST(Prover, AcceptsAPoseidonHash) {
  SystemRng rng;
  const auto sample = poseidon_sample<TypeParam>(1);
  for (size_t srs : {size_t{8}, size_t{64}}) {
    const auto index = index_of(sample, srs);
    const auto proof = prove<TypeParam>(index, sample.witness, rng).value();
    EXPECT_TRUE(verify(*index->verifier_index(), proof, rng).value());
  }
}

TYPED_TEST(Prover, TwoProofsOfOneWitnessDiffer) {
  SystemRng rng;
  const auto sample = generic_sample<TypeParam>(5, 1, 1);
  const auto index = index_of(sample, 16);
  const auto a = prove<TypeParam>(index, sample.witness, rng).value();
  const auto b = prove<TypeParam>(index, sample.witness, rng).value();
  for (size_t i = 0; i < kColumns; ++i) {
    EXPECT_NE(a.commitments.w_comm[i], b.commitments.w_comm[i]) << i;
  }
  EXPECT_NE(a.commitments.z_comm, b.commitments.z_comm);
  EXPECT_NE(a.opening.delta, b.opening.delta);
}

TYPED_TEST(Prover, MakesTheSameProofsFromKeptEvaluations) {
  using C = TypeParam;
  // One chunk, and four chunks, for which no Lagrange basis is kept.
  for (const size_t srs : {size_t{64}, size_t{16}}) {
    const auto sample = generic_sample<C>(50, 3, 1);
    const auto index = index_of(sample, srs);
    const auto prove_once = [&](size_t steps_before_trim) {
      SeededRng rng(2);
      auto task = ProverTask<C>::create(index, sample.witness, rng).value();
      for (size_t step = 0; !task.step().value(); ++step) {
        if (step == steps_before_trim) index->trim();
      }
      return task.take_proof();
    };
    constexpr size_t kNever = std::numeric_limits<size_t>::max();
    const auto proof = prove_once(kNever);
    const size_t bytes = index->heap_bytes();
    for (const size_t steps_before_trim : {kNever, size_t{3}, size_t{18}, size_t{21}}) {
      keep_evaluations<C>(index);
      const size_t kept = index->heap_bytes() - bytes;
      EXPECT_EQ(index->kept()->lagrange != nullptr, srs == 64);
      EXPECT_GT(kept, 7 * 7 * index->domain().size() * sizeof(typename C::Scalar));
      EXPECT_LE(kept, kept_evaluations_bytes(*index));
      EXPECT_EQ(prove_once(steps_before_trim), proof) << steps_before_trim;
    }
    EXPECT_EQ(index->heap_bytes(), bytes);
    EXPECT_EQ(prove_once(kNever), proof);
  }
}

TYPED_TEST(Prover, CommitsWithTheKeptLagrangeBasis) {
  using C = TypeParam;
  SystemRng rng;
  const auto sample = generic_sample<C>(20, 2, 1);
  const auto index = index_of(sample, 32);
  keep_evaluations<C>(index);
  const auto accepts = [&] {
    const auto proof = prove<C>(index, sample.witness, rng).value();
    return verify(*index->verifier_index(), proof, rng).value();
  };
  EXPECT_TRUE(accepts());
  auto changed = std::make_shared<KeptEvaluations<C>>(*index->kept());
  auto points = *changed->lagrange;
  EXPECT_EQ(points, index->srs()->lagrange_points(index->domain()).run());
  points[5] = -points[5];
  changed->lagrange = std::make_shared<const std::vector<Affine<C>>>(std::move(points));
  index->keep(std::move(changed));
  EXPECT_FALSE(accepts());
}

TYPED_TEST(Prover, RejectsAProofWithAnyPartChanged) {
  using F = typename TypeParam::Scalar;
  using Proof = ProverProof<TypeParam>;
  SystemRng rng;
  const auto sample = generic_sample<TypeParam>(20, 2, 3);
  const auto index = index_of(sample, 16);  // two chunks
  const Proof proof = prove<TypeParam>(index, sample.witness, rng).value();
  const auto& verifier_index = *index->verifier_index();
  ASSERT_TRUE(verify(verifier_index, proof, rng).value());

  auto expect_rejected = [&](const char* what, auto change) {
    Proof changed = proof;
    change(changed);
    ASSERT_FALSE(changed == proof) << what;
    EXPECT_FALSE(verify(verifier_index, changed, rng).value()) << what;
  };
  const F one = F::one();
  for (size_t i = 0; i < kColumns; ++i) {
    expect_rejected("w_comm", [&](Proof& p) {
      auto& point = p.commitments.w_comm[i].chunks[1];
      point = -point;
    });
    expect_rejected("w eval", [&](Proof& p) { p.evals.w[i].zeta_omega[0] += one; });
    expect_rejected("coefficient eval", [&](Proof& p) { p.evals.coefficients[i].zeta[1] += one; });
  }
  expect_rejected("z_comm", [](Proof& p) {
    std::swap(p.commitments.z_comm.chunks[0], p.commitments.z_comm.chunks[1]);
  });
  expect_rejected("t_comm", [](Proof& p) { p.commitments.t_comm.chunks.pop_back(); });
  expect_rejected("long t_comm", [](Proof& p) {
    p.commitments.t_comm.chunks.push_back(p.commitments.t_comm.chunks[0]);
  });
  expect_rejected("short z_comm", [](Proof& p) { p.commitments.z_comm.chunks.pop_back(); });
  expect_rejected("long w_comm", [](Proof& p) {
    p.commitments.w_comm[3].chunks.push_back(Affine<TypeParam>::identity());
  });
  expect_rejected("z eval", [&](Proof& p) { p.evals.z.zeta[0] += one; });
  expect_rejected("s eval", [&](Proof& p) { p.evals.s[5].zeta_omega[1] += one; });
  expect_rejected("selector eval", [&](Proof& p) { p.evals.emul_selector.zeta[0] += one; });
  expect_rejected("public eval", [&](Proof& p) { p.evals.public_input->zeta[0] += one; });
  expect_rejected("no public eval", [](Proof& p) { p.evals.public_input.reset(); });
  expect_rejected("short eval", [](Proof& p) { p.evals.z.zeta.pop_back(); });
  expect_rejected("foreign selector", [](Proof& p) { p.evals.xor_selector = p.evals.z; });
  expect_rejected("foreign lookup", [](Proof& p) { p.evals.lookup_table = p.evals.z; });
  expect_rejected("ft_eval1", [&](Proof& p) { p.ft_eval1 += one; });
  expect_rejected("public input", [&](Proof& p) { p.public_input[1] += one; });
  expect_rejected("fewer public inputs", [](Proof& p) { p.public_input.pop_back(); });
  expect_rejected("previous challenge", [](Proof& p) { p.previous_challenges.emplace_back(); });
  expect_rejected("lr", [](Proof& p) { std::swap(p.opening.lr[0], p.opening.lr[1]); });
  expect_rejected("short lr", [](Proof& p) { p.opening.lr.pop_back(); });
  expect_rejected("long lr", [](Proof& p) { p.opening.lr.push_back(p.opening.lr[0]); });
  expect_rejected("delta", [](Proof& p) { p.opening.delta = -p.opening.delta; });
  expect_rejected("z1", [&](Proof& p) { p.opening.z1 += one; });
  expect_rejected("z2", [&](Proof& p) { p.opening.z2 += one; });
  expect_rejected("sg", [](Proof& p) { p.opening.sg = -p.opening.sg; });
  expect_rejected("point off the curve", [](Proof& p) { p.opening.sg.x += p.opening.sg.y; });
}

TYPED_TEST(Prover, OneInvalidProofRejectsTheBatch) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  std::vector<Sample<TypeParam>> samples;
  std::vector<std::shared_ptr<const ProverIndex<TypeParam>>> indexes;
  std::vector<ProverProof<TypeParam>> proofs;
  for (size_t i = 0; i < 3; ++i) {
    samples.push_back(generic_sample<TypeParam>(4 + 8 * i, i, i));
    indexes.push_back(index_of(samples[i], 16));
    proofs.push_back(prove<TypeParam>(indexes[i], samples[i].witness, rng).value());
  }
  auto verdict = [&] {
    std::vector<VerifierClaim<TypeParam>> claims;
    for (size_t i = 0; i < 3; ++i)
      claims.push_back({indexes[i]->verifier_index().get(), &proofs[i]});
    return batch_verify<TypeParam>(claims, rng).value();
  };
  EXPECT_TRUE(verdict());
  for (size_t i = 0; i < 3; ++i) {
    proofs[i].ft_eval1 += F::one();
    EXPECT_FALSE(verdict()) << i;
    proofs[i].ft_eval1 -= F::one();
  }
  EXPECT_TRUE(batch_verify<TypeParam>({}, rng).value());
  // An SRS of another size, and one of other points.
  const auto srs = Srs<TypeParam>::create(16).value();
  std::vector<Affine<TypeParam>> g(srs->g().rbegin(), srs->g().rend());
  const auto turned = Srs<TypeParam>::from_points(std::move(g), srs->h()).value();
  indexes[0] = index_of(samples[0], 32);
  indexes[1] = ProverIndex<TypeParam>::create(samples[1].circuit, turned).value();
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_FALSE(verdict()) << i;
    proofs[i] = prove<TypeParam>(indexes[i], samples[i].witness, rng).value();
  }
  EXPECT_TRUE(verdict());
  for (size_t i = 0; i < 3; ++i) {
    proofs[i].ft_eval1 += F::one();
    EXPECT_FALSE(verdict()) << i;
    proofs[i].ft_eval1 -= F::one();
  }
}

TYPED_TEST(Prover, UnsatisfiedWitnessIsAnErrorThatNamesTheRow) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  const auto sample = generic_sample<TypeParam>(20, 3, 4);
  const auto index = index_of(sample, 32);
  auto error_after = [&](auto change) {
    auto witness = sample.witness;
    change(witness);
    const auto checked = ProverTask<TypeParam>::check(index, witness, rng);
    const auto proof = prove<TypeParam>(index, std::move(witness), rng);
    if (proof) {
      EXPECT_TRUE(checked);
      return Error{};
    }
    EXPECT_EQ(checked.error().message(), proof.error().message());
    return proof.error();
  };
  Error error = error_after([](auto& w) { w.columns[4][11] += F::one(); });
  EXPECT_EQ(error.errc(), Errc::unsatisfied_gate);
  EXPECT_EQ(error.context, "row 11: Generic, constraint 1");
  // Column 0 is wired from row to row, so rows 3 and later also constrain it.
  error = error_after([](auto& w) { w.columns[0][0] += F::one(); });
  EXPECT_FALSE(error.code) << "row 0 is free: nothing is wired to it";
  error = error_after([](auto& w) { w.columns[0][2] += F::one(); });
  EXPECT_EQ(error.errc(), Errc::unsatisfied_copy);
  EXPECT_EQ(error.context, "row 2, column 0 and row 3, column 0");
  error = error_after([](auto& w) { w.columns[7].pop_back(); });
  EXPECT_EQ(error.errc(), Errc::witness_shape);
  error = error_after([](auto& w) {
    for (auto& column : w.columns) column.resize(30);
  });
  EXPECT_EQ(error.errc(), Errc::witness_shape);
  error = error_after([](auto& w) {
    for (auto& column : w.columns) column.resize(2);
  });
  EXPECT_EQ(error.errc(), Errc::witness_shape);
  error = error_after([](auto& w) { w.previous_challenges.emplace_back(); });
  EXPECT_EQ(error.errc(), Errc::wrong_previous_challenges);
  error = error_after([](auto& w) { w.runtime_tables.emplace_back(); });
  EXPECT_EQ(error.errc(), Errc::runtime_tables_inconsistent);
}

TYPED_TEST(Prover, PublicRowsMustBePublicInputGates) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  auto sample = generic_sample<TypeParam>(8, 2, 4);
  sample.circuit.gates[1].coefficients = {F::from_u64(2)};
  const auto proof = prove<TypeParam>(index_of(sample, 16), sample.witness, rng);
  ASSERT_FALSE(proof);
  EXPECT_EQ(proof.error().errc(), Errc::unsatisfied_gate);
  EXPECT_EQ(proof.error().context, "row 1: Generic, constraint 0");
}

TYPED_TEST(Prover, StepsReportProgressInOrderAndCanBeCancelled) {
  SystemRng rng;
  const auto sample = generic_sample<TypeParam>(20, 1, 4);
  const auto index = index_of(sample, 16);
  auto task = ProverTask<TypeParam>::create(index, sample.witness, rng).value();
  std::vector<std::string> phases;
  double fraction = task.progress().fraction;
  EXPECT_EQ(fraction, 0.0);
  size_t steps = 0;
  do {
    const Progress progress = task.progress();
    EXPECT_GE(progress.fraction, fraction);
    EXPECT_LT(progress.fraction, 1.0);
    fraction = progress.fraction;
    if (phases.empty() || phases.back() != progress.phase) phases.push_back(progress.phase);
    ++steps;
  } while (!task.step().value());
  EXPECT_EQ(phases, (std::vector<std::string>{"check", "witness", "permutation", "quotient",
                                              "evaluation", "opening"}));
  EXPECT_EQ(task.progress().fraction, 1.0);
  EXPECT_TRUE(verify(*index->verifier_index(), task.take_proof(), rng).value());

  // A task may be destroyed after any step.
  for (size_t stop = 0; stop < steps; stop += 3) {
    auto abandoned = ProverTask<TypeParam>::create(index, sample.witness, rng).value();
    for (size_t i = 0; i < stop; ++i) ASSERT_FALSE(abandoned.step().value());
  }
}

TYPED_TEST(Prover, StepsOfAnUnsatisfyingWitnessEndInTheSameError) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  auto sample = generic_sample<TypeParam>(20, 1, 4);
  sample.witness.columns[2][7] += F::one();
  auto task = ProverTask<TypeParam>::create(index_of(sample, 16), sample.witness, rng).value();
  EXPECT_STREQ(task.progress().phase, "check");
  for (int i = 0; i < 3; ++i) {
    const auto step = task.step();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().errc(), Errc::unsatisfied_gate);
  }
}

// Fails after a number of calls.
class FailingRng final : public Rng {
 public:
  explicit FailingRng(size_t calls) : calls_(calls) {}
  Result<> fill(std::span<uint8_t> bytes) override {
    if (calls_ == 0) return fail(Errc::system_random_failed);
    --calls_;
    return source_.fill(bytes);
  }

 private:
  size_t calls_;
  SystemRng source_;
};

TYPED_TEST(Prover, FailingRandomGeneratorIsAnErrorInEveryStep) {
  const auto sample = generic_sample<TypeParam>(5, 1, 4);
  const auto index = index_of(sample, 8);
  size_t calls = 0;
  for (; calls < 1000; calls += 7) {
    FailingRng rng(calls);
    const auto proof = prove<TypeParam>(index, sample.witness, rng);
    if (proof) break;
    ASSERT_EQ(proof.error().errc(), Errc::system_random_failed) << calls;
  }
  EXPECT_GT(calls, 15 * 3u) << "the zero-knowledge rows alone take that many";
  SystemRng rng;
  const auto proof = prove<TypeParam>(index, sample.witness, rng).value();
  FailingRng failing(0);
  EXPECT_EQ(verify(*index->verifier_index(), proof, failing).error().errc(),
            Errc::system_random_failed);
}

TYPED_TEST(Prover, UnusableVerifierIndexIsAnError) {
  SystemRng rng;
  const auto sample = generic_sample<TypeParam>(20, 1, 4);
  const auto index = index_of(sample, 16);
  const auto proof = prove<TypeParam>(index, sample.witness, rng).value();
  auto error_after = [&](auto change) {
    VerifierIndex<TypeParam> broken = *index->verifier_index();
    change(broken);
    const auto verdict = verify(broken, proof, rng);
    return verdict ? Errc{} : verdict.error().errc();
  };
  EXPECT_EQ(error_after([](auto& i) { i.srs = nullptr; }), Errc::srs_too_small);
  EXPECT_EQ(error_after([](auto& i) { i.srs = shared_srs<TypeParam>(8); }), Errc::srs_too_small);
  EXPECT_EQ(error_after([](auto& i) { i.max_poly_size = 0; }), Errc::srs_too_small);
  EXPECT_EQ(error_after([](auto& i) { i.zk_rows = 0; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& i) { i.zk_rows = 1000; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& i) { i.public_input_size = 31; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& i) { i.commitments.sigma_comm[2].chunks.clear(); }),
            Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& i) { i.lookup.emplace(); }), Errc::invalid_argument);

  VerifierIndex<TypeParam> long_index = *index->verifier_index();
  long_index.domain = Domain<typename TypeParam::Scalar>::create(512 * 16).value();
  const auto verdict = verify(long_index, proof, rng);
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().errc(), Errc::invalid_argument);
  EXPECT_EQ(verdict.error().context,
            "8192 rows take 512 chunks with an SRS of 16 points, at most 256");
}

TYPED_TEST(Prover, VerificationBoundsDoNotWrap) {
  const auto index = index_of(generic_sample<TypeParam>(20, 1, 4), 16);
  VerifierIndex<TypeParam> huge = *index->verifier_index();
  const VerifierIndex<TypeParam>* indexes[] = {&huge, &huge};
  const auto bytes = [&] {
    return verify_bytes<TypeParam>(std::span<const VerifierIndex<TypeParam>* const>(indexes));
  };
  const size_t real = bytes();
  EXPECT_GT(real, 0u);
  EXPECT_LT(real, size_t{1} << 30);
  for (const size_t count :
       {std::numeric_limits<size_t>::max() / 64, std::numeric_limits<size_t>::max() / 2 + 1,
        std::numeric_limits<size_t>::max()}) {
    huge.previous_challenges = count;
    EXPECT_EQ(bytes(), std::numeric_limits<size_t>::max()) << count;
  }
}

}  // namespace
}  // namespace onggi::testing
