// Circuits recorded from the peer: all deterministic values match, its proofs are accepted, and its
// tampered proofs are rejected.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/json/witness.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/oracles.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {
namespace {

using Json = nlohmann::ordered_json;

template <class F>
std::string hex(const F& value) {
  return value.to_canonical().to_hex();
}

template <class F>
std::string hex(const ScalarChallenge<F>& challenge) {
  return hex(challenge.raw());
}

template <class F>
Json hex_list(const std::vector<F>& values) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(hex(value));
  return list;
}

template <class C>
struct Recorded {
  std::string folder;
  std::shared_ptr<const ProverIndex<C>> index;
  Witness<C> witness;
  Json proof;

  std::string text(const char* file) const { return read_vector(folder + "/" + file); }
  Json json(const char* file) const { return Json::parse(text(file)); }
};

template <class C>
Recorded<C> load(const std::string& name) {
  Recorded<C> recorded{"circuits/" + name, nullptr, {}, {}};
  auto circuit = decode_circuit<C>(recorded.text("circuit.json"));
  EXPECT_TRUE(circuit) << circuit.error().message();
  const size_t depth = circuit.value().srs_depth;
  recorded.index = ProverIndex<C>::create(std::move(circuit).value(), shared_srs<C>(depth)).value();
  recorded.witness = decode_witness<C>(recorded.text("witness.json")).value();
  recorded.proof = recorded.json("proof.json");
  return recorded;
}

template <class C>
void check_index(const Recorded<C>& recorded) {
  const Json expected = recorded.json("verifier_index.json");
  const VerifierIndex<C>& index = *recorded.index->verifier_index();
  EXPECT_EQ(encode_verifier_index(index), expected["serialized"].dump());
  if (!expected["digest"].is_null()) {
    EXPECT_EQ(hex(index.digest()), expected["digest"].template get<std::string>());
  }
}

template <class C>
void check_oracles(const Recorded<C>& recorded) {
  if (!std::ifstream(std::string(ONGGI_VECTORS) + "/" + recorded.folder + "/oracles.json").good()) {
    return;  // the peer reports none for chunked circuits without public input
  }
  const Json expected = recorded.json("oracles.json");
  const auto proof = decode_proof_json<C>(recorded.text("proof.json")).value();
  const auto actual = oracles(*recorded.index->verifier_index(), proof);
  ASSERT_TRUE(actual) << actual.error().message();
  const Oracles<C>& o = actual.value();
  EXPECT_EQ(hex(o.digest), expected["digest_before_evaluations"]);
  EXPECT_EQ(hex(o.challenges.beta), expected["beta"]);
  EXPECT_EQ(hex(o.challenges.gamma), expected["gamma"]);
  EXPECT_EQ(hex(o.alpha_challenge), expected["alpha_chal"]);
  EXPECT_EQ(hex(o.challenges.alpha), expected["alpha"]);
  EXPECT_EQ(hex(o.zeta_challenge), expected["zeta_chal"]);
  EXPECT_EQ(hex(o.challenges.zeta), expected["zeta"]);
  EXPECT_EQ(hex(o.v_challenge), expected["v_chal"]);
  EXPECT_EQ(hex(o.v), expected["v"]);
  EXPECT_EQ(hex(o.u_challenge), expected["u_chal"]);
  EXPECT_EQ(hex(o.u), expected["u"]);
  // The peer reports only the first chunk.
  EXPECT_EQ(hex(o.public_evals.zeta[0]), expected["p_eval"]["zeta"][0]);
  EXPECT_EQ(hex(o.public_evals.zeta_omega[0]), expected["p_eval"]["zeta_omega"][0]);
  EXPECT_EQ(hex_list(o.opening_prechallenges), expected["opening_prechallenges"]);
}

// Whether a proof file is accepted. A file that cannot be decoded is not accepted.
template <class C>
bool accepts(const Recorded<C>& recorded, const Json& proof) {
  SystemRng rng;
  const auto decoded = decode_proof_json<C>(proof.dump());
  return decoded && verify(*recorded.index->verifier_index(), decoded.value(), rng).value();
}

