// Lookups: the columns of the argument, proofs and errors.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/codec/json/circuit.h"
#include "core/codec/json/witness.h"
#include "core/kimchi/lookup/prover.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/oracles.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"
#include "tests/vectors/vectors.h"

namespace onggi::testing {
namespace {

constexpr int32_t kFixedId = 3;
constexpr int32_t kRuntimeId = -5;

// `rows` rows of three lookups each: two of random entries of a fixed table with eight entries, one
// of a runtime table with four.
template <class C>
Sample<C> lookup_sample(size_t rows, uint64_t seed) {
  using F = typename C::Scalar;
  SeededRng rng(seed);
  Sample<C> sample;
  auto& circuit = sample.circuit;
  circuit.lookup_tables.push_back(
      {kFixedId, {rng.template fields<F>(8), rng.template fields<F>(8)}});
  circuit.runtime_tables.push_back({kRuntimeId, rng.template fields<F>(4)});
  sample.witness.runtime_tables.push_back({kRuntimeId, rng.template fields<F>(4)});
  for (auto& column : sample.witness.columns) column.assign(rows, F::zero());
  auto& w = sample.witness.columns;
  for (size_t row = 0; row < rows; ++row) {
    circuit.gates.push_back({GateType::Lookup, identity_wires(static_cast<uint32_t>(row)), {}});
    const bool fixed = row % 2 == 0;
    w[0][row] = fixed ? F::from_u64(kFixedId) : -F::from_u64(-kRuntimeId);
    for (size_t i = 0; i < 3; ++i) {
      const size_t entry = rng.below(fixed ? 8 : 4);
      w[2 * i + 1][row] = fixed ? circuit.lookup_tables[0].columns[0][entry]
                                : circuit.runtime_tables[0].first_column[entry];
      w[2 * i + 2][row] = fixed ? circuit.lookup_tables[0].columns[1][entry]
                                : sample.witness.runtime_tables[0].data[entry];
    }
  }
  return sample;
}

template <class C>
std::shared_ptr<const ProverIndex<C>> index_of(const Circuit<typename C::Scalar>& circuit,
                                               size_t srs_depth) {
  return ProverIndex<C>::create(circuit, shared_srs<C>(srs_depth)).value();
}

template <class C>
class Lookup : public ::testing::Test {};
TYPED_TEST_SUITE(Lookup, Curves);

TYPED_TEST(Lookup, AcceptsProofsOfManyShapes) {
  SystemRng rng;
  struct Shape {
    size_t rows, srs, chunks;
  };
  for (const Shape& s :
       {Shape{9, 64, 1}, Shape{25, 32, 1}, Shape{40, 32, 2}, Shape{50, 16, 4}, Shape{100, 16, 8}}) {
    const auto sample = lookup_sample<TypeParam>(s.rows, s.rows);
    const auto index = index_of<TypeParam>(sample.circuit, s.srs);
    ASSERT_EQ(index->constraint_system().num_chunks(), s.chunks);
    const auto proof = prove<TypeParam>(index, sample.witness, rng);
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_TRUE(verify(*index->verifier_index(), proof.value(), rng).value()) << s.rows;
  }
}

TYPED_TEST(Lookup, RejectsAProofWithAnyPartChanged) {
  using F = typename TypeParam::Scalar;
  using Proof = ProverProof<TypeParam>;
  SystemRng rng;
  const auto sample = lookup_sample<TypeParam>(40, 1);
  const auto index = index_of<TypeParam>(sample.circuit, 32);
  const auto& verifier_index = *index->verifier_index();
  const Proof proof = prove<TypeParam>(index, sample.witness, rng).value();
  ASSERT_TRUE(verify(verifier_index, proof, rng).value());

  auto expect_rejected = [&](const char* what, auto change) {
    Proof changed = proof;
    change(changed);
    ASSERT_FALSE(changed == proof) << what;
    EXPECT_FALSE(verify(verifier_index, changed, rng).value()) << what;
  };
  auto expect_point_matters = [&](const char* what, auto comm_of) {
    expect_rejected(what, [&](Proof& p) {
      auto& point = comm_of(p).chunks[1];
      point = -point;
    });
    expect_rejected(what, [&](Proof& p) { comm_of(p).chunks.pop_back(); });
    expect_rejected(what, [&](Proof& p) { comm_of(p).chunks[0].x += TypeParam::Base::one(); });
  };
  auto expect_evaluation_matters = [&](const char* what, auto eval_of) {
    expect_rejected(what, [&](Proof& p) { eval_of(p)->zeta[0] += F::one(); });
    expect_rejected(what, [&](Proof& p) { eval_of(p)->zeta_omega[1] += F::one(); });
    expect_rejected(what, [&](Proof& p) { eval_of(p)->zeta.pop_back(); });
    expect_rejected(what, [&](Proof& p) { eval_of(p).reset(); });
  };
  for (size_t i = 0; i < 4; ++i) {
    expect_point_matters(
        "sorted", [i](Proof & p) -> auto& { return p.commitments.lookup->sorted[i]; });
    expect_evaluation_matters(
        "sorted", [i](Proof & p) -> auto& { return p.evals.lookup_sorted[i]; });
  }
  expect_point_matters(
      "aggregation", [](Proof & p) -> auto& { return p.commitments.lookup->aggregation; });
  expect_point_matters(
      "runtime", [](Proof & p) -> auto& { return *p.commitments.lookup->runtime; });
  expect_evaluation_matters(
      "aggregation", [](Proof & p) -> auto& { return p.evals.lookup_aggregation; });
  expect_evaluation_matters(
      "table", [](Proof & p) -> auto& { return p.evals.lookup_table; });
  expect_evaluation_matters(
      "runtime", [](Proof & p) -> auto& { return p.evals.runtime_lookup_table; });
  expect_evaluation_matters(
      "runtime selector", [](Proof & p) -> auto& { return p.evals.runtime_lookup_table_selector; });
  expect_evaluation_matters(
      "selector", [](Proof & p) -> auto& { return p.evals.lookup_gate_lookup_selector; });
  expect_rejected("foreign selector",
                  [](Proof& p) { p.evals.xor_lookup_selector = p.evals.lookup_table; });
  expect_rejected("fifth sorted",
                  [](Proof& p) { p.evals.lookup_sorted[4] = p.evals.lookup_table; });
  expect_rejected("no lookups", [](Proof& p) { p.commitments.lookup.reset(); });
  expect_rejected("no runtime", [](Proof& p) { p.commitments.lookup->runtime.reset(); });
  expect_rejected("fewer sorted", [](Proof& p) { p.commitments.lookup->sorted.pop_back(); });
  expect_rejected("more sorted", [](Proof& p) {
    p.commitments.lookup->sorted.push_back(p.commitments.lookup->aggregation);
  });
}

TYPED_TEST(Lookup, RejectsAForgedTable) {
  // A table of another circuit: its commitments differ, so the proof must be rejected.
  SystemRng rng;
  const auto sample = lookup_sample<TypeParam>(9, 1);
  auto other = sample.circuit;
  other.lookup_tables[0].columns[1][3] += TypeParam::Scalar::one();
  const auto index = index_of<TypeParam>(sample.circuit, 32);
  const auto proof = prove<TypeParam>(index, sample.witness, rng).value();
  EXPECT_TRUE(verify(*index->verifier_index(), proof, rng).value());
  EXPECT_FALSE(verify(*index_of<TypeParam>(other, 32)->verifier_index(), proof, rng).value());
}

TYPED_TEST(Lookup, UnusableLookupIndexIsAnError) {
  SystemRng rng;
  const auto sample = lookup_sample<TypeParam>(9, 1);
  const auto index = index_of<TypeParam>(sample.circuit, 32);
  const auto proof = prove<TypeParam>(index, sample.witness, rng).value();
  auto error_after = [&](auto change) {
    VerifierIndex<TypeParam> broken = *index->verifier_index();
    change(*broken.lookup);
    const auto verdict = verify(broken, proof, rng);
    return verdict ? Errc{} : verdict.error().errc();
  };
  EXPECT_EQ(error_after([](auto&) {}), Errc{});
  EXPECT_EQ(error_after([](auto& l) { l.lookup_table.clear(); }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.lookup_table[0].chunks.clear(); }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.table_ids->chunks.clear(); }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.lookup_selector.reset(); }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.xor_selector = l.table_ids; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.runtime_tables_selector.reset(); }),
            Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.info.max_per_row = 40; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.info.max_joint_size = 0; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.info.patterns = {}; }), Errc::invalid_argument);
  EXPECT_EQ(error_after([](auto& l) { l.joint_lookup_used = false; }), Errc::invalid_argument);
}

