// Empties a folder and fills it with small valid inputs for each fuzz target: fuzz_seeds FOLDER.
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/files/index_file.h"
#include "core/codec/files/lagrange_file.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/msgpack/gate_vector.h"
#include "core/codec/msgpack/proof.h"
#include "core/codec/msgpack/srs.h"
#include "core/codec/msgpack/verifier_index.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/vectors.h"

namespace onggi::fuzz {
namespace {

class Seeds {
 public:
  explicit Seeds(std::filesystem::path root) : root_(std::move(root)) {}

  void add(const std::string& target, const std::string& name, std::string_view content) const {
    std::filesystem::create_directories(root_ / target);
    std::ofstream file(root_ / target / name, std::ios::binary);
    file << content;
    require(bool(file), name.c_str());
  }
  void add(const std::string& target, const std::string& name, Bytes content) const {
    add(target, name, text_of(content));
  }

 private:
  std::filesystem::path root_;
};

// A small circuit of the curve, with its index and proof.
template <class C>
void add_circuit(const Seeds& seeds, const std::string& name) {
  using F = typename C::Scalar;
  const std::string folder = "circuits/" + name + "/";
  const std::string circuit_json = read_vector(folder + "circuit.json");
  const std::string proof_json = read_vector(folder + "proof.json");
  const auto circuit = decode_circuit<C>(circuit_json).value();
  const auto proof = decode_proof_json<C>(proof_json).value();
  const auto index =
      decode_verifier_index_file<C>(read_vector(folder + "verifier_index.json")).value();

  auto srs = Srs<C>::create(circuit.srs_depth).value();
  const auto prover = ProverIndex<C>::create(circuit, std::move(srs)).value();
  seeds.add("index_file", name, encode_index<C>(*prover));
  seeds.add("circuit_json", name, circuit_json);
  seeds.add("circuit_text", name, encode_circuit_serialize<C>(circuit));
  seeds.add("gate_vector", name, encode_gate_vector<F>(circuit.gates));
  seeds.add("witness_json", name, read_vector(folder + "witness.json"));
  seeds.add("proof_json", name, encode_proof_json<C>(proof));
  seeds.add("proof_base64", name, encode_proof_base64<C>(proof));
  seeds.add("proof_msgpack", name, encode_proof_msgpack<C>(proof));
  seeds.add("flat_vector", name, encode_flat_vector<F>(proof.evals.w[0].zeta));
  seeds.add("verifier_index_json", name, encode_verifier_index_file<C>(index));
  seeds.add("verifier_index_text", name, encode_verifier_index<C>(index));
  seeds.add("verifier_index_msgpack", name, encode_verifier_index_msgpack<C>(index));
}

template <class C>
void add_srs(const Seeds& seeds) {
  const auto srs = Srs<C>::create(8).value();
  const auto domain = [](size_t size) { return Domain<typename C::Scalar>::create(size).value(); };
  seeds.add("srs", C::kName, encode_srs(*srs));
  seeds.add("lagrange_file", C::kName, encode_lagrange_basis<C>(*srs, domain(8)));
  seeds.add("lagrange_file", std::string(C::kName) + "_chunks",
            encode_lagrange_basis<C>(*srs, domain(16)));
}

// No change; one element; one point; one list.
void add_edits(const Seeds& seeds) {
  for (const uint8_t subject : {0, 1, 10, 11, 12, 13, 14, 15}) {
    const std::string name = "subject_" + std::to_string(subject);
    seeds.add("verify", name, std::array<uint8_t, 2>{subject, 0});
    seeds.add("verify", name + "_element", std::array<uint8_t, 6>{subject, 0, 1, 0, 40, 1});
    seeds.add("verify", name + "_point", std::array<uint8_t, 6>{subject, 1, 5, 0, 3, 1});
    seeds.add("verify", name + "_list", std::array<uint8_t, 6>{subject, 1, 0, 0, 30, 1});
  }
}

}  // namespace
}  // namespace onggi::fuzz

int main(int argc, char** argv) {
  using namespace onggi;
  if (argc != 2) return 2;
  std::filesystem::remove_all(argv[1]);
  const fuzz::Seeds seeds{argv[1]};
  fuzz::add_circuit<Vesta>(seeds, "fp_generic_nopublic");
  fuzz::add_circuit<Pallas>(seeds, "fq_generic_nopublic");
  fuzz::add_srs<Vesta>(seeds);
  fuzz::add_srs<Pallas>(seeds);
  fuzz::add_edits(seeds);
  return 0;
}
