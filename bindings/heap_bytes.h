// Bytes that a value holds on the heap, by capacity, found by walking it: containers by their
// elements, Kimchi's structures by the field lists of the codec.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>

#include "core/codec/kinds.h"
#include "core/codec/layout.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

// The fields that own memory; those that do not travel with the rest are added here.
template <class T>
struct Owning {
  static constexpr auto kFields = codec::Layout<T>::fields;
};
template <class C>
struct Owning<ProverProof<C>> {
  static constexpr auto kFields =
      std::tuple_cat(codec::Layout<ProverProof<C>>::fields,
                     std::tuple(codec::member("public_input", &ProverProof<C>::public_input)));
};
template <class C>
struct Owning<Witness<C>> {
  using T = Witness<C>;
  static constexpr auto kFields = std::tuple(
      codec::member("columns", &T::columns), codec::member("runtime_tables", &T::runtime_tables),
      codec::member("previous_challenges", &T::previous_challenges));
};

template <class T>
size_t heap_bytes(const T& value);

template <class T, class V>
size_t field_bytes(const T& value, const codec::Member<T, V>& field) {
  return heap_bytes(value.*field.pointer);
}
template <class T, class... Fields>
size_t field_bytes(const T& value, const codec::Group<Fields...>& group) {
  return std::apply(
      [&](const auto&... field) { return (size_t{0} + ... + field_bytes(value, field)); },
      group.fields);
}

template <class T>
size_t heap_bytes(const T& value) {
  const auto sum = [](const auto& list) {
    size_t bytes = 0;
    for (const auto& element : list) bytes += heap_bytes(element);
    return bytes;
  };
  if constexpr (std::is_trivially_copyable_v<T>) {
    return 0;
  } else if constexpr (requires { value.heap_bytes(); }) {
    return value.heap_bytes();
  } else if constexpr (codec::kIsVector<T>) {
    return value.capacity() * sizeof(typename T::value_type) + sum(value);
  } else if constexpr (codec::kFixedLength<T> != 0) {
    return sum(value);
  } else if constexpr (codec::kIsOptional<T>) {
    return value ? heap_bytes(*value) : 0;
  } else if constexpr (codec::kIsPair<T>) {
    return heap_bytes(value.first) + heap_bytes(value.second);
  } else {
    return std::apply(
        [&](const auto&... field) { return (size_t{0} + ... + field_bytes(value, field)); },
        Owning<T>::kFields);
  }
}

}  // namespace onggi::bindings
