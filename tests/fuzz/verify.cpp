// The verifier on edited proofs: it must not accept a proof that is no longer valid.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/witness.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/proof_edits.h"
#include "tests/fuzz/vectors.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::fuzz {
namespace {

using testing::SeededRng;

// A recorded circuit, its recorded proof, and a proof that this library made.
template <class C>
struct Subject {
  std::shared_ptr<const VerifierIndex<C>> index;
  std::vector<ProverProof<C>> valid;

  explicit Subject(const std::string& folder) {
    auto circuit = decode_circuit<C>(read_vector("circuits/" + folder + "/circuit.json")).value();
    auto witness = decode_witness<C>(read_vector("circuits/" + folder + "/witness.json")).value();
    auto srs = Srs<C>::create(circuit.srs_depth).value();
    const auto prover = ProverIndex<C>::create(std::move(circuit), std::move(srs)).value();
    SeededRng rng(1);
    index = prover->verifier_index();
    valid.push_back(
        decode_proof_json<C>(read_vector("circuits/" + folder + "/proof.json")).value());
    valid.push_back(prove<C>(prover, std::move(witness), rng).value());
    for (const auto& proof : valid)
      require(verify<C>(*index, proof, rng).value(), "valid ones are");
  }

  // Unchanged, or without the public evaluations that the verifier can compute if a column has one
  // chunk.
  bool holds(const ProverProof<C>& proof) const {
    return std::any_of(valid.begin(), valid.end(), [&](ProverProof<C> known) {
      if (proof == known) return true;
      if (index->num_chunks() > 1) return false;
      known.evals.public_input.reset();
      return proof == known;
    });
  }
};

template <class C>
void judge(const Subject<C>& subject, Program& program) {
  const size_t base = program.byte() % subject.valid.size();
  ProverProof<C> proof = subject.valid[base];
  ProverProof<C> donor = subject.valid[1 - base];
  for (int i = 0; i < 8 && !program.done(); ++i) edit(proof, donor, program);
  SeededRng rng(2);
  const auto verdict = verify<C>(*subject.index, proof, rng);
  if (!verdict) check_error(verdict.error());
  const bool accepted = verdict && verdict.value();
  require(accepted == subject.holds(proof), "accepted are the valid ones and no others");
}

// In five of eight cases the first folder, whose proofs take a tenth of the time.
template <class C>
const Subject<C>& subject(size_t choice, const std::array<const char*, 4>& folders) {
  static std::array<std::optional<Subject<C>>, 4> subjects;
  const size_t i = choice % 8 < 5 ? 0 : choice % 8 - 4;
  if (!subjects[i]) subjects[i].emplace(folders[i]);
  return *subjects[i];
}

}  // namespace
}  // namespace onggi::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace onggi;
  fuzz::Program program({data, size});
  const uint8_t choice = program.byte();
  if (choice % 2 == 0) {
    fuzz::judge(fuzz::subject<Vesta>(choice / 2, {"fp_generic_nopublic", "fp_lookup_runtime",
                                                  "fp_recursion_1", "fp_generic_2chunks"}),
                program);
  } else {
    fuzz::judge(fuzz::subject<Pallas>(choice / 2, {"fq_generic_nopublic", "fq_lookup_fixed",
                                                   "fq_poseidon", "fq_recursion_2"}),
                program);
  }
  return 0;
}
