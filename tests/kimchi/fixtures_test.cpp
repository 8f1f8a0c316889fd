// Proofs from the test suite of the Rust implementation, over its SRS of 2^16 points.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/msgpack/proof.h"
#include "core/codec/msgpack/srs.h"
#include "core/codec/msgpack/verifier_index.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {
namespace {

template <class C>
struct RustProof {
  VerifierIndex<C> index;
  ProverProof<C> proof;
};

template <class C>
std::shared_ptr<const Srs<C>> file_srs() {
  static const auto srs = [] {
    const std::string file = read_vector("srs/" + std::string(C::kName) + ".srs");
    const auto* bytes = reinterpret_cast<const uint8_t*>(file.data());
    return decode_srs<C>({bytes, file.size()}).value();
  }();
  return srs;
}

template <class C>
RustProof<C> load_fixture(const std::string& name, Revision revision) {
  using Bytes = std::vector<uint8_t>;
  const std::string file = read_vector("fixtures/" + name + ".bin");
  const auto parts = nlohmann::json::from_msgpack(file.begin(), file.end());
  auto index = decode_verifier_index_msgpack<C>(parts[1].get<Bytes>());
  auto proof = decode_proof_msgpack<C>(parts[0].get<Bytes>());
  RustProof<C> fixture{std::move(index).value(), std::move(proof).value()};
  fixture.index.srs = file_srs<C>();
  fixture.index.revision = revision;
  fixture.proof.public_input =
      decode_flat_vector<typename C::Scalar>(parts[2].get<Bytes>()).value();
  EXPECT_EQ(fixture.proof.public_input.size(), parts[3].get<size_t>());
  return fixture;
}

template <class C>
void check_fixture(const std::string& name) {
  auto fixture = load_fixture<C>(name, Revision::mesa);
  SystemRng rng;
  EXPECT_TRUE(verify(fixture.index, fixture.proof, rng).value());
  fixture.proof.evals.w[2].zeta[0] += C::Scalar::one();
  EXPECT_FALSE(verify(fixture.index, fixture.proof, rng).value());
}

class Fixtures : public ::testing::TestWithParam<const char*> {};

TEST_P(Fixtures, AcceptsTheProofAndRejectsChangedOnes) {
  const std::string name = GetParam();
  name.ends_with("pallas") ? check_fixture<Pallas>(name) : check_fixture<Vesta>(name);
}

INSTANTIATE_TEST_SUITE_P(Rust, Fixtures, ::testing::Values("test_recursion", "test_runtime_table"),
                         name_of);

// Sanitized builds are several times slower.
#ifndef ONGGI_SANITIZE
INSTANTIATE_TEST_SUITE_P(
    MoreOfRust, Fixtures,
    ::testing::Values("and_prove_and_verify_pallas", "ec_test", "endomul_scalar_test",
                      "endomul_test", "lookup_gate_proving_works", "rot_prove_and_verify_vesta",
                      "test_ffadd_finalization", "test_generic_gate", "test_generic_gate_pub",
                      "test_poseidon", "test_prove_and_verify_xor", "test_zero_mul",
                      "varbase_mul_test", "verify_range_check_valid_proof1"),
    name_of);

TEST(FixturesOfTheOtherRevision, AreRejected) {
  const auto fixture = load_fixture<Vesta>("endomul_test", Revision::berkeley);
  SystemRng rng;
  EXPECT_FALSE(verify(fixture.index, fixture.proof, rng).value());
}
#endif

}  // namespace
}  // namespace onggi::testing
