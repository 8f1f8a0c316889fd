// The Poseidon permutation and hash over the scalar field of a curve.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "bindings/bounds/functions.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/sponge/arithmetic_sponge.h"
#include "core/sponge/poseidon.h"

namespace onggi::bindings {

// Errors: invalid_length.
template <class F>
Result<std::vector<F>> poseidon_permutation(std::vector<F> state) {
  if (state.size() != kPoseidonWidth) {
    return fail(Errc::invalid_length,
                fmt::format("{} elements instead of {}", state.size(), kPoseidonWidth));
  }
  PoseidonState<F> permuted;
  std::copy(state.begin(), state.end(), permuted.begin());
  poseidon_permute(permuted);
  std::copy(permuted.begin(), permuted.end(), state.begin());
  return state;
}

template <class F>
F poseidon_hash(std::vector<F> message) {
  ArithmeticSponge<F> sponge;
  sponge.absorb(message);
  return sponge.squeeze();
}

template <class F>
std::vector<F> poseidon_hashes(std::vector<std::vector<F>> messages) {
  std::vector<F> hashes;
  hashes.reserve(messages.size());
  for (const std::vector<F>& message : messages) {
    ArithmeticSponge<F> sponge;
    sponge.absorb(message);
    hashes.push_back(sponge.squeeze());
  }
  return hashes;
}

template <class C>
constexpr auto poseidon_functions() {
  using F = typename C::Scalar;
  using Bounds = PoseidonBounds<F>;
  return std::tuple(
      function<&poseidon_permutation<F>, &Bounds::fields>("poseidon_permutation",
                                                          "The Poseidon permutation of a state.",
                                                          Param{"state", "three elements"}),
      function<&poseidon_hash<F>, &Bounds::fields>(
          "poseidon_hash", "The Poseidon hash of a message, equal to o1js's Poseidon.hash.",
          Param{"message", "any number of elements"}),
      function<&poseidon_hashes<F>, &Bounds::hashes>(
          "poseidon_hashes",
          "The Poseidon hashes of many messages in one call, e.g. of a layer of a Merkle tree.",
          Param{"messages", "any number, each of any number of elements"}));
}

}  // namespace onggi::bindings
