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
#include "bindings/handles/json_handle.h"
#include "bindings/part_path.h"
#include "bindings/values.h"
#include "core/commitment/poly_comm.h"

namespace onggi::bindings {

template <class C>
class PolyCommHandle;

// A commitment inside a larger object, or none if it is optional and absent.
template <class C>
using CommitmentPart = Result<std::optional<std::unique_ptr<PolyCommHandle<C>>>>;

template <class C>
class PolyCommHandle : public JsonHandle<PolyCommHandle<C>, C, PolyComm<C>> {
 public:
  using JsonHandle<PolyCommHandle, C, PolyComm<C>>::JsonHandle;

  static Result<std::unique_ptr<PolyCommHandle>> from_points(std::vector<Affine<C>> chunks) {
    PolyComm<C> commitment{std::move(chunks)};
    BOOST_OUTCOME_TRYV(check(commitment));
    return std::make_unique<PolyCommHandle>(std::move(commitment));
  }

  static Result<> check(const PolyComm<C>& commitment) {
    if (!commitment.chunks.empty()) return success();
    return fail(Errc::invalid_length, "a commitment has at least one chunk");
  }

  // The commitment at a path inside `whole`.
  template <class Whole>
  static CommitmentPart<C> part_of(const std::shared_ptr<Body<Whole>>& whole,
                                   std::string_view path) {
    BOOST_OUTCOME_TRY(found, find_part<PolyComm<C>>(**whole, path));
    if (!found) return std::nullopt;
    return std::make_unique<PolyCommHandle>(Body<Whole>::part(whole, *found));
  }

  uint32_t length() const { return static_cast<uint32_t>(this->data().chunks.size()); }
  std::vector<Affine<C>> chunks() const { return this->data().chunks; }
  bool equals(const PolyCommHandle& other) const { return this->data() == other.data(); }
};

template <class C>
struct Describe<PolyCommHandle<C>> {
  using T = PolyCommHandle<C>;
  using Curve = C;
  using Bounds = PolyCommBounds<C>;
  static constexpr const char* kNoun = "PolyComm";
  static constexpr const char* kDoc =
      "A commitment to a polynomial: one point for each SRS-sized chunk of its coefficients.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

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
