// The commitments inside a proof.
#pragma once

#include <tuple>

#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/commitments_handle.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

template <class C>
class ProverCommitmentsHandle
    : public CommitmentsHandle<ProverCommitmentsHandle<C>, C, ProverCommitments<C>> {
 public:
  using CommitmentsHandle<ProverCommitmentsHandle, C, ProverCommitments<C>>::CommitmentsHandle;
};

template <class C>
struct Describe<ProverCommitmentsHandle<C>> {
  using T = ProverCommitmentsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C>;
  static constexpr const char* kNoun = "ProverCommitments";
  static constexpr const char* kDoc =
      "The commitments of a proof: to the witness columns, the permutation's aggregation, the "
      "quotient and the columns of lookups.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "Commitments.", Param{"commitments", "`commitments` of kimchi-proof/1"}),
        commitment_method<T>(
            "as in kimchi-proof/1, e.g. \"z_comm\", \"w_comm[14]\", \"lookup.sorted[0]\""),
        method<&T::to_json, &Bounds::template to_json<T>>("to_json",
                                                          "As `commitments` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
