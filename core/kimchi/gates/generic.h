// Generic: two independent arithmetic constraints per row.
// Source: Kimchi book, "Double Generic Gate".
#pragma once

#include <array>

#include "core/field/packed.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Generic {
  static constexpr GateType kType = GateType::Generic;
  static constexpr GateInfo kInfo{.name = "Generic", .berkeley = 1, .mesa = 1, .degree = 3};
  static constexpr size_t kConstraints = 2;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "generic_selector";
    static constexpr std::string_view kCommitmentName = "generic_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::generic_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::generic_comm;
  };

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    // c0·l + c1·r + c2·o + c3·l·r + c4, on columns 0–2 and again on columns 3–5
    auto half = [&env](size_t w, size_t c) {
      SumOfProducts<typename Env::Element> sum;
      for (size_t i = 0; i < 3; ++i) sum.add(env.coefficient(c + i), env.w(w + i));
      sum.add(env.coefficient(c + 3), env.w(w) * env.w(w + 1));
      return sum.value() + env.coefficient(c + 4);
    };
    return {half(0, 0), half(3, 5)};
  }
};

}  // namespace onggi::gates
