// The native build in the benchmark: makes the index of a circuit, then proves or verifies at each
// line of its input. Answers each time with the milliseconds of wall and processor time that the
// work took.
//
//   native_side vesta|pallas CIRCUIT.json WITNESS.json [keep]
//
// With `keep`, the index keeps evaluations of its columns.
#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/codec/json/circuit.h"
#include "core/codec/json/witness.h"
#include "core/curve/pasta.h"
#include "core/field/random.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/kimchi/keep_evaluations.h"

namespace onggi {
namespace {

std::string read(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <class Body>
void measure(Body body) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const std::clock_t cpu = std::clock();
  const bool accepted = body();
  const double wall = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  const double used = 1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  fmt::print("{{\"wall\":{},\"cpu\":{},\"accepted\":{}}}\n", wall, used, accepted);
  std::fflush(stdout);
}

template <class C>
int run(const char* circuit_path, const char* witness_path, bool keeps) {
  SystemRng rng;
  auto circuit = decode_circuit<C>(read(circuit_path)).value();
  const auto witness = decode_witness<C>(read(witness_path)).value();
  std::shared_ptr<const ProverIndex<C>> index;
  measure([&] {
    const auto srs = Srs<C>::create(circuit.srs_depth).value();
    index = ProverIndex<C>::create(std::move(circuit), srs).value();
    index->verifier_index();
    if (keeps) testing::keep_evaluations<C>(index);
    return true;
  });
  std::optional<ProverProof<C>> proof;
  for (std::string work; std::getline(std::cin, work);) {
    measure([&] {
      if (work == "verify") return verify(*index->verifier_index(), *proof, rng).value();
      auto task = ProverTask<C>::create(index, witness, rng).value();
      while (!task.step().value()) {
      }
      proof = task.take_proof();
      return true;
    });
  }
  return 0;
}

}  // namespace
}  // namespace onggi

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) return 2;
  const bool keeps = argc == 5 && std::string_view(argv[4]) == "keep";
  const bool vesta = std::string_view(argv[1]) == "vesta";
  return vesta ? onggi::run<onggi::Vesta>(argv[2], argv[3], keeps)
               : onggi::run<onggi::Pallas>(argv[2], argv[3], keeps);
}
