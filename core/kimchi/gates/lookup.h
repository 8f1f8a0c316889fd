// Lookup: three queries of one table a row. It has no constraint but the lookup argument's.
// Source: Kimchi book, "Lookup".
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"

namespace onggi::gates {

struct Lookup {
  static constexpr GateType kType = GateType::Lookup;
  static constexpr size_t kConstraints = 0;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env&) {
    return {};
  }
};

}  // namespace onggi::gates
