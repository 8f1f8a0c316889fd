// What handles of data with commitments in it have in common.
#pragma once

#include <string_view>

#include "bindings/describe.h"
#include "bindings/handles/json_handle.h"
#include "bindings/handles/poly_comm.h"

namespace onggi::bindings {

template <class Self, class C, class Data>
class CommitmentsHandle : public JsonHandle<Self, C, Data> {
 public:
  using JsonHandle<Self, C, Data>::JsonHandle;

  CommitmentPart<C> commitment(std::string_view path) const {
    return PolyCommHandle<C>::part_of(this->body(), path);
  }
};

// `path` says how the paths are written.
template <class T>
constexpr auto commitment_method(const char* path) {
  return method<&T::commitment>(
      "commitment", "One commitment, or null if there is none. It keeps the memory of all of them.",
      Param{"path", path});
}

}  // namespace onggi::bindings
