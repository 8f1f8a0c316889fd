// The commitments inside a verifier index.
#pragma once

#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/poly_comm.h"
#include "bindings/values.h"
#include "core/codec/json_parts.h"
#include "core/kimchi/verifier_index.h"

namespace onggi::bindings {

template <class C>
class VerificationEvalsHandle {
 public:
  explicit VerificationEvalsHandle(VerifierCommitments<C> commitments)
      : body_(make_body<VerificationEvalsHandle>(std::move(commitments))) {}
  explicit VerificationEvalsHandle(PartOf<VerifierCommitments<C>> part)
      : body_(make_body<VerificationEvalsHandle>(std::move(part))) {}

  static Result<std::unique_ptr<VerificationEvalsHandle>> from_json(JsonView json) {
    VerifierCommitments<C> commitments;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, commitments));
    return std::make_unique<VerificationEvalsHandle>(std::move(commitments));
  }

  CommitmentPart<C> commitment(std::string_view path) const {
    return PolyCommHandle<C>::part_of(body_, path);
  }

  JsonText to_json() const { return {JsonParts<C>::write(commitments())}; }

  const VerifierCommitments<C>& commitments() const { return **body_; }

 private:
  std::shared_ptr<Body<VerifierCommitments<C>>> body_;
};

template <class C>
struct Describe<VerificationEvalsHandle<C>> {
  using T = VerificationEvalsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C, &T::commitments>;
  static constexpr const char* kNoun = "VerificationEvals";
  static constexpr const char* kDoc =
      "The commitments of a verifier index: to the permutation, the coefficients and the selectors "
      "of its circuit.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "Commitments.",
            Param{"commitments", "`commitments` of kimchi-verifier-index/1"}),
        method<&T::commitment>("commitment",
                               "One commitment, or null where there is none. It keeps the whole.",
                               Param{"path",
                                     "as in kimchi-verifier-index/1, e.g. \"sigma_comm[6]\", "
                                     "\"generic_comm\", \"rot_comm\""}),
        method<&T::to_json, &Bounds::template to_json<T>>(
            "to_json", "As `commitments` of kimchi-verifier-index/1."));
  }
};

}  // namespace onggi::bindings
