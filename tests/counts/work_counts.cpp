// Counts the operations of fixed proofs: the same circuits, witnesses and random numbers in every
// run, so the counts are exact. Each table ends with the digest of the proof.
//
//   work_counts FILE           counts the circuits of the file and compares with its tables
//   work_counts CIRCUIT …      prints tables of folders in tests/vectors, as the file has them
// The name of a circuit may end with "+keep": its index keeps evaluations then.
// The proof is made and verified in steps, none of which may take too many operations.
//
// If tables differ, the first form prints those of this build, to be pasted into the file.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/codec/bytes/hex.h"
#include "core/codec/bytes/sha256.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/witness.h"
#include "core/curve/pasta.h"
#include "core/field/work_count.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier_task.h"
#include "core/parallel/steps.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {
namespace {

// What a command of the shell prints.
std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  char piece[1 << 16];
  while (const size_t size = fread(piece, 1, sizeof piece, pipe)) text.append(piece, size);
  pclose(pipe);
  return text;
}

// A file of a circuit's folder, which may be compressed.
std::string read(const std::string& circuit, const std::string& name) {
  const std::string path = std::string(ONGGI_VECTORS) + "/" + circuit + "/" + name;
  return output_of(std::ifstream(path).good() ? "cat '" + path + "'"
                                              : "gzip -dc '" + path + ".gz'");
}

// Adds the counts since the last call to a phase.
class Phases {
 public:
  void start() { work_counts = {}; }
  void end(const std::string& phase) {
    if (names_.empty() || names_.back() != phase) {
      names_.push_back(phase);
      counts_.emplace_back();
    }
    for (size_t kind = 0; kind < kWorkKinds; ++kind) counts_.back()[kind] += work_counts[kind];
    work_counts = {};
  }
  std::string table() const {
    std::string text = fmt::format("{:<12}{:>12}{:>12}{:>12}{:>11}{:>11}{:>11}\n", "", "mul",
                                   "square", "add", "inversion", "transform", "point add");
    for (size_t i = 0; i < names_.size(); ++i) {
      const auto& c = counts_[i];
      text += fmt::format("{:<12}{:>12}{:>12}{:>12}{:>11}{:>11}{:>11}\n", names_[i], c[0], c[1],
                          c[2], c[3], c[4], c[5]);
    }
    return text;
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::array<uint64_t, kWorkKinds>> counts_;
};

// The field operations of a step that was the longest of a task.
uint64_t longest_step = 0;

// No step may take longer than a few shares: the share, and the longest piece without a pause.
constexpr uint64_t kLongestStep = 4 * kStepWork;

// Ends the step of a phase.
void end_step(Phases& phases, const std::string& phase) {
  longest_step = std::max(longest_step, work_counts[0] + work_counts[1]);
  phases.end(phase);
}

template <class C>
std::string count(const std::string& name) {
  const std::string circuit = name.substr(0, name.find('+'));
  SeededRng rng(1);
  Phases phases;
  auto decoded = decode_circuit<C>(read(circuit, "circuit.json")).value();
  auto witness = decode_witness<C>(read(circuit, "witness.json")).value();
  const auto srs = Srs<C>::create(decoded.srs_depth).value();
  phases.start();
  auto indexing = IndexTask<C>::create(std::move(decoded), srs).value();
  for (bool finished = false; !finished;) {
    finished = indexing.step();
    end_step(phases, "index");
  }
  const auto index = indexing.take();
  if (circuit != name) {
    auto keeping = IndexTask<C>::keep_evaluations(index);
    for (bool finished = false; !finished;) {
      finished = keeping.step();
      end_step(phases, "keep");
    }
    (void)keeping.take();
  }
  auto task = ProverTask<C>::create(index, std::move(witness), rng).value();
  phases.end("check");
  for (bool finished = false; !finished;) {
    const std::string phase = task.progress().phase;
    finished = task.step().value();
    end_step(phases, phase);
  }
  const auto proof = task.take_proof();
  const std::string json = encode_proof_json(proof);
  phases.start();
  auto verifying = VerifierTask<C>::create({{index->verifier_index().get(), &proof}}, rng).value();
  for (bool finished = false; !finished;) {
    finished = verifying.step().value();
    end_step(phases, "verify");
  }
  const bool accepted = verifying.verdict();
  Sha256 hash;
  std::string digest;
  hash.update({reinterpret_cast<const uint8_t*>(json.data()), json.size()});
  append_hex(digest, hash.finish());
  const std::string long_step =
      longest_step <= kLongestStep ? "" : fmt::format(" A STEP OF {}", longest_step);
  return fmt::format("== {}\n{}proof {}{}{}\n", name, phases.table(), digest,
                     accepted ? "" : " REJECTED", long_step);
}

std::string count_any(const std::string& circuit) {
  const size_t name = circuit.rfind('/') + 1;
  return circuit.substr(name).starts_with("fp_") ? count<Vesta>(circuit) : count<Pallas>(circuit);
}

// Each circuit has its own process, so that constants which are computed once are counted in each.
std::string count_apart(const std::string& program, const std::string& circuit) {
  return output_of("'" + program + "' '" + circuit + "'");
}

int compare(const std::string& program, const std::string& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::istringstream lines(text);
  std::string expected, actual;
  bool in_table = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("== ")) {
      in_table = true;
      actual += count_apart(program, line.substr(3));
    }
    if (in_table) expected += line + "\n";
  }
  if (actual == expected) return 0;
  fmt::print("The counts differ from {}. Those of this build:\n{}", path, actual);
  return 1;
}

}  // namespace
}  // namespace onggi::testing

int main(int argc, char** argv) {
  using namespace onggi::testing;
  if (argc == 2 && std::string_view(argv[1]).ends_with(".txt")) return compare(argv[0], argv[1]);
  for (int i = 1; i < argc; ++i) {
    fmt::print("{}", argc == 2 ? count_any(argv[i]) : count_apart(argv[0], argv[i]));
    std::fflush(stdout);
  }
}
