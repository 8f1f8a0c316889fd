// A commitment to a polynomial.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/commitment/poly_comm.h"

namespace onggi::bindings {

template <class C>
class PolyCommHandle {
 public:
  explicit PolyCommHandle(PolyComm<C> commitment)
      : body_(make_body<PolyCommHandle>(std::move(commitment))) {}

  static Result<std::unique_ptr<PolyCommHandle>> from_points(std::vector<Affine<C>> chunks) {
    if (chunks.empty()) return fail(Errc::invalid_length, "a commitment has at least one chunk");
    return std::make_unique<PolyCommHandle>(PolyComm<C>{std::move(chunks)});
  }

  uint32_t length() const { return static_cast<uint32_t>(commitment().chunks.size()); }
  std::vector<Affine<C>> chunks() const { return commitment().chunks; }
  bool equals(const PolyCommHandle& other) const { return commitment() == other.commitment(); }

  const PolyComm<C>& commitment() const { return **body_; }

 private:
  std::shared_ptr<Body<PolyComm<C>>> body_;
};

template <class C>
struct Describe<PolyCommHandle<C>> {
  using T = PolyCommHandle<C>;
  using Curve = C;
  static constexpr const char* kNoun = "PolyComm";
  static constexpr const char* kDoc =
      "A commitment to a polynomial: one point for each SRS-sized chunk of its coefficients.";

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_points>("from_points", "A commitment with these chunks.",
                                 Param{"chunks", "points of the curve, at least one"}),
        getter<&T::length>("length", "The number of chunks."),
        method<&T::chunks>("chunks", "The chunks as points; null is the point at infinity."),
        method<&T::equals>("equals", "Whether both commit with the same chunks.",
                           Param{"other", "another commitment"}));
  }
};

}  // namespace onggi::bindings
