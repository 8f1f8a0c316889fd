// A circuit with the gate of cube.h: the verifier accepts a proof of an honest witness, the prover
// rejects a changed witness, and the verifier rejects a changed proof. Prints what failed, if
// anything.
#include <fmt/core.h>

#include <vector>

#include "core/curve/pasta.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi {
namespace {

using C = Vesta;
using F = C::Scalar;
using Cube = gates::Cube;

constexpr size_t kRows = 10;  // without the additional row that the last one reads

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  fmt::print("not so: {}\n", what);
  ++failures;
}

Circuit<F> circuit() {
  Circuit<F> circuit;
  for (uint32_t row = 0; row < kRows; ++row) {
    circuit.gates.push_back({Cube::kType, identity_wires(row), {F::from_u64(row)}});
  }
  circuit.gates.push_back({GateType::Zero, identity_wires(kRows), {}});
  return circuit;
}

Witness<C> honest_witness() {
  Witness<C> witness;
  for (auto& column : witness.columns) column.assign(kRows + 1, F::zero());
  auto& w = witness.columns;
  w[0][0] = F::from_u64(2);
  for (size_t row = 0; row < kRows; ++row) {
    w[1][row] = w[0][row].square() * w[0][row];
    w[0][row + 1] = w[1][row] + F::from_u64(row);
  }
  return witness;
}

// With one chunk and with several.
void prove_and_verify(size_t srs_size) {
  SystemRng rng;
  const auto index = ProverIndex<C>::create(circuit(), Srs<C>::create(srs_size).value()).value();
  const VerifierIndex<C>& verifier = *index->verifier_index();
  auto proof = prove<C>(index, honest_witness(), rng);
  expect(proof.has_value(), "an honest witness is proved");
  if (!proof) return;
  expect(verify(verifier, proof.value(), rng).value(), "its proof is accepted");

  for (const size_t column : {0, 1}) {
    Witness<C> changed = honest_witness();
    changed.columns[column][4] += F::one();
    const auto refused = prove<C>(index, std::move(changed), rng);
    expect(!refused && refused.error().errc() == Errc::unsatisfied_gate,
           "a changed witness is refused");
  }

  ProverProof<C> changed = proof.value();
  auto& selector = changed.evals.unserialized_selectors[0];
  expect(selector.has_value(), "the selector is evaluated");
  selector->zeta[0] += F::one();
  expect(!verify(verifier, changed, rng).value(), "a changed selector is rejected");
  selector.reset();
  expect(!verify(verifier, changed, rng).value(), "a missing selector is rejected");

  // The same proof for a circuit without the gate, whose rows are unconstrained.
  Circuit<F> other = circuit();
  for (auto& gate : other.gates) gate.type = GateType::Zero;
  const auto other_index = ProverIndex<C>::create(std::move(other), index->srs()).value();
  expect(!verify(*other_index->verifier_index(), proof.value(), rng).value(),
         "another circuit's proof is rejected");
}

}  // namespace
}  // namespace onggi

int main() {
  using namespace onggi;
  expect(gate_type_from_name("Cube") == Cube::kType, "the gate is known by its name");
  expect(gate_type_number(Cube::kType, Revision::berkeley) == 18, "the gate has its number");
  prove_and_verify(32);
  prove_and_verify(8);
  return failures == 0 ? 0 : 1;
}
