// Where a lookup pattern's selector stands among the commitments of an index and the evaluations
// of a proof.
#pragma once

#include "core/kimchi/lookup/info.h"

namespace onggi {

// `index` is a (const) LookupVerifierIndex.
template <class Index>
auto& lookup_selector_commitment(Index& index, LookupPattern pattern) {
  switch (pattern) {
    case LookupPattern::Xor:
      return index.xor_selector;
    case LookupPattern::Lookup:
      return index.lookup_selector;
    case LookupPattern::RangeCheck:
      return index.range_check_selector;
    default:
      return index.foreign_field_mul_selector;
  }
}

// `evals` is a (const) ProofEvaluations.
template <class Evaluations>
auto& lookup_selector_evaluation(Evaluations& evals, LookupPattern pattern) {
  switch (pattern) {
    case LookupPattern::Xor:
      return evals.xor_lookup_selector;
    case LookupPattern::Lookup:
      return evals.lookup_gate_lookup_selector;
    case LookupPattern::RangeCheck:
      return evals.range_check_lookup_selector;
    default:
      return evals.foreign_field_mul_lookup_selector;
  }
}

}  // namespace onggi