TYPED_TEST(Lookup, ErrorNamesRowAndLookupOfAMissingValue) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  const auto sample = lookup_sample<TypeParam>(9, 1);
  const auto index = index_of<TypeParam>(sample.circuit, 32);
  auto error_after = [&](auto change) {
    auto witness = sample.witness;
    change(witness);
    const auto proof = prove<TypeParam>(index, witness, rng);
    return proof ? std::string("accepted") : proof.error().message();
  };
  const std::string missing = "a looked-up value is not in the lookup table: ";
  EXPECT_EQ(error_after([](auto& w) { w.columns[4][6] += F::one(); }),
            missing + "row 6: lookup, lookup 1, columns 3, 4");
  EXPECT_EQ(error_after([](auto& w) { w.columns[5][3] = F::zero(); }),
            missing + "row 3: lookup, lookup 2, columns 5, 6");
  // The id of another table.
  EXPECT_EQ(error_after([](auto& w) { w.columns[0][2] = w.columns[0][1]; }),
            missing + "row 2: lookup, lookup 0, columns 1, 2");
  // The runtime data change under the lookups of row 1, the first row that uses that table.
  EXPECT_EQ(error_after([](auto& w) {
              for (F& value : w.runtime_tables[0].data) value += F::one();
            }),
            missing + "row 1: lookup, lookup 0, columns 1, 2");
  // Columns after the third pair are unconstrained.
  EXPECT_EQ(error_after([](auto& w) { w.columns[7][6] += F::one(); }), "accepted");
}

