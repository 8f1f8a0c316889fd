// Where a gate type's selector stands among the commitments of an index and the evaluations of a
// proof. The shape of both is fixed by the protocol, whichever gates a build knows.
#pragma once

#include <array>

#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Gate types with a selector, in the order of the transcript. The first six are always there.
inline constexpr std::array<GateType, 6> kBaseGates{GateType::Generic,     GateType::Poseidon,
                                                    GateType::CompleteAdd, GateType::VarBaseMul,
                                                    GateType::EndoMul,     GateType::EndoMulScalar};
inline constexpr std::array<GateType, 6> kOptionalGates{
    GateType::RangeCheck0,     GateType::RangeCheck1, GateType::ForeignFieldAdd,
    GateType::ForeignFieldMul, GateType::Xor16,       GateType::Rot64};

// `commitments` is a (const) VerifierCommitments; `type` one of kBaseGates.
template <class Commitments>
auto& base_selector_commitment(Commitments& commitments, GateType type) {
  switch (type) {
    case GateType::Generic:
      return commitments.generic_comm;
    case GateType::Poseidon:
      return commitments.psm_comm;
    case GateType::CompleteAdd:
      return commitments.complete_add_comm;
    case GateType::VarBaseMul:
      return commitments.mul_comm;
    case GateType::EndoMul:
      return commitments.emul_comm;
    default:
      return commitments.endomul_scalar_comm;
  }
}

// `type` is one of kOptionalGates. The selector is there if some gate of the circuit has the type.
template <class Commitments>
auto& optional_selector_commitment(Commitments& commitments, GateType type) {
  switch (type) {
    case GateType::RangeCheck0:
      return commitments.range_check0_comm;
    case GateType::RangeCheck1:
      return commitments.range_check1_comm;
    case GateType::ForeignFieldAdd:
      return commitments.foreign_field_add_comm;
    case GateType::ForeignFieldMul:
      return commitments.foreign_field_mul_comm;
    case GateType::Xor16:
      return commitments.xor_comm;
    default:
      return commitments.rot_comm;
  }
}

// `evals` is a (const) ProofEvaluations; `type` one of kBaseGates.
template <class Evaluations>
auto& base_selector_evaluation(Evaluations& evals, GateType type) {
  switch (type) {
    case GateType::Generic:
      return evals.generic_selector;
    case GateType::Poseidon:
      return evals.poseidon_selector;
    case GateType::CompleteAdd:
      return evals.complete_add_selector;
    case GateType::VarBaseMul:
      return evals.mul_selector;
    case GateType::EndoMul:
      return evals.emul_selector;
    default:
      return evals.endomul_scalar_selector;
  }
}

// `type` is one of kOptionalGates.
template <class Evaluations>
auto& optional_selector_evaluation(Evaluations& evals, GateType type) {
  switch (type) {
    case GateType::RangeCheck0:
      return evals.range_check0_selector;
    case GateType::RangeCheck1:
      return evals.range_check1_selector;
    case GateType::ForeignFieldAdd:
      return evals.foreign_field_add_selector;
    case GateType::ForeignFieldMul:
      return evals.foreign_field_mul_selector;
    case GateType::Xor16:
      return evals.xor_selector;
    default:
      return evals.rot_selector;
  }
}

// The evaluation of a gate's selector, or null where the proof has none.
template <class F>
const PointEvaluations<F>* selector_evaluation(const ProofEvaluations<F>& evals, GateType type) {
  for (GateType base : kBaseGates) {
    if (base == type) return &base_selector_evaluation(evals, type);
  }
  const auto& optional = optional_selector_evaluation(evals, type);
  return optional ? &*optional : nullptr;
}

}  // namespace onggi
