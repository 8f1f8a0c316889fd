// What lookups add to a verifier index.
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
class LookupVerifierIndexHandle {
 public:
  explicit LookupVerifierIndexHandle(LookupVerifierIndex<C> index)
      : body_(make_body<LookupVerifierIndexHandle>(std::move(index))) {}
  explicit LookupVerifierIndexHandle(PartOf<LookupVerifierIndex<C>> part)
      : body_(make_body<LookupVerifierIndexHandle>(std::move(part))) {}

  static Result<std::unique_ptr<LookupVerifierIndexHandle>> from_json(JsonView json) {
    LookupVerifierIndex<C> index;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, index));
    return std::make_unique<LookupVerifierIndexHandle>(std::move(index));
  }

  bool joint_lookup_used() const { return index().joint_lookup_used; }
  JsonText info() const { return {JsonParts<C>::write(index().info)}; }

  CommitmentPart<C> commitment(std::string_view path) const {
    return PolyCommHandle<C>::part_of(body_, path);
  }

  JsonText to_json() const { return {JsonParts<C>::write(index())}; }

  const LookupVerifierIndex<C>& index() const { return **body_; }

 private:
  std::shared_ptr<Body<LookupVerifierIndex<C>>> body_;
};

template <class C>
struct Describe<LookupVerifierIndexHandle<C>> {
  using T = LookupVerifierIndexHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C, &T::index>;
  static constexpr const char* kNoun = "LookupVerifierIndex";
  static constexpr const char* kDoc =
      "What a verifier must know of a circuit's lookups: commitments to tables and selectors, and "
      "which patterns are used.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "The lookups of a verifier index.",
            Param{"index", "`lookup_index` of kimchi-verifier-index/1"}),
        getter<&T::joint_lookup_used>("joint_lookup_used",
                                      "Whether a lookup has more than one column."),
        method<&T::info>("info", "{ max_per_row, max_joint_size, features }."),
        method<&T::commitment>("commitment",
                               "One commitment, or null where there is none. It keeps the whole.",
                               Param{"path",
                                     "as in kimchi-verifier-index/1, e.g. \"lookup_table[0]\", "
                                     "\"lookup_selectors.xor\", \"table_ids\""}),
        method<&T::to_json, &Bounds::template to_json<T>>(
            "to_json", "As `lookup_index` of kimchi-verifier-index/1."));
  }
};

}  // namespace onggi::bindings
