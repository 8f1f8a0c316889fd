// Circuits for these tests: recorded circuits, and small generated ones.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "core/commitment/srs.h"
#include "core/curve/pasta.h"
#include "core/field/random.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/prover_index.h"
#include "core/sponge/poseidon.h"
#include "tests/kimchi/keep_evaluations.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::testing {

inline std::string read_vector(const std::string& path) {
  std::ifstream file(std::string(ONGGI_VECTORS) + "/" + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Gives each test over a list of recorded circuits the name of its circuit.
inline std::string name_of(const ::testing::TestParamInfo<const char*>& info) { return info.param; }

template <class C>
std::shared_ptr<const Srs<C>> shared_srs(size_t depth) {
  static std::map<size_t, std::shared_ptr<const Srs<C>>> cache;
  auto& srs = cache[depth];
  if (!srs) srs = Srs<C>::create(depth).value();
  return srs;
}

template <class C>
struct Sample {
  Circuit<typename C::Scalar> circuit;
  Witness<C> witness;
};

// `rows` rows of two random multiplications with additions each. The first `public_inputs` rows are
// public. The first left input of each later row is wired to the row before it.
template <class C>
Sample<C> generic_sample(size_t rows, size_t public_inputs, uint64_t seed) {
  using F = typename C::Scalar;
  SeededRng rng(seed);
  Sample<C> sample;
  sample.circuit.public_input_size = public_inputs;
  for (auto& column : sample.witness.columns) column.assign(rows, F::zero());
  auto& w = sample.witness.columns;
  for (size_t row = 0; row < rows; ++row) {
    Gate<F> gate{GateType::Generic, identity_wires(static_cast<uint32_t>(row)), {}};
    if (row < public_inputs) {
      gate.coefficients = {F::one()};
      w[0][row] = rng.template field<F>();
    } else {
      for (size_t half = 0; half < 2; ++half) {
        for (size_t i = 0; i < 5; ++i) gate.coefficients.push_back(rng.template field<F>());
        gate.coefficients[5 * half + 2] = -F::one();
        const F* c = &gate.coefficients[5 * half];
        const F l = half == 0 && row > 0 ? w[0][row - 1] : rng.template field<F>();
        const F r = rng.template field<F>();
        w[3 * half][row] = l;
        w[3 * half + 1][row] = r;
        w[3 * half + 2][row] = c[0] * l + c[1] * r + c[3] * l * r + c[4];
      }
    }
    sample.circuit.gates.push_back(std::move(gate));
  }
  // One cycle through the left inputs of the last public row (or row 0) and all rows after it.
  auto& gates = sample.circuit.gates;
  const size_t first = public_inputs == 0 ? 0 : public_inputs - 1;
  for (size_t row = first; row < rows; ++row) {
    const size_t next = row + 1 < rows ? row + 1 : first;
    gates[row].wires[0] = {static_cast<uint32_t>(next), 0};
  }
  return sample;
}

// One Poseidon hash: eleven rows of five rounds, and one row for the output.
template <class C>
Sample<C> poseidon_sample(uint64_t seed) {
  using F = typename C::Scalar;
  constexpr std::array<size_t, 5> kState{0, 6, 9, 12, 3};
  const auto& parameters = poseidon_parameters<F>();
  SeededRng rng(seed);
  Sample<C> sample;
  for (auto& column : sample.witness.columns) column.assign(12, F::zero());
  PoseidonState<F> state{rng.template field<F>(), rng.template field<F>(), rng.template field<F>()};
  for (uint32_t row = 0; row < 11; ++row) {
    Gate<F> gate{GateType::Poseidon, identity_wires(row), {}};
    for (size_t round = 0; round < 5; ++round) {
      for (size_t i = 0; i < 3; ++i) sample.witness.columns[kState[round] + i][row] = state[i];
      const auto& constants = parameters.round_constants[5 * row + round];
      PoseidonState<F> next = constants;
      for (size_t i = 0; i < 3; ++i) {
        gate.coefficients.push_back(constants[i]);
        for (size_t j = 0; j < 3; ++j) next[i] += parameters.mds[i][j] * state[j].pow_u64(7);
      }
      state = next;
    }
    sample.circuit.gates.push_back(std::move(gate));
  }
  sample.circuit.gates.push_back({GateType::Zero, identity_wires(11), {}});
  for (size_t i = 0; i < 3; ++i) sample.witness.columns[i][11] = state[i];
  return sample;
}

}  // namespace onggi::testing
