// The two protocol revisions in use. They differ only in EndoMul's constraints and in the numbers
// of the gate types.
// Source: o1js 2.15.0 and its proof-systems branch (berkeley); proof-systems HEAD (mesa).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/kimchi/circuit/gate.h"

namespace onggi {

enum class Revision : uint8_t {
  berkeley,  // EndoMul has 11 constraints; four Cairo gates stand between Lookup and RangeCheck0
  mesa,      // EndoMul has 12 constraints; the numbers have no gap
};

// "berkeley" or "mesa".
std::string_view revision_name(Revision revision);
std::optional<Revision> revision_from_name(std::string_view name);

// The number of a gate type in digests and numeric enums.
uint32_t gate_type_number(GateType type, Revision revision);

}  // namespace onggi
