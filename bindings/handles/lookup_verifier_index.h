// The part of a verifier index that lookups add.
#pragma once

#include <tuple>

#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/commitments_handle.h"
#include "bindings/values.h"
#include "core/codec/json/parts.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi::bindings {

template <class C>
class LookupVerifierIndexHandle
    : public CommitmentsHandle<LookupVerifierIndexHandle<C>, C, LookupVerifierIndex<C>> {
 public:
  using CommitmentsHandle<LookupVerifierIndexHandle, C, LookupVerifierIndex<C>>::CommitmentsHandle;

  bool joint_lookup_used() const { return this->data().joint_lookup_used; }
  JsonText info() const { return {JsonParts<C>::write(this->data().info)}; }
};

template <class C>
struct Describe<LookupVerifierIndexHandle<C>> {
  using T = LookupVerifierIndexHandle<C>;
  using Curve = C;
  using Bounds = JsonBounds<C>;
  static constexpr const char* kNoun = "LookupVerifierIndex";
  static constexpr const char* kDoc =
      "The part of a verifier index that describes the lookups: commitments to tables and "
      "selectors, and the patterns that are used.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "The lookups of a verifier index.",
            Param{"index", "`lookup_index` of kimchi-verifier-index/1"}),
        getter<&T::joint_lookup_used>("joint_lookup_used",
                                      "Whether a lookup has more than one column."),
        method<&T::info>("info", "{ max_per_row, max_joint_size, features }."),
        commitment_method<T>(
            "as in kimchi-verifier-index/1, e.g. \"lookup_table[0]\", \"lookup_selectors.xor\", "
            "\"table_ids\""),
        method<&T::to_json, &Bounds::template to_json<T>>(
            "to_json", "As `lookup_index` of kimchi-verifier-index/1."));
  }
};

}  // namespace onggi::bindings
