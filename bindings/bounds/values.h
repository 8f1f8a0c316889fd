// The memory of arguments and results while they cross. The other headers of this folder, one for
// each group of handles, have the bounds of the members that may take more than the small amount
// that any call may take (see Member in describe.h).
#pragma once

#include <cstddef>
#include <vector>

#include "bindings/heap_bytes.h"
#include "bindings/values.h"
#include "core/codec/decoded_size.h"
#include "core/codec/json/text_size.h"
#include "core/memory/byte_count.h"

namespace onggi::bindings {

template <PrimeField F>
ByteCount fields_argument(ByteView bytes) {
  return bytes.size() / kFieldBytes * sizeof(F);
}
// As coordinates and as points.
template <class C>
ByteCount points_argument(ByteView bytes) {
  return 2 * fields_argument<typename C::Base>(bytes);
}
template <PrimeField F>
ByteCount json_argument(ByteView json) {
  return decoded_json_size(text_of(json), sizeof(F));
}
// A list of lists, which grows by doubling; each entry's elements are a block.
template <PrimeField F>
ByteCount field_lists_argument(ByteView bytes) {
  return fields_argument<F>(bytes) +
         ByteCount(list_length(bytes)) * (3 * sizeof(std::vector<F>) + kAllocatorOverhead);
}

// As elements and as bytes.
template <PrimeField F>
ByteCount fields_result(ByteCount count) {
  return count * (sizeof(F) + kFieldBytes);
}
// As points, as coordinates and as bytes.
template <class C>
ByteCount points_result(ByteCount count) {
  return count * (2 * sizeof(Affine<C>) + 2 * kFieldBytes);
}
template <class T>
ByteCount json_result(const T& value) {
  return codec::text_size<codec::Zero::file>(value);
}
template <class T>
ByteCount peer_text_result(const T& value) {
  return codec::text_size<codec::Zero::peer>(value);
}

// For a step of a task: the bytes that its handle was charged for and does not hold yet.
template <class Task>
Charged remaining_bytes(const Task& task) {
  return {task.remaining_bytes()};
}

}  // namespace onggi::bindings
