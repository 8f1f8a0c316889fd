// Vector, VecVec and Witness.
#pragma once

#include "bindings/bounds/values.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi::bindings {

template <class C>
class VectorHandle;
template <class C>
class VecVecHandle;
template <class C>
class WitnessHandle;

template <class C>
struct VectorBounds {
  using F = typename C::Scalar;
  using Handle = VectorHandle<C>;

  static ByteCount from_fields(ByteView elements) { return fields_argument<F>(elements); }
  static ByteCount push(const Handle& vector, ByteView) { return vector.push_bytes(); }
  static ByteCount fields(const Handle& vector) { return fields_result<F>(vector.length()); }
  static ByteCount to_bytes(const Handle& vector) { return vector.length() * kFieldBytes; }
};

template <class C>
struct VecVecBounds {
  using F = typename C::Scalar;
  using Handle = VecVecHandle<C>;

  static ByteCount get(const Handle& list, uint32_t index) {
    return fields_result<F>(list.rows(index));
  }
  static ByteCount vector(const Handle& list, uint32_t index) {
    return list.rows(index) * sizeof(F);
  }
  static ByteCount set(const Handle&, uint32_t, ByteView elements) {
    return fields_argument<F>(elements);
  }
  static ByteCount push(const Handle& list, ByteView elements) {
    return list.push_bytes() + fields_argument<F>(elements);
  }
  static ByteCount push_vector(const Handle& list, const VectorHandle<C>& vector) {
    return list.push_bytes() + vector.length() * sizeof(F);
  }
};

template <class C>
struct WitnessBounds {
  using F = typename C::Scalar;
  using Handle = WitnessHandle<C>;

  static ByteCount from_columns(ByteView columns) { return fields_argument<F>(columns); }
  static ByteCount from_json(ByteView json) { return json_argument<F>(json); }
  static ByteCount from_vectors(const VecVecHandle<C>& columns) {
    return heap_bytes(columns.items());
  }
  static ByteCount column(const Handle& witness, uint32_t) {
    return fields_result<F>(witness.rows());
  }
  static ByteCount to_json(const Handle& handle) {
    const Witness<C>& witness = handle.witness();
    return json_result(witness.columns) + json_result(witness.runtime_tables) +
           json_result(witness.previous_challenges);
  }
};

}  // namespace onggi::bindings
