// The declarations in a gate's file besides its constraints.
//
// A gate is a struct with
//   kType          its position in gate_list.h
//   kInfo          a GateInfo
//   kConstraints   the number of its constraints
//   constraints()  their values, over any environment (environment.h): of rows, of vectors of rows,
//                  and of types that record what a formula does. Sums of vectors may have other
//                  types than their operands (packed.h)
//   Selector       if it has constraints and the peer's formats have a member for its selector: the
//                  members of ProofEvaluations and VerifierCommitments with its evaluations and its
//                  commitment, the wire names of both, and whether every index has it
// and, if most of its terms are linear in the columns,
//   kLinearTerms   those terms. The prover combines the columns as polynomials, so that one
//                  transform does for all of them
//   Weights<E>, weights(), nonlinear()   Σ_i α^i·constraint_i without the linear terms
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/lookup/patterns.h"

namespace onggi {

struct GateInfo {
  std::string_view name;  // the spelling of the peer's formats
  // Its number in digests and numeric enums, by revision.
  uint32_t berkeley;
  uint32_t mesa;
  // The degree of its constraints as polynomials in the cells and coefficients of two rows.
  size_t degree;
  std::optional<LookupPattern> lookups{};           // for its own row
  std::optional<LookupPattern> next_row_lookups{};  // for the next row
};

// A term ±(cell or coefficient) of a constraint.
struct LinearTerm {
  enum class Place : uint8_t { cell, next, coefficient };

  size_t constraint;
  Place place;
  size_t column;
  bool negative = false;
};

}  // namespace onggi
