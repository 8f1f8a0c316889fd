// A vector of field elements.
#pragma once

#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/vectors.h"
#include "bindings/describe.h"
#include "bindings/handles/list_handle.h"
#include "bindings/values.h"

namespace onggi::bindings {

template <class C>
class VectorHandle : public ListHandle<VectorHandle<C>, typename C::Scalar> {
 public:
  using F = typename C::Scalar;
  using ListHandle<VectorHandle, F>::ListHandle;

  static constexpr const char* kItem = "element";

  static std::unique_ptr<VectorHandle> from_fields(std::vector<F> elements) {
    return std::make_unique<VectorHandle>(std::move(elements));
  }

  std::vector<F> fields() const { return this->items(); }
  Bytes to_bytes() const { return Value<std::vector<F>>::encode(this->items()); }
};

template <class C>
struct Describe<VectorHandle<C>> {
  using T = VectorHandle<C>;
  using Curve = C;
  using Bounds = VectorBounds<C>;
  static constexpr const char* kNoun = "Vector";
  static constexpr const char* kDoc =
      "A vector of field elements in native memory. Functions that take field elements also take "
      "arrays and Uint8Arrays, which need not be freed.";
  static constexpr Transfer kTransfer = moves_by("to_bytes", "from_fields");

  static constexpr auto members() {
    constexpr Param kIndex{"index", "below length"};
    return std::tuple(
        factory<&T::from_fields, &Bounds::from_fields>("from_fields", "A vector of these elements.",
                                                       Param{"elements", "any number"}),
        getter<&T::length>("length", "The number of elements."),
        method<&T::get>("get", "One element.", kIndex),
        method<&T::set>("set", "Replaces one element.", kIndex, Param{"element", "the new one"}),
        method<&T::push, &Bounds::push>("push", "Appends an element.",
                                        Param{"element", "to come last"}),
        method<&T::fields, &Bounds::fields>("fields", "All elements."),
        method<&T::to_bytes, &Bounds::to_bytes>("to_bytes",
                                                "All elements, 32 little-endian bytes each."));
  }
};

}  // namespace onggi::bindings
