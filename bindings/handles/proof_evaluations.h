// The evaluations inside a proof.
#pragma once

#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/part_path.h"
#include "bindings/values.h"
#include "core/codec/json_parts.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

template <class C>
class ProofEvaluationsHandle {
 public:
  using F = typename C::Scalar;

  explicit ProofEvaluationsHandle(ProofEvaluations<F> evals)
      : body_(make_body<ProofEvaluationsHandle>(std::move(evals))) {}
  explicit ProofEvaluationsHandle(PartOf<ProofEvaluations<F>> part)
      : body_(make_body<ProofEvaluationsHandle>(std::move(part))) {}

  static Result<std::unique_ptr<ProofEvaluationsHandle>> from_json(JsonView json) {
    ProofEvaluations<F> evals;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, evals));
    return std::make_unique<ProofEvaluationsHandle>(std::move(evals));
  }

  Result<JsonText> evaluation(std::string_view path) const {
    BOOST_OUTCOME_TRY(found, find_part<PointEvaluations<F>>(evals(), path));
    return JsonText{found ? JsonParts<C>::write(*found) : "null"};
  }

  JsonText to_json() const { return {JsonParts<C>::write(evals())}; }

  const ProofEvaluations<F>& evals() const { return **body_; }

 private:
  std::shared_ptr<Body<ProofEvaluations<F>>> body_;
};

template <class C>
struct Describe<ProofEvaluationsHandle<C>> {
  using T = ProofEvaluationsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C, &T::evals>;
  static constexpr const char* kNoun = "ProofEvaluations";
  static constexpr const char* kDoc =
      "The evaluations of a proof's polynomials at zeta and zeta·omega, chunk by chunk.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>("from_json", "Evaluations.",
                                                   Param{"evals", "`evals` of kimchi-proof/1"}),
        method<&T::evaluation>(
            "evaluation",
            "One polynomial's evaluations as { zeta, zeta_omega }, or null where there are none.",
            Param{"path", "as in kimchi-proof/1, e.g. \"z\", \"w[14]\", \"lookup_sorted[0]\""}),
        method<&T::to_json, &Bounds::template to_json<T>>("to_json",
                                                          "As `evals` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
