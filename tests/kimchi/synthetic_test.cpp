// Pairs of an index and a proof whose evaluations are all random. They prove nothing, but the
// peer's recorded challenges depend on every constraint, its power of alpha and every absorption.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/codec/json/verifier_index.h"
#include "core/codec/msgpack/proof.h"
#include "core/kimchi/verifier/oracles_impl.h"
#include "tests/kimchi/fixture.h"
#include "tests/vectors/vectors.h"

namespace onggi::testing {
namespace {

TEST(Synthetic, ChallengesMatchThePeer) {
  using C = Vesta;
  using F = C::Scalar;
  const std::string file = read_vector("synthetic.msgpack");
  const auto cases = nlohmann::json::from_msgpack(file.begin(), file.end());
  ASSERT_EQ(cases.size(), 16u);
  for (const auto& recorded : cases) {
    const auto name = recorded["name"].get<std::string>();
    auto index = decode_verifier_index<C>(recorded["index"].get<std::string>()).value();
    index.srs = shared_srs<C>(index.max_poly_size);
    const auto proof = decode_proof_msgpack<C>(recorded["proof"].get_binary()).value();
    // The peer uses one chunk here for any index.
    const PolyComm<C> public_comm{{index.srs->h()}};
    const Oracles<C> o = replay_transcript(index, proof, public_comm);

    const auto& expected = recorded["oracles"];
    EXPECT_EQ(o.digest, field_of<F>(expected["digest"])) << name;
    EXPECT_EQ(o.challenges.beta, field_of<F>(expected["beta"])) << name;
    EXPECT_EQ(o.challenges.gamma, field_of<F>(expected["gamma"])) << name;
    EXPECT_EQ(o.challenges.alpha, field_of<F>(expected["alpha"])) << name;
    EXPECT_EQ(o.challenges.zeta, field_of<F>(expected["zeta"])) << name;
    EXPECT_EQ(o.v, field_of<F>(expected["v"])) << name;
    EXPECT_EQ(o.u, field_of<F>(expected["u"])) << name;
    ASSERT_EQ(o.challenges.joint_combiner.has_value(), expected["joint_combiner"] != "") << name;
    if (o.joint_combiner) {
      EXPECT_EQ(*o.challenges.joint_combiner, field_of<F>(expected["joint_combiner"])) << name;
    }
    std::vector<F> prechallenges;
    for (const auto& challenge : o.opening_prechallenges) prechallenges.push_back(challenge.raw());
    EXPECT_EQ(prechallenges, fields_of<F>(recorded["opening_prechallenges"])) << name;
  }
}

}  // namespace
}  // namespace onggi::testing
