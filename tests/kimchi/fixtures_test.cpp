// Proofs of the Rust implementation's own test suite, over its SRS of 2^16 points.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/codec/flat_vector.h"
#include "core/codec/json_verifier_index.h"
#include "core/codec/msgpack_proof.h"
#include "core/codec/msgpack_srs.h"
#include "core/kimchi/verifier.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {
namespace {

using C = Vesta;
using Json = nlohmann::ordered_json;

std::vector<uint8_t> bytes_of(const Json& integers) { return integers.get<std::vector<uint8_t>>(); }

std::string hex_of(const Json& binary) {
  std::string digits;
  for (uint8_t byte : binary.get_binary()) digits += fmt::format("{:02x}", byte);
  return digits;
}

// The positional MessagePack of a verifier index without lookups, as the text of its JSON.
std::string verifier_index_json(const std::vector<uint8_t>& bytes) {
  const std::vector<std::string> names{"domain",
                                       "max_poly_size",
                                       "zk_rows",
                                       "public",
                                       "prev_challenges",
                                       "sigma_comm",
                                       "coefficients_comm",
                                       "generic_comm",
                                       "psm_comm",
                                       "complete_add_comm",
                                       "mul_comm",
                                       "emul_comm",
                                       "endomul_scalar_comm",
                                       "range_check0_comm",
                                       "range_check1_comm",
                                       "foreign_field_add_comm",
                                       "foreign_field_mul_comm",
                                       "xor_comm",
                                       "rot_comm",
                                       "shift",
                                       "lookup_index"};
  auto comm = [](const Json& fields) {
    Json chunks = Json::array();
    for (const Json& chunk : fields[0]) chunks.push_back(hex_of(chunk));
    return Json{{"chunks", chunks}};
  };
  const Json fields = Json::from_msgpack(bytes);
  EXPECT_EQ(fields.size(), names.size());
  Json index;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    const Json& field = fields[i];
    if (field.is_binary()) {
      index[name] = hex_of(field);
    } else if (name == "shift") {
      for (const Json& shift : field) index[name].push_back(hex_of(shift));
    } else if (name == "sigma_comm" || name == "coefficients_comm") {
      for (const Json& entry : field) index[name].push_back(comm(entry));
    } else {
      index[name] = field.is_array() ? comm(field) : field;
    }
  }
  return index.dump();
}

struct Fixture {
  VerifierIndex<C> index;
  ProverProof<C> proof;
};

Fixture load(const std::string& name) {
  const std::string file = read_vector("fixtures/" + name + ".bin");
  const Json parts = Json::from_msgpack(file.begin(), file.end());
  auto index = decode_verifier_index<C>(verifier_index_json(bytes_of(parts[1])));
  auto proof = decode_proof_msgpack<C>(bytes_of(parts[0]));
  Fixture fixture{std::move(index).value(), std::move(proof).value()};
  fixture.proof.public_input = decode_flat_vector<C::Scalar>(bytes_of(parts[2])).value();
  EXPECT_EQ(fixture.proof.public_input.size(), parts[3].get<size_t>());
  return fixture;
}

std::shared_ptr<const Srs<C>> file_srs() {
  static const auto srs = [] {
    const std::string file = read_vector("srs/vesta.srs");
    const auto* bytes = reinterpret_cast<const uint8_t*>(file.data());
    return decode_srs<C>({bytes, file.size()}).value();
  }();
  return srs;
}

class Fixtures : public ::testing::TestWithParam<const char*> {};

TEST_P(Fixtures, AreAcceptedAndRejectedWhenChanged) {
  Fixture fixture = load(GetParam());
  fixture.index.srs = file_srs();
  fixture.index.revision = Revision::mesa;
  SystemRng rng;
  EXPECT_TRUE(verify(fixture.index, fixture.proof, rng).value());
  fixture.proof.evals.w[2].zeta[0] += C::Scalar::one();
  EXPECT_FALSE(verify(fixture.index, fixture.proof, rng).value());
}

INSTANTIATE_TEST_SUITE_P(Rust, Fixtures,
                         ::testing::Values("ec_test", "endomul_scalar_test", "endomul_test",
                                           "test_generic_gate", "test_generic_gate_pub",
                                           "test_poseidon", "test_recursion", "varbase_mul_test"),
                         [](const auto& info) { return std::string(info.param); });

TEST(FixturesOfTheOtherRevision, AreRejected) {
  Fixture fixture = load("endomul_test");
  fixture.index.srs = file_srs();
  fixture.index.revision = Revision::berkeley;
  SystemRng rng;
  EXPECT_FALSE(verify(fixture.index, fixture.proof, rng).value());
}

}  // namespace
}  // namespace onggi::testing