TYPED_TEST(Lookup, RuntimeTablesMustMatchTheCircuit) {
  using F = typename TypeParam::Scalar;
  SystemRng rng;
  const auto sample = lookup_sample<TypeParam>(9, 1);
  const auto index = index_of<TypeParam>(sample.circuit, 32);
  auto error_after = [&](auto change) {
    auto tables = sample.witness.runtime_tables;
    change(tables);
    auto witness = sample.witness;
    witness.runtime_tables = tables;
    const auto proof = prove<TypeParam>(index, witness, rng);
    return proof ? Errc{} : proof.error().errc();
  };
  EXPECT_EQ(error_after([](auto&) {}), Errc{});
  EXPECT_EQ(error_after([](auto& t) { t.clear(); }), Errc::runtime_tables_inconsistent);
  EXPECT_EQ(error_after([](auto& t) { t.push_back(t[0]); }), Errc::runtime_tables_inconsistent);
  EXPECT_EQ(error_after([](auto& t) { t[0].id = 5; }), Errc::runtime_tables_inconsistent);
  EXPECT_EQ(error_after([](auto& t) { t[0].data.pop_back(); }), Errc::runtime_tables_inconsistent);
  EXPECT_EQ(error_after([](auto& t) { t[0].data.push_back(F::one()); }),
            Errc::runtime_tables_inconsistent);
}

// The reference prover's joint table, sorted columns and aggregation, for the challenges that it
// chose.
TYPED_TEST(Lookup, ColumnsMatchTheReferenceProver) {
  using F = typename TypeParam::Scalar;
  for (const auto& recorded : read_vectors("lookup_columns.json")) {
    const auto folder = "circuits/" + recorded["circuit"].template get<std::string>();
    auto circuit = decode_circuit<TypeParam>(read_vector(folder + "/circuit.json"));
    if (!circuit) continue;  // a circuit over the other field
    const size_t depth = circuit.value().srs_depth;
    const auto system = ConstraintSystem<F>::create(std::move(circuit).value(), depth).value();
    auto witness = decode_witness<TypeParam>(read_vector(folder + "/witness.json")).value();
    for (auto& column : witness.columns) column.resize(system.domain().size(), F::zero());

    const LookupInfo& info = system.lookup()->info;
    const JointCombiner<F> combiner(field_of<F>(recorded["joint_combiner"]), info);
    const std::vector<F> runtime = runtime_column<F>(system, witness.runtime_tables);
    const std::vector<F> table = joint_table<F>(system, runtime, combiner);
    const size_t rows = system.lookup_rows();
    EXPECT_EQ(std::vector<F>(table.begin(), table.begin() + rows + 1),
              fields_of<F>(recorded["table"]));

    const auto counts = lookup_counts<F>(system, witness.columns, witness.runtime_tables).run();
    const auto sorted = lookup_sorted<F>(table, counts, info.max_per_row);
    ASSERT_EQ(sorted.size(), recorded["sorted"].size());
    for (size_t i = 0; i < sorted.size(); ++i) {
      EXPECT_EQ(sorted[i], fields_of<F>(recorded["sorted"][i])) << i;
    }
    const LookupArgument<F> argument(combiner, info, field_of<F>(recorded["beta"]),
                                     field_of<F>(recorded["gamma"]));
    EXPECT_EQ(lookup_aggregation<F>(system, argument, witness.columns, table, sorted).run(),
              fields_of<F>(recorded["aggregation"]));
  }
}

}  // namespace
}  // namespace onggi::testing
