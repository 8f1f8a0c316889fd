// The maximum length of the JSON text of a structure, so that a writer allocates its text once.
// Elements that are not zero count with all their digits; the dialects write zero differently.
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>

#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/layout.h"
#include "core/curve/affine.h"
#include "core/field/prime_field.h"
#include "core/poly/domain.h"

namespace onggi::codec {

enum class Zero : size_t { file = 5, peer = 66 };  // "0x0", or all digits

template <Zero kZero, class T>
size_t text_size(const T& value);

inline size_t digits(size_t number) {
  size_t count = 1;
  while (number >= 10) number /= 10, ++count;
  return count;
}

template <Zero kZero, PrimeField F>
size_t primitive_size(const F& value) {
  return value.is_zero() ? static_cast<size_t>(kZero) : 68;
}
template <Zero, class C>
size_t primitive_size(const Affine<C>&) {
  return 2 * 68 + 3;
}
template <Zero, PrimeField F>
size_t primitive_size(const Domain<F>&) {
  return 600;
}
// {"row":…,"col":…} is longer than […,…].
template <Zero>
size_t primitive_size(const Wire& wire) {
  return 15 + digits(wire.row) + digits(wire.column);
}

template <Zero kZero, class T, class V>
size_t field_size(const T& value, const Member<T, V>& field) {
  return field.name.size() + 4 + text_size<kZero>(value.*field.pointer);
}
template <Zero kZero, class T, class... Fields>
size_t field_size(const T& value, const Group<Fields...>& group);
template <Zero kZero, class T, class V>
size_t field_size(const T& value, const Inlined<T, V>& field);

template <Zero kZero, class T, class Fields>
size_t fields_size(const T& value, const Fields& fields) {
  return std::apply(
      [&](const auto&... field) { return (size_t{2} + ... + field_size<kZero>(value, field)); },
      fields);
}

template <Zero kZero, class T, class... Fields>
size_t field_size(const T& value, const Group<Fields...>& group) {
  return group.name.size() + 4 + fields_size<kZero>(value, group.fields);
}
template <Zero kZero, class T, class V>
size_t field_size(const T& value, const Inlined<T, V>& field) {
  return fields_size<kZero>(value.*field.pointer, Layout<V>::fields);
}

template <Zero kZero, class T>
size_t text_size(const T& value) {
  constexpr size_t kLongestName = 24;  // of a gate, and longer than any number
  if constexpr (requires { primitive_size<kZero>(value); }) {
    return primitive_size<kZero>(value);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    return kLongestName;
  } else if constexpr (kIsOptional<T>) {
    return value ? text_size<kZero>(*value) : 4;
  } else if constexpr (kIsVector<T> || kFixedLength<T> != 0) {
    size_t size = 2;
    for (const auto& element : value) size += text_size<kZero>(element) + 1;
    return size;
  } else if constexpr (kIsPair<T>) {
    return 3 + text_size<kZero>(value.first) + text_size<kZero>(value.second);
  } else {
    return fields_size<kZero>(value, Layout<T>::fields);
  }
}

// Reserves space for the fields of an object and its header.
template <Zero kZero, class T, class Fields>
void reserve_text(std::string& text, const T& value, const Fields& fields) {
  constexpr size_t kHeader = 256;
  text.reserve(kHeader + fields_size<kZero>(value, fields));
}

}  // namespace onggi::codec
