// Free functions.
#pragma once

#include "bindings/bounds/values.h"

namespace onggi::bindings {

template <PrimeField F>
struct PoseidonBounds {
  static ByteCount fields(ByteView elements) { return fields_argument<F>(elements); }
  // A hash for each message.
  static ByteCount hashes(ByteView messages) {
    return field_lists_argument<F>(messages) + fields_result<F>(list_length(messages));
  }
};

}  // namespace onggi::bindings
