#include "core/codec/json/oracles.h"

#include <algorithm>

#include "core/codec/json/proof.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/msgpack/srs.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
class OraclesJson : public ::testing::Test {};
TYPED_TEST_SUITE(OraclesJson, Curves);

TYPED_TEST(OraclesJson, MatchThePeersFiles) {
  using C = TypeParam;
  for (const char* name : {"generic_random", "generic_2chunks", "recursion_1", "recursion_2"}) {
    const std::string folder =
        std::string("circuits/") + (std::is_same_v<C, Vesta> ? "fp_" : "fq_") + name;
    const auto known = circuit_folders<C>();
    if (std::find(known.begin(), known.end(), folder) == known.end()) continue;
    SCOPED_TRACE(folder);
    auto index = decode_verifier_index_file<C>(read_vector(folder + "/verifier_index.json"));
    ASSERT_TRUE(index) << index.error().message();
    const auto srs = Srs<C>::create(index.value().max_poly_size);
    ASSERT_TRUE(srs);
    index.value().srs = srs.value();
    const auto proof = decode_proof_json<C>(read_vector(folder + "/proof.json"));
    ASSERT_TRUE(proof);
    const auto replayed = oracles(index.value(), proof.value());
    ASSERT_TRUE(replayed) << replayed.error().message();
    EXPECT_EQ(encode_oracles(replayed.value()), compact(read_vector(folder + "/oracles.json")));
  }
}

}  // namespace
}  // namespace onggi::test
