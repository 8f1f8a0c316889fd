// Vectors of field elements, such as the columns of a witness.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/bounds/vectors.h"
#include "bindings/describe.h"
#include "bindings/handles/vector.h"
#include "bindings/list.h"
#include "bindings/values.h"

namespace onggi::bindings {

template <class C>
class VecVecHandle {
 public:
  using F = typename C::Scalar;

  VecVecHandle() : list_({}, ledger_type<VecVecHandle>()) {}

  static std::unique_ptr<VecVecHandle> create() { return std::make_unique<VecVecHandle>(); }

  uint32_t length() const { return list_.length(); }

  Result<std::vector<F>> get(uint32_t index) const {
    BOOST_OUTCOME_TRYV(check(index));
    return vectors()[index];
  }

  Result<std::unique_ptr<VectorHandle<C>>> vector(uint32_t index) const {
    BOOST_OUTCOME_TRYV(check(index));
    return std::make_unique<VectorHandle<C>>(vectors()[index]);
  }

  Result<> set(uint32_t index, std::vector<F> elements) {
    BOOST_OUTCOME_TRYV(check(index));
    list_.set(index, std::move(elements));
    return success();
  }

  void push(std::vector<F> elements) { list_.push(std::move(elements)); }
  void push_vector(const VectorHandle<C>& vector) { list_.push(vector.elements()); }

  size_t push_bytes() const { return list_.push_bytes(); }
  // Of a vector; none if there is no such vector.
  size_t rows(uint32_t index) const { return list_.has(index) ? vectors()[index].size() : 0; }
  const std::vector<std::vector<F>>& vectors() const { return list_.items(); }

 private:
  Result<> check(uint32_t index) const {
    if (list_.has(index)) return success();
    return fail(Errc::size_out_of_range, fmt::format("vector {} of {}", index, length()));
  }

  List<std::vector<F>> list_;
};

template <class C>
struct Describe<VecVecHandle<C>> {
  using T = VecVecHandle<C>;
  using Curve = C;
  using Bounds = VecVecBounds<C>;
  static constexpr const char* kNoun = "VecVec";
  static constexpr const char* kDoc =
      "Vectors of field elements in native memory, such as the columns of a witness.";

  static constexpr auto members() {
    constexpr Param kIndex{"index", "below length"};
    constexpr Param kElements{"elements", "any number"};
    return std::tuple(
        factory<&T::create>("create", "No vectors yet."),
        getter<&T::length>("length", "The number of vectors."),
        method<&T::get, &Bounds::get>("get", "The elements of one vector.", kIndex),
        method<&T::vector, &Bounds::vector>("vector", "A copy of one vector.", kIndex),
        method<&T::set, &Bounds::set>("set", "Replaces one vector.", kIndex, kElements),
        method<&T::push, &Bounds::push>("push", "Appends a vector of these elements.", kElements),
        method<&T::push_vector, &Bounds::push_vector>("push_vector", "Appends a copy of a vector.",
                                                      Param{"vector", "to come last"}));
  }
};

}  // namespace onggi::bindings
