// The commitments inside a proof.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/poly_comm.h"
#include "bindings/values.h"
#include "core/codec/json_parts.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

template <class C>
class ProverCommitmentsHandle {
 public:
  explicit ProverCommitmentsHandle(ProverCommitments<C> commitments)
      : body_(make_body<ProverCommitmentsHandle>(std::move(commitments))) {}
  explicit ProverCommitmentsHandle(PartOf<ProverCommitments<C>> part)
      : body_(make_body<ProverCommitmentsHandle>(std::move(part))) {}

  static Result<std::unique_ptr<ProverCommitmentsHandle>> from_json(JsonView json) {
    ProverCommitments<C> commitments;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, commitments));
    return std::make_unique<ProverCommitmentsHandle>(std::move(commitments));
  }

  CommitmentPart<C> commitment(std::string_view path) const {
    return PolyCommHandle<C>::part_of(body_, path);
  }

  JsonText to_json() const { return {JsonParts<C>::write(commitments())}; }

  const ProverCommitments<C>& commitments() const { return **body_; }

 private:
  std::shared_ptr<Body<ProverCommitments<C>>> body_;
};

template <class C>
struct Describe<ProverCommitmentsHandle<C>> {
  using T = ProverCommitmentsHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C, &T::commitments>;
  static constexpr const char* kNoun = "ProverCommitments";
  static constexpr const char* kDoc =
      "The commitments of a proof: to the witness columns, the permutation's aggregation, the "
      "quotient and what lookups add.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "Commitments.", Param{"commitments", "`commitments` of kimchi-proof/1"}),
        method<&T::commitment>("commitment",
                               "One commitment, or null where there is none. It keeps the whole.",
                               Param{"path",
                                     "as in kimchi-proof/1, e.g. \"z_comm\", \"w_comm[14]\", "
                                     "\"lookup.sorted[0]\""}),
        method<&T::to_json, &Bounds::template to_json<T>>("to_json",
                                                          "As `commitments` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
