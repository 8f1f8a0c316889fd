// Vectors of field elements, such as the columns of a witness.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <vector>

#include "bindings/bounds/vectors.h"
#include "bindings/describe.h"
#include "bindings/handles/list_handle.h"
#include "bindings/handles/vector.h"
#include "bindings/values.h"

namespace onggi::bindings {

template <class C>
class VecVecHandle : public ListHandle<VecVecHandle<C>, std::vector<typename C::Scalar>> {
 public:
  using F = typename C::Scalar;
  using ListHandle<VecVecHandle, std::vector<F>>::ListHandle;

  static constexpr const char* kItem = "vector";

  static std::unique_ptr<VecVecHandle> create() {
    return std::make_unique<VecVecHandle>(std::vector<std::vector<F>>{});
  }

  Result<std::unique_ptr<VectorHandle<C>>> vector(uint32_t index) const {
    BOOST_OUTCOME_TRYV(this->check(index));
    return std::make_unique<VectorHandle<C>>(this->items()[index]);
  }

  void push_vector(const VectorHandle<C>& vector) { this->push(vector.items()); }

  // The elements of a vector; none if there is no such vector.
  size_t rows(uint32_t index) const {
    return index < this->length() ? this->items()[index].size() : 0;
  }
};

template <class C>
struct Describe<VecVecHandle<C>> {
  using T = VecVecHandle<C>;
  using Curve = C;
  using Bounds = VecVecBounds<C>;
  static constexpr const char* kNoun = "VecVec";
  static constexpr const char* kDoc =
      "Vectors of field elements in native memory, such as the columns of a witness.";
  static constexpr Transfer kTransfer = kMovesByEntries;

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
