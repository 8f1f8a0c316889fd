// Bytes that arguments and results take on their way. What a call takes besides is in the headers
// beside this one, one for each family of handles: for each member that may take more than any call
// may, a function of the same arguments (see Member in describe.h), after the handle of a method.
#pragma once

#include <algorithm>
#include <cstddef>

#include "bindings/heap_bytes.h"
#include "bindings/values.h"
#include "core/codec/decoded_size.h"
#include "core/codec/text_size.h"

namespace onggi::bindings {

template <PrimeField F>
size_t fields_argument(ByteView bytes) {
  return bytes.size() / kFieldBytes * sizeof(F);
}
// As coordinates and as points.
template <class C>
size_t points_argument(ByteView bytes) {
  return 2 * fields_argument<typename C::Base>(bytes);
}
template <PrimeField F>
size_t json_argument(ByteView json) {
  return decoded_json_size(text_of(json), sizeof(F));
}

// As elements and as bytes.
template <PrimeField F>
size_t fields_result(size_t count) {
  return count * (sizeof(F) + kFieldBytes);
}
// As points, as coordinates and as bytes.
template <class C>
size_t points_result(size_t count) {
  return count * (2 * sizeof(Affine<C>) + 2 * kFieldBytes);
}
template <class T>
size_t json_result(const T& value) {
  return codec::text_size<codec::Zero::file>(value);
}
template <class T>
size_t peer_text_result(const T& value) {
  return codec::text_size<codec::Zero::peer>(value);
}

// Work in steps: what its handle was charged for and does not hold yet.
template <class Task>
Charged remaining_bytes(const Task& task) {
  return task.work().remaining();
}

}  // namespace onggi::bindings
