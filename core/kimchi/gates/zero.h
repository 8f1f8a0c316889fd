// Zero: a row without constraints. Other gates use it as their second row.
#pragma once

#include <array>

#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Zero {
  static constexpr GateType kType = GateType::Zero;
  static constexpr GateInfo kInfo{.name = "Zero", .berkeley = 0, .mesa = 0, .degree = 0};
  static constexpr size_t kConstraints = 0;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env&) {
    return {};
  }
};

}  // namespace onggi::gates
