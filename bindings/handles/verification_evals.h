// The commitments inside a verifier index.
#pragma once

#include <tuple>

#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/commitments_handle.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi::bindings {

template <class C>
class VerificationEvalsHandle
    : public CommitmentsHandle<VerificationEvalsHandle<C>, C, VerifierCommitments<C>> {
 public:
  using CommitmentsHandle<VerificationEvalsHandle, C, VerifierCommitments<C>>::CommitmentsHandle;
};

template <class C>
struct Describe<VerificationEvalsHandle<C>> {
  using T = VerificationEvalsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C>;
  static constexpr const char* kNoun = "VerificationEvals";
  static constexpr const char* kDoc =
      "The commitments of a verifier index: to the permutation, the coefficients and the selectors "
      "of its circuit.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "Commitments.",
            Param{"commitments", "`commitments` of kimchi-verifier-index/1"}),
        commitment_method<T>(
            "as in kimchi-verifier-index/1, e.g. \"sigma_comm[6]\", \"generic_comm\", "
            "\"rot_comm\""),
        method<&T::to_json, &Bounds::template to_json<T>>(
            "to_json", "As `commitments` of kimchi-verifier-index/1."));
  }
};

}  // namespace onggi::bindings
