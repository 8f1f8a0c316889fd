// Lookup: three lookups in one table per row. It has no constraints besides the lookup argument's.
// Source: Kimchi book, "Lookup".
#pragma once

#include <array>

#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Lookup {
  static constexpr GateType kType = GateType::Lookup;
  static constexpr GateInfo kInfo{
      .name = "Lookup", .berkeley = 7, .mesa = 7, .degree = 0, .lookups = LookupPattern::Lookup};
  static constexpr size_t kConstraints = 0;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env&) {
    return {};
  }
};

}  // namespace onggi::gates
