// Zero: a row without a constraint. Other gates use it as their second row.
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"

namespace onggi::gates {

struct Zero {
  static constexpr GateType kType = GateType::Zero;
  static constexpr size_t kConstraints = 0;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env&) {
    return {};
  }
};

}  // namespace onggi::gates
