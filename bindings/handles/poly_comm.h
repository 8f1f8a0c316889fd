// A commitment to a polynomial.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/srs.h"
#include "bindings/describe.h"
#include "bindings/part_path.h"
#include "bindings/values.h"
#include "core/codec/json_parts.h"
#include "core/commitment/poly_comm.h"

namespace onggi::bindings {

template <class C>
class PolyCommHandle;

// A commitment that is part of something, or none where an optional one is not there.
template <class C>
using CommitmentPart = Result<std::optional<std::unique_ptr<PolyCommHandle<C>>>>;

template <class C>
class PolyCommHandle {
 public:
  explicit PolyCommHandle(PolyComm<C> commitment)
      : body_(make_body<PolyCommHandle>(std::move(commitment))) {}
  explicit PolyCommHandle(PartOf<PolyComm<C>> part)
      : body_(make_body<PolyCommHandle>(std::move(part))) {}

  static Result<std::unique_ptr<PolyCommHandle>> from_points(std::vector<Affine<C>> chunks) {
    if (chunks.empty()) return fail(Errc::invalid_length, "a commitment has at least one chunk");
    return std::make_unique<PolyCommHandle>(PolyComm<C>{std::move(chunks)});
  }

  static Result<std::unique_ptr<PolyCommHandle>> from_json(JsonView json) {
    PolyComm<C> commitment;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, commitment));
    return from_points(std::move(commitment.chunks));
  }

  // The commitment at a path inside `whole`.
  template <class Whole>
  static CommitmentPart<C> part_of(const std::shared_ptr<Body<Whole>>& whole,
                                   std::string_view path) {
    BOOST_OUTCOME_TRY(found, find_part<PolyComm<C>>(**whole, path));
    if (!found) return std::nullopt;
    return std::make_unique<PolyCommHandle>(Body<Whole>::part(whole, *found));
  }

  uint32_t length() const { return static_cast<uint32_t>(commitment().chunks.size()); }
  std::vector<Affine<C>> chunks() const { return commitment().chunks; }
  JsonText to_json() const { return {JsonParts<C>::write(commitment())}; }
  bool equals(const PolyCommHandle& other) const { return commitment() == other.commitment(); }

  const PolyComm<C>& commitment() const { return **body_; }

 private:
  std::shared_ptr<Body<PolyComm<C>>> body_;
};

template <class C>
struct Describe<PolyCommHandle<C>> {
  using T = PolyCommHandle<C>;
  using Curve = C;
  using Bounds = PolyCommBounds<C>;
  static constexpr const char* kNoun = "PolyComm";
  static constexpr const char* kDoc =
      "A commitment to a polynomial: one point for each SRS-sized chunk of its coefficients.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_points, &Bounds::from_points>(
            "from_points", "A commitment with these chunks.",
            Param{"chunks", "points of the curve, at least one"}),
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "A commitment with these chunks.",
            Param{"chunks", "points [x, y] or null, as in kimchi-proof/1"}),
        getter<&T::length>("length", "The number of chunks."),
        method<&T::chunks, &Bounds::chunks>("chunks",
                                            "The chunks as points; null is the point at infinity."),
        method<&T::to_json, &Bounds::to_json>("to_json", "The chunks as points [x, y] or null."),
        method<&T::equals>("equals", "Whether both commit with the same chunks.",
                           Param{"other", "another commitment"}));
  }
};

}  // namespace onggi::bindings
