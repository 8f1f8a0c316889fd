// Vectors of field elements, such as the columns of a witness.
#pragma once

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

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

  size_t vector_bound(uint32_t index) const { return this->item_bytes(index); }
  size_t push_vector_bound(const VectorHandle<C>& vector) const {
    return this->push_bytes() + vector.length() * sizeof(F);
  }
};

template <class C>
struct Describe<VecVecHandle<C>> {
  using T = VecVecHandle<C>;
  using Curve = C;
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
        method<&T::get, &T::get_bound>("get", "The elements of one vector.", kIndex),
        method<&T::vector, &T::vector_bound>("vector", "A copy of one vector.", kIndex),
        method<&T::set, &T::set_bound>("set", "Replaces one vector.", kIndex, kElements),
        method<&T::push, &T::push_bound>("push", "Appends a vector of these elements.", kElements),
        method<&T::push_vector, &T::push_vector_bound>("push_vector", "Appends a copy of a vector.",
                                                       Param{"vector", "to come last"}));
  }
};

}  // namespace onggi::bindings
