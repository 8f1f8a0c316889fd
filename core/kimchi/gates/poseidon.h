// Poseidon: five rounds of the permutation per row. A hash takes eleven rows and an output row.
// Source: Kimchi book, "Poseidon"; the coefficients are the round constants.
#pragma once

#include <array>

#include "core/field/packed.h"
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

  // The first column of the state before each round. The first and the last state of a row are in
  // the columns that can be wired.
  static constexpr size_t kRounds = 5;
  static constexpr std::array<size_t, kRounds> kState{0, 6, 9, 12, 3};

  template <class E>
  static E pow7(const E& x) {
    const E x2 = x.square();
    return x2.square() * x2 * x;
  }

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    std::array<E, kConstraints> out{};
    for (size_t round = 0; round < kRounds; ++round) {
      const size_t s = kState[round];
      const std::array<E, 3> boxed{pow7(env.w(s)), pow7(env.w(s + 1)), pow7(env.w(s + 2))};
      for (size_t i = 0; i < 3; ++i) {
        const E target = round + 1 == kRounds ? env.next(i) : env.w(kState[round + 1] + i);
        // s'_i = rc_i + Σ_j mds_ij · s_j^7
        out[3 * round + i] = target - (env.coefficient(3 * round + i) + env.mds(i, 0) * boxed[0] +
                                       env.mds(i, 1) * boxed[1] + env.mds(i, 2) * boxed[2]);
      }
    }
    return out;
  }

  // s'_i − rc_i of each constraint
  static constexpr std::array<LinearTerm, 2 * kConstraints> kLinearTerms = [] {
    std::array<LinearTerm, 2 * kConstraints> terms{};
    for (size_t i = 0; i < kConstraints; ++i) {
      const bool last = i / 3 + 1 == kRounds;
      terms[2 * i] = {i, last ? LinearTerm::Place::next : LinearTerm::Place::cell,
                      (last ? 0 : kState[i / 3 + 1]) + i % 3};
      terms[2 * i + 1] = {i, LinearTerm::Place::coefficient, i, true};
    }
    return terms;
  }();

  // weights[3·round + j] = Σ_i α^(3·round + i)·mds_ij
  template <class E>
  using Weights = std::array<E, kConstraints>;

  template <class Env, class Alphas>
  static Weights<typename Env::Element> weights(const Env& env, const Alphas& alphas) {
    Weights<typename Env::Element> out{};
    for (size_t round = 0; round < kRounds; ++round) {
      for (size_t j = 0; j < 3; ++j) {
        out[3 * round + j] = alphas[3 * round] * env.mds(0, j) +
                             alphas[3 * round + 1] * env.mds(1, j) +
                             alphas[3 * round + 2] * env.mds(2, j);
      }
    }
    return out;
  }

  // −Σ_k weights[k]·s_k^7
  template <class Env>
  static typename Env::Element nonlinear(const Env& env,
                                         const Weights<typename Env::Element>& weights) {
    SumOfProducts<typename Env::Element> sum;
    for (size_t k = 0; k < kConstraints; ++k) {
      sum.add(weights[k], pow7(env.w(kState[k / 3] + k % 3)));
    }
    return -sum.value();
  }
};

}  // namespace onggi::gates
