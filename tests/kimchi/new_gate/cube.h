// Cube: w1 = w0³, and the next row's w0 is w1 + c0. The peer does not have this gate.
#pragma once

#include <array>

#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Cube {
  static constexpr GateType kType{14};
  static constexpr GateInfo kInfo{.name = "Cube", .berkeley = 18, .mesa = 14, .degree = 3};
  static constexpr size_t kConstraints = 2;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    return {env.w(0).square() * env.w(0) - env.w(1), env.next(0) - env.w(1) - env.coefficient(0)};
  }
};

}  // namespace onggi::gates
