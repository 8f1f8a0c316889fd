// The opening proof inside a proof.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/index.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/json_handle.h"
#include "bindings/values.h"
#include "core/commitment/ipa/proof.h"

namespace onggi::bindings {

template <class C>
class OpeningProofHandle : public JsonHandle<OpeningProofHandle<C>, C, OpeningProof<C>> {
 public:
  using F = typename C::Scalar;
  using Points = std::vector<Affine<C>>;
  using Made = Result<std::unique_ptr<OpeningProofHandle>>;
  using JsonHandle<OpeningProofHandle, C, OpeningProof<C>>::JsonHandle;

  static Made create(Points left, Points right, Affine<C> delta, F z1, F z2, Affine<C> sg) {
    if (left.size() != right.size()) {
      return fail(Errc::invalid_length,
                  fmt::format("{} left points, but {} right points", left.size(), right.size()));
    }
    OpeningProof<C> opening{.lr = {}, .delta = delta, .z1 = z1, .z2 = z2, .sg = sg};
    for (size_t i = 0; i < left.size(); ++i) opening.lr.emplace_back(left[i], right[i]);
    return std::make_unique<OpeningProofHandle>(std::move(opening));
  }

  uint32_t rounds() const { return static_cast<uint32_t>(this->data().lr.size()); }
  Points left() const {
    Points points;
    for (const auto& round : this->data().lr) points.push_back(round.first);
    return points;
  }
  Points right() const {
    Points points;
    for (const auto& round : this->data().lr) points.push_back(round.second);
    return points;
  }
  Affine<C> delta() const { return this->data().delta; }
  F z1() const { return this->data().z1; }
  F z2() const { return this->data().z2; }
  Affine<C> sg() const { return this->data().sg; }
};

template <class C>
struct Describe<OpeningProofHandle<C>> {
  using T = OpeningProofHandle<C>;
  using Curve = C;
  using Bounds = OpeningProofBounds<C>;
  using Json = JsonBounds<C>;
  static constexpr const char* kNoun = "OpeningProof";
  static constexpr const char* kDoc =
      "The opening proof of the inner product argument, which opens all commitments of a proof.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &Bounds::create>(
            "create", "An opening proof from its parts.",
            Param{"left", "L of each round: log2 of the SRS's size of them"},
            Param{"right", "R of each round, as many"}, Param{"delta", "the blinding commitment"},
            Param{"z1", "response for the value"}, Param{"z2", "response for the blinder"},
            Param{"sg", "the SRS folded by the rounds' challenges"}),
        factory<&T::from_json, &Json::from_json>("from_json", "An opening proof.",
                                                 Param{"opening", "`opening` of kimchi-proof/1"}),
        getter<&T::rounds>("rounds", "The number of rounds."),
        method<&T::left, &Bounds::points>("left", "L of each round."),
        method<&T::right, &Bounds::points>("right", "R of each round."),
        method<&T::delta>("delta", "The blinding commitment."),
        method<&T::z1>("z1", "The response for the value."),
        method<&T::z2>("z2", "The response for the blinder."),
        method<&T::sg>("sg", "The SRS folded by the rounds' challenges."),
        method<&T::to_json, &Json::template to_json<T>>("to_json",
                                                        "As `opening` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