Json with(const Json& original, const Json& variant) {
  Json changed = original;
  Json* place = &changed;
  for (const Json& key : variant["path"]) {
    place = key.is_string() ? &(*place)[key.get<std::string>()] : &(*place)[key.get<size_t>()];
  }
  *place = variant["value"];
  return changed;
}

template <class C>
void check_verdicts(const Recorded<C>& recorded) {
  EXPECT_TRUE(accepts(recorded, recorded.proof));
  const Json tampered = recorded.json("tampered.json");
  ASSERT_GE(tampered["variants"].size(), 6u);
  for (const Json& variant : tampered["variants"]) {
    EXPECT_FALSE(accepts(recorded, with(recorded.proof, variant))) << variant["name"];
  }
  for (const Json& variant : tampered.value("accepted", Json::array())) {
    EXPECT_TRUE(accepts(recorded, with(recorded.proof, variant))) << variant["name"];
  }
  // An invalid witness is an error in the prover, even where the peer detects it only in
  // verification.
  SystemRng rng;
  const Json witness = recorded.json("witness.json");
  for (const Json& variant : tampered.value("witness_variants", Json::array())) {
    auto decoded = decode_witness<C>(with(witness, variant).dump());
    ASSERT_TRUE(decoded) << variant["name"];
    EXPECT_FALSE(prove<C>(recorded.index, std::move(decoded).value(), rng)) << variant["name"];
  }
}

template <class C>
void check_proving(const Recorded<C>& recorded) {
  SeededRng rng(1), same_rng(1);
  const auto proof = prove<C>(recorded.index, recorded.witness, rng);
  ASSERT_TRUE(proof) << proof.error().message();
  EXPECT_TRUE(verify(*recorded.index->verifier_index(), proof.value(), rng).value());
  EXPECT_EQ(hex_list(proof.value().public_input), recorded.proof["public"]);
  keep_evaluations<C>(recorded.index);
  EXPECT_EQ(prove<C>(recorded.index, recorded.witness, same_rng).value(), proof.value());
}

template <class C>
void check_all(const std::string& name) {
  const Recorded<C> recorded = load<C>(name);
  check_index(recorded);
  check_oracles(recorded);
  check_verdicts(recorded);
  check_proving(recorded);
}

class Vectors : public ::testing::TestWithParam<const char*> {};

TEST_P(Vectors, MatchThePeer) {
  const std::string name = GetParam();
  name.starts_with("fp_") ? check_all<Vesta>(name) : check_all<Pallas>(name);
}

// A build that tests half of each type list runs half of these circuits. The large circuits contain
// the range check table of 2^13 rows.
#ifndef ONGGI_SECOND_TYPES
INSTANTIATE_TEST_SUITE_P(OverFp, Vectors,
                         ::testing::Values("fp_complete_add", "fp_endomul", "fp_endomul_scalar",
                                           "fp_generic", "fp_generic_2chunks",
                                           "fp_generic_nopublic", "fp_generic_random",
                                           "fp_lookup_fixed", "fp_lookup_ids", "fp_lookup_runtime",
                                           "fp_poseidon", "fp_recursion_1", "fp_varbasemul",
                                           "fp_xor"),
                         name_of);
#ifndef ONGGI_SANITIZE
INSTANTIATE_TEST_SUITE_P(LargeOverFp, Vectors,
                         ::testing::Values("fp_ff_add", "fp_ff_mul", "fp_range_check", "fp_rot"),
                         name_of);
#endif
#endif

#ifndef ONGGI_FIRST_TYPES
INSTANTIATE_TEST_SUITE_P(OverFq, Vectors,
                         ::testing::Values("fq_complete_add", "fq_endomul", "fq_endomul_scalar",
                                           "fq_generic_nopublic", "fq_generic_random",
                                           "fq_lookup_fixed", "fq_lookup_runtime", "fq_poseidon",
                                           "fq_recursion_2", "fq_varbasemul", "fq_xor"),
                         name_of);
#ifndef ONGGI_SANITIZE
INSTANTIATE_TEST_SUITE_P(LargeOverFq, Vectors,
                         ::testing::Values("fq_ff_add", "fq_ff_mul", "fq_range_check", "fq_rot"),
                         name_of);
#endif
#endif

}  // namespace
}  // namespace onggi::testing
