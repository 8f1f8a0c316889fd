// A vector of field elements.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/vectors.h"
#include "bindings/describe.h"
#include "bindings/list.h"
#include "bindings/values.h"

namespace onggi::bindings {

template <class C>
class VectorHandle {
 public:
  using F = typename C::Scalar;

  explicit VectorHandle(std::vector<F> elements)
      : list_(std::move(elements), ledger_type<VectorHandle>()) {}

  static std::unique_ptr<VectorHandle> from_fields(std::vector<F> elements) {
    return std::make_unique<VectorHandle>(std::move(elements));
  }

  uint32_t length() const { return list_.length(); }

  Result<F> get(uint32_t index) const {
    BOOST_OUTCOME_TRYV(check(index));
    return elements()[index];
  }

  Result<> set(uint32_t index, F element) {
    BOOST_OUTCOME_TRYV(check(index));
    list_.set(index, element);
    return success();
  }

  void push(F element) { list_.push(element); }
  std::vector<F> fields() const { return elements(); }
  Bytes to_bytes() const { return Value<std::vector<F>>::encode(elements()); }

  size_t push_bytes() const { return list_.push_bytes(); }
  const std::vector<F>& elements() const { return list_.items(); }

 private:
  Result<> check(uint32_t index) const {
    if (list_.has(index)) return success();
    return fail(Errc::size_out_of_range, fmt::format("element {} of {}", index, length()));
  }

  List<F> list_;
};

template <class C>
struct Describe<VectorHandle<C>> {
  using T = VectorHandle<C>;
  using Curve = C;
  using Bounds = VectorBounds<C>;
  static constexpr const char* kNoun = "Vector";
  static constexpr const char* kDoc =
      "A vector of field elements in native memory. Arrays and Uint8Arrays do as well wherever "
      "field elements are taken, and need not be freed.";

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
