// CompleteAdd: P3 = P1 + P2 on the curve whose coordinates are in the circuit's field. Complete
// except for inputs at infinity.
// Source: Kimchi book, "Elliptic Curve Addition".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct CompleteAdd {
  static constexpr GateType kType = GateType::CompleteAdd;
  static constexpr GateInfo kInfo{.name = "CompleteAdd", .berkeley = 3, .mesa = 3, .degree = 3};
  static constexpr size_t kConstraints = 7;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "complete_add_selector";
    static constexpr std::string_view kCommitmentName = "complete_add_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::complete_add_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::complete_add_comm;
  };

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env &env) {
    using E = typename Env::Element;
    const E &x1 = env.w(0), &y1 = env.w(1);
    const E &x2 = env.w(2), &y2 = env.w(3);
    const E &x3 = env.w(4), &y3 = env.w(5);
    const E &infinity = env.w(6), &same_x = env.w(7), &slope = env.w(8);
    const E &infinity_z = env.w(9), &x21_inverse = env.w(10);
    const auto x21 = x2 - x1;
    const auto y21 = y2 - y1;
    const auto different_x = E::one() - same_x;
    return {
        // same_x = 1 iff x1 = x2
        x21_inverse * x21 - different_x,
        same_x * x21,
        // The slope of the tangent (2·s·y1 = 3·x1²) or of the chord ((x2 − x1)·s = y2 − y1)
        same_x * ((slope * y1).doubled() - tripled(x1.square())) +
            different_x * (x21 * slope - y21),
        // x3 = s² − x1 − x2
        x1 + x2 + x3 - slope.square(),
        // y3 = s·(x1 − x3) − y1
        slope * (x1 - x3) - y1 - y3,
        // infinity = 1 iff x1 = x2 and y1 ≠ y2
        y21 * (same_x - infinity),
        y21 * infinity_z - infinity,
    };
  }
};

}  // namespace onggi::gates
