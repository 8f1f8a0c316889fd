// ForeignFieldAdd: r = a ± b − q·f on 88-bit limbs, with one carry between the low two limbs and
// the high limb. c0–c2 are the limbs of f, c3 is the sign.
// Source: Kimchi book, "Foreign Field Addition".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/parallel/for_size.h"

namespace onggi::gates {

struct ForeignFieldAdd {
  static constexpr GateType kType = GateType::ForeignFieldAdd;
  static constexpr GateInfo kInfo{
      .name = "ForeignFieldAdd", .berkeley = 14, .mesa = 10, .degree = 3};
  static constexpr size_t kConstraints = 4;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "foreign_field_add_selector";
    static constexpr std::string_view kCommitmentName = "foreign_field_add_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::foreign_field_add_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::foreign_field_add_comm;
  };

  template <class Env>
  ONGGI_FOR_SIZE static std::array<typename Env::Element, kConstraints> constraints(
      const Env& env) {
    using E = typename Env::Element;
    const E &overflow = env.w(6), &carry = env.w(7);
    const E& sign = env.coefficient(3);
    // The low two limbs of a value as one number.
    const E a = two_limbs(env.w(0), env.w(1));
    const E b = two_limbs(env.w(3), env.w(4));
    const E f = two_limbs(env.coefficient(0), env.coefficient(1));
    const E r = two_limbs(env.next(0), env.next(1));
    return {
        overflow * (overflow - sign),
        // carry·(carry − 1)·(carry + 1)
        carry * (carry.square() - E::one()),
        a + sign * b - overflow * f - shift_left<2 * kLimbBits>(carry) - r,
        env.w(2) + sign * env.w(5) - overflow * env.coefficient(2) + carry - env.next(2),
    };
  }
};

}  // namespace onggi::gates
