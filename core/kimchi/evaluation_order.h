// The two orders in which the evaluations of a proof are walked: absorbed into the transcript, and
// opened. They differ in the place of the sorted lookup columns.
// Source: kimchi/src/plonk_sponge.rs and kimchi/src/prover.rs of the peer.
#pragma once

#include "core/kimchi/proof.h"
#include "core/kimchi/selectors.h"

namespace onggi {
namespace detail {

template <class Evaluations, class Visit>
void visit_fixed_evaluations(Evaluations& evals, Visit&& visit) {
  visit(evals.z);
  for (GateType type : kBaseGates) visit(base_selector_evaluation(evals, type));
  for (auto& eval : evals.w) visit(eval);
  for (auto& eval : evals.coefficients) visit(eval);
  for (auto& eval : evals.s) visit(eval);
  for (GateType type : kOptionalGates) {
    if (auto& eval = optional_selector_evaluation(evals, type)) visit(*eval);
  }
}

template <class Evaluations, class Visit>
void visit_lookup_selectors(Evaluations& evals, Visit&& visit) {
  if (evals.runtime_lookup_table) visit(*evals.runtime_lookup_table);
  if (evals.runtime_lookup_table_selector) visit(*evals.runtime_lookup_table_selector);
  if (evals.xor_lookup_selector) visit(*evals.xor_lookup_selector);
  if (evals.lookup_gate_lookup_selector) visit(*evals.lookup_gate_lookup_selector);
  if (evals.range_check_lookup_selector) visit(*evals.range_check_lookup_selector);
  if (evals.foreign_field_mul_lookup_selector) visit(*evals.foreign_field_mul_lookup_selector);
}

}  // namespace detail

// Calls visit(PointEvaluations&) in the order of absorption. The public input and ft stand before
// these and are not visited.
template <class Evaluations, class Visit>
void visit_absorbed(Evaluations& evals, Visit&& visit) {
  detail::visit_fixed_evaluations(evals, visit);
  if (evals.lookup_aggregation) visit(*evals.lookup_aggregation);
  if (evals.lookup_table) visit(*evals.lookup_table);
  for (auto& eval : evals.lookup_sorted) {
    if (eval) visit(*eval);
  }
  detail::visit_lookup_selectors(evals, visit);
}

// Calls visit(PointEvaluations&) in the order of opening.
template <class Evaluations, class Visit>
void visit_opened(Evaluations& evals, Visit&& visit) {
  detail::visit_fixed_evaluations(evals, visit);
  for (auto& eval : evals.lookup_sorted) {
    if (eval) visit(*eval);
  }
  if (evals.lookup_aggregation) visit(*evals.lookup_aggregation);
  if (evals.lookup_table) visit(*evals.lookup_table);
  detail::visit_lookup_selectors(evals, visit);
}

}  // namespace onggi
