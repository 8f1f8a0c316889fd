// The opening proof inside a proof.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/codec/json_parts.h"
#include "core/commitment/ipa/proof.h"

namespace onggi::bindings {

template <class C>
class OpeningProofHandle {
 public:
  using F = typename C::Scalar;
  using Points = std::vector<Affine<C>>;
  using Made = Result<std::unique_ptr<OpeningProofHandle>>;

  explicit OpeningProofHandle(OpeningProof<C> opening)
      : body_(make_body<OpeningProofHandle>(std::move(opening))) {}
  explicit OpeningProofHandle(PartOf<OpeningProof<C>> part)
      : body_(make_body<OpeningProofHandle>(std::move(part))) {}

  static Made create(Points left, Points right, Affine<C> delta, F z1, F z2, Affine<C> sg) {
    if (left.size() != right.size()) {
      return fail(Errc::invalid_length,
                  fmt::format("{} points left, {} right", left.size(), right.size()));
    }
    OpeningProof<C> opening{.lr = {}, .delta = delta, .z1 = z1, .z2 = z2, .sg = sg};
    for (size_t i = 0; i < left.size(); ++i) opening.lr.emplace_back(left[i], right[i]);
    return std::make_unique<OpeningProofHandle>(std::move(opening));
  }

  static Made from_json(JsonView json) {
    OpeningProof<C> opening;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, opening));
    return std::make_unique<OpeningProofHandle>(std::move(opening));
  }

  uint32_t rounds() const { return static_cast<uint32_t>(opening().lr.size()); }
  Points left() const {
    Points points;
    for (const auto& round : opening().lr) points.push_back(round.first);
    return points;
  }
  Points right() const {
    Points points;
    for (const auto& round : opening().lr) points.push_back(round.second);
    return points;
  }
  Affine<C> delta() const { return opening().delta; }
  F z1() const { return opening().z1; }
  F z2() const { return opening().z2; }
  Affine<C> sg() const { return opening().sg; }
  JsonText to_json() const { return {JsonParts<C>::write(opening())}; }

  const OpeningProof<C>& opening() const { return **body_; }

 private:
  std::shared_ptr<Body<OpeningProof<C>>> body_;
};

template <class C>
struct Describe<OpeningProofHandle<C>> {
  using T = OpeningProofHandle<C>;
  using Curve = C;
  using Bounds = OpeningProofBounds<C>;
  using Json = JsonBounds<C, &T::opening>;
  static constexpr const char* kNoun = "OpeningProof";
  static constexpr const char* kDoc =
      "The opening proof of the inner product argument: what opens all commitments of a proof.";

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
