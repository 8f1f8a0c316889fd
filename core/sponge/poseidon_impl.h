// Bodies of poseidon.h.
#pragma once

#include "core/field/u256.h"
#include "core/sponge/poseidon.h"

namespace onggi {

// Specialised for each field: the canonical integers kMds and kRoundConstants, row by row.
template <class F>
struct PoseidonTable;

template <class F>
const PoseidonParameters<F>& poseidon_parameters() {
  static const PoseidonParameters<F> parameters = [] {
    const auto load = [](auto& rows, const auto& integers) {
      size_t i = 0;
      for (auto& row : rows) {
        for (F& value : row) value = *F::from_canonical(integers[i++]);
      }
    };
    PoseidonParameters<F> loaded;
    load(loaded.mds, PoseidonTable<F>::kMds);
    load(loaded.round_constants, PoseidonTable<F>::kRoundConstants);
    return loaded;
  }();
  return parameters;
}

template <class F>
void poseidon_round(const PoseidonParameters<F>& parameters, size_t round,
                    PoseidonState<F>& state) {
  const auto& mds = parameters.mds;
  const PoseidonState<F>& constants = parameters.round_constants[round];
  PoseidonState<F> powers;  // s_i^7
  for (size_t i = 0; i < kPoseidonWidth; ++i) {
    const F square = state[i].square();
    powers[i] = square.square() * square * state[i];
  }
  for (size_t i = 0; i < kPoseidonWidth; ++i) {
    state[i] = mds[i][0] * powers[0] + mds[i][1] * powers[1] + mds[i][2] * powers[2] + constants[i];
  }
}

template <class F>
void poseidon_permute(PoseidonState<F>& state) {
  const auto& parameters = poseidon_parameters<F>();
  for (size_t round = 0; round < kPoseidonRounds; ++round) {
    poseidon_round(parameters, round, state);
  }
}

}  // namespace onggi
