// Rows of the Poseidon permutation and of the hash based on it.
#pragma once

#include "core/kimchi/builder/arithmetic.h"
#include "core/sponge/poseidon.h"

namespace onggi {

struct PoseidonCells {
  std::array<Cell, 3> input;
  std::array<Cell, 3> output;
};

// Eleven Poseidon rows of five rounds each, and a Zero row with the output state.
template <class C>
PoseidonCells build_poseidon(CircuitBuilder<C>& builder, PoseidonState<typename C::Scalar> state) {
  using F = typename C::Scalar;
  constexpr std::array<size_t, 5> kState{
      0, 6, 9, 12, 3};  // first column of the state before each round of a row
  const auto& parameters = poseidon_parameters<F>();
  const uint32_t first = builder.rows();
  for (size_t round = 0; round < kPoseidonRounds;) {
    std::array<F, kColumns> cells;
    std::vector<F> coefficients;
    coefficients.reserve(kColumns);
    for (const size_t column : kState) {
      std::copy(state.begin(), state.end(), cells.begin() + column);
      const PoseidonState<F>& constants = parameters.round_constants[round];
      coefficients.insert(coefficients.end(), constants.begin(), constants.end());
      poseidon_round(parameters, round++, state);
    }
    builder.append(GateType::Poseidon, cells, std::move(coefficients));
  }
  const uint32_t last = builder.append(GateType::Zero, state);
  return {{{{first, 0}, {first, 1}, {first, 2}}}, {{{last, 0}, {last, 1}, {last, 2}}}};
}

inline constexpr size_t kPermutationRows = 12;

// The most rows that build_poseidon_hash appends: permutations, one for two cells and at least one;
// half a row for each sum and for the constant zero.
constexpr size_t poseidon_hash_rows(size_t cells) {
  const size_t permutations = cells == 0 ? 1 : (cells + kPoseidonRate - 1) / kPoseidonRate;
  return permutations * kPermutationRows + cells / 2 + 1;
}

// The digest that ArithmeticSponge squeezes after absorbing these cells. Errors: wire_out_of_range.
template <class C>
Result<Cell> build_poseidon_hash(CircuitBuilder<C>& builder, std::span<const Cell> message) {
  using F = typename C::Scalar;
  for (const Cell cell : message) {
    BOOST_OUTCOME_TRYV(builder.check(cell));
  }
  builder.reserve_rows(poseidon_hash_rows(message.size()));
  const Cell zero = builder.constant(F::zero());
  std::array<Cell, kPoseidonWidth> state{zero, zero, zero};
  for (size_t first = 0; first == 0 || first < message.size(); first += kPoseidonRate) {
    for (size_t i = 0; i < kPoseidonRate && first + i < message.size(); ++i) {
      const Cell absorbed = message[first + i];
      if (first == 0) {
        state[i] = absorbed;
      } else {
        BOOST_OUTCOME_TRY(sum, build_add(builder, state[i], absorbed));
        state[i] = sum;
      }
    }
    const PoseidonCells cells =
        build_poseidon(builder, PoseidonState<F>{builder.value(state[0]), builder.value(state[1]),
                                                 builder.value(state[2])});
    for (size_t i = 0; i < state.size(); ++i) builder.wire(state[i], cells.input[i]).value();
    state = cells.output;
  }
  return state[0];
}

}  // namespace onggi
