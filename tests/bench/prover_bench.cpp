// The prover's time: milliseconds per phase, for 2^k − 8 rows of two multiplications each.
//
//   prover_bench [k]
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <string>

#include "core/curve/pasta.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi {
namespace {

using C = Vesta;
using F = C::Scalar;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

int run(unsigned k) {
  testing::SeededRng random(k);
  const size_t rows = (size_t{1} << k) - 8;
  Circuit<F> circuit;
  Witness<C> witness;
  for (auto& column : witness.columns) column.assign(rows, F::zero());
  for (uint32_t row = 0; row < rows; ++row) {
    const F zero = F::zero();
    const F one = F::one();
    circuit.gates.push_back({GateType::Generic,
                             identity_wires(row),
                             {zero, zero, -one, one, zero, zero, zero, -one, one, zero}});
    for (size_t i : {size_t{0}, size_t{3}}) {
      witness.columns[i][row] = random.field<F>();
      witness.columns[i + 1][row] = random.field<F>();
      witness.columns[i + 2][row] = witness.columns[i][row] * witness.columns[i + 1][row];
    }
  }

  auto start = Clock::now();
  const auto srs = Srs<C>::create(size_t{1} << k).value();
  fmt::print("{:<12} {:8.1f} ms\n", "srs", ms_since(start));
  start = Clock::now();
  const auto index = ProverIndex<C>::create(std::move(circuit), srs).value();
  fmt::print("{:<12} {:8.1f} ms\n", "index", ms_since(start));

  SystemRng rng;
  for (int round = 0; round < 3; ++round) {
    std::map<std::string, double> phases;
    const auto begin = Clock::now();
    auto task = ProverTask<C>::create(index, witness, rng).value();
    phases["check"] = ms_since(begin);
    for (bool finished = false; !finished;) {
      const std::string phase = task.progress().phase;
      start = Clock::now();
      finished = task.step().value();
      phases[phase] += ms_since(start);
    }
    const double total = ms_since(begin);
    const auto proof = task.take_proof();
    start = Clock::now();
    const bool accepted = verify(*index->verifier_index(), proof, rng).value();
    fmt::print("prove {:.1f} ms, verify {:.1f} ms, {}\n", total, ms_since(start),
               accepted ? "accepted" : "REJECTED");
    for (const auto& [phase, ms] : phases) fmt::print("  {:<12} {:8.1f} ms\n", phase, ms);
    if (!accepted) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace onggi

int main(int argc, char** argv) {
  return onggi::run(argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 12);
}
