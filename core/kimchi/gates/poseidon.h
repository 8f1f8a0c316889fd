// Poseidon: five rounds of the permutation per row. A hash takes eleven rows and an output row.
// Source: Kimchi book, "Poseidon"; the coefficients are the round constants.
#pragma once

#include <array>

#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Poseidon {
  static constexpr GateType kType = GateType::Poseidon;
  static constexpr GateInfo kInfo{.name = "Poseidon", .berkeley = 2, .mesa = 2, .degree = 7};
  static constexpr size_t kConstraints = 15;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "poseidon_selector";
    static constexpr std::string_view kCommitmentName = "psm_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::poseidon_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::psm_comm;
  };

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    // The first column of the state before each round. The first and the last state of a row are
    // in the columns that can be wired.
    constexpr std::array<size_t, 5> kState{0, 6, 9, 12, 3};
    auto pow7 = [](const E& x) {
      const E x2 = x.square();
      return x2.square() * x2 * x;
    };
    std::array<E, kConstraints> out{};
    for (size_t round = 0; round < 5; ++round) {
      const size_t s = kState[round];
      const std::array<E, 3> boxed{pow7(env.w(s)), pow7(env.w(s + 1)), pow7(env.w(s + 2))};
      for (size_t i = 0; i < 3; ++i) {
        const E target = round == 4 ? env.next(i) : env.w(kState[round + 1] + i);
        // s'_i = rc_i + Σ_j mds_ij · s_j^7
        out[3 * round + i] = target - (env.coefficient(3 * round + i) + env.mds(i, 0) * boxed[0] +
                                       env.mds(i, 1) * boxed[1] + env.mds(i, 2) * boxed[2]);
      }
    }
    return out;
  }
};

}  // namespace onggi::gates
