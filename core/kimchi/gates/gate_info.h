// What a gate's file declares besides its constraints.
//
// A gate is a struct with
//   kType          its place in gate_list.h
//   kInfo          a GateInfo
//   kConstraints   how many constraints it has
//   constraints()  their values, over any environment (environment.h)
//   Selector       if it has constraints and the peer's formats have a place for its selector: the
//                  members of ProofEvaluations and VerifierCommitments that are its evaluations and
//                  its commitment, the names of both on the wire, and whether every index has it
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/lookup/patterns.h"

namespace onggi {

struct GateInfo {
  std::string_view name;  // as the peer's formats spell it
  // Its number in digests and numeric enums, in each revision.
  uint32_t berkeley;
  uint32_t mesa;
  // Of its constraints, as polynomials in the cells and coefficients of two rows.
  size_t degree;
  std::optional<LookupPattern> lookups{};           // of its own row
  std::optional<LookupPattern> next_row_lookups{};  // of the row after it
};

}  // namespace onggi
