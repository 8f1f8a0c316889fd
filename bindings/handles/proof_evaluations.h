// The evaluations inside a proof.
#pragma once

#include <string_view>
#include <tuple>

#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/json_handle.h"
#include "bindings/part_path.h"
#include "bindings/values.h"
#include "core/codec/json/parts.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

template <class C>
class ProofEvaluationsHandle
    : public JsonHandle<ProofEvaluationsHandle<C>, C, ProofEvaluations<typename C::Scalar>> {
 public:
  using F = typename C::Scalar;
  using JsonHandle<ProofEvaluationsHandle, C, ProofEvaluations<F>>::JsonHandle;

  Result<JsonText> evaluation(std::string_view path) const {
    BOOST_OUTCOME_TRY(found, find_part<PointEvaluations<F>>(this->data(), path));
    return JsonText{found ? JsonParts<C>::write(*found) : "null"};
  }
};

template <class C>
struct Describe<ProofEvaluationsHandle<C>> {
  using T = ProofEvaluationsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C>;
  static constexpr const char* kNoun = "ProofEvaluations";
  static constexpr const char* kDoc =
      "The evaluations of a proof's polynomials at zeta and zeta·omega, chunk by chunk.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>("from_json", "Evaluations.",
                                                   Param{"evals", "`evals` of kimchi-proof/1"}),
        method<&T::evaluation>(
            "evaluation",
            "One polynomial's evaluations as { zeta, zeta_omega }, or null if there are none.",
            Param{"path", "as in kimchi-proof/1, e.g. \"z\", \"w[14]\", \"lookup_sorted[0]\""}),
        method<&T::to_json, &Bounds::template to_json<T>>("to_json",
                                                          "As `evals` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
