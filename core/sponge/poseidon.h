// The Poseidon permutation with Kimchi's parameters: width 3, x^7, 55 full rounds, no partial
// rounds.
// Source: the Kimchi book, "Poseidon hash". The constants come from poseidon_kimchi.json.
#pragma once

#include <array>
#include <cstddef>

namespace onggi {

inline constexpr size_t kPoseidonWidth = 3;
inline constexpr size_t kPoseidonRate = 2;
inline constexpr size_t kPoseidonRounds = 55;

template <class F>
using PoseidonState = std::array<F, kPoseidonWidth>;

template <class F>
struct PoseidonParameters {
  std::array<PoseidonState<F>, kPoseidonWidth> mds;               // by row
  std::array<PoseidonState<F>, kPoseidonRounds> round_constants;  // added after the MDS product
};

// Returns the same object every time.
template <class F>
const PoseidonParameters<F>& poseidon_parameters();

template <class F>
const std::array<PoseidonState<F>, kPoseidonWidth>& poseidon_mds() {
  return poseidon_parameters<F>().mds;
}

// s_i ← s_i^7, then s ← MDS·s, then s_i ← s_i + round_constants[round][i]
template <class F>
void poseidon_round(const PoseidonParameters<F>& parameters, size_t round, PoseidonState<F>& state);

// Applies all rounds.
template <class F>
void poseidon_permute(PoseidonState<F>& state);

}  // namespace onggi
