// Reading any structure that has a Layout from a JSON tree. A Dialect says how leaves are written
// (file_dialect.h, peer_dialect.h); lists, pairs, options and structures are alike in all of them.
#pragma once

#include <tuple>

#include "core/codec/fault.h"
#include "core/codec/json.h"
#include "core/codec/kinds.h"
#include "core/codec/layout.h"

namespace onggi::codec {

template <class Dialect, class T>
bool read_json(Fault& fault, const Json& node, T& out);

// `out` has as many elements as the array.
template <class Dialect, class List>
bool read_elements(Fault& fault, const Json::array_t& array, List& out) {
  for (size_t i = 0; i < array.size(); ++i) {
    if (!read_json<Dialect>(fault, array[i], out[i])) return fault.within(i);
  }
  return true;
}

template <class Dialect, class T, class V>
bool read_field(Fault& fault, const Json& node, T& out, const Member<T, V>& field) {
  if (field.defaulted && !node.contains(field.name)) return true;
  const Json* value = value_at(fault, node, field.name);
  if (value == nullptr) return false;
  return read_json<Dialect>(fault, *value, out.*field.pointer) || fault.within(field.name);
}

template <class Dialect, class T, class... Fields>
bool read_field(Fault& fault, const Json& node, T& out, const Group<Fields...>& field);

template <class Dialect, class T, class V>
bool read_field(Fault& fault, const Json& node, T& out, const Inlined<T, V>& field);

// The fields of an object; keys that are not among them are ignored.
template <class Dialect, class T, class Fields>
bool read_fields(Fault& fault, const Json& node, T& out, const Fields& fields) {
  if (object_of(fault, node) == nullptr) return false;
  return std::apply(
      [&](const auto&... field) { return (read_field<Dialect>(fault, node, out, field) && ...); },
      fields);
}

template <class Dialect, class T, class... Fields>
bool read_field(Fault& fault, const Json& node, T& out, const Group<Fields...>& field) {
  const Json* value = value_at(fault, node, field.name);
  if (value == nullptr) return false;
  return read_fields<Dialect>(fault, *value, out, field.fields) || fault.within(field.name);
}

template <class Dialect, class T, class V>
bool read_field(Fault& fault, const Json& node, T& out, const Inlined<T, V>& field) {
  return read_fields<Dialect>(fault, node, out.*field.pointer, Layout<V>::fields);
}

template <class Dialect, class T>
bool read_json(Fault& fault, const Json& node, T& out) {
  if constexpr (requires { Dialect::read_leaf(fault, node, out); }) {
    return Dialect::read_leaf(fault, node, out);
  } else if constexpr (kIsOptional<T>) {
    out.reset();
    return node.is_null() || read_json<Dialect>(fault, node, out.emplace());
  } else if constexpr (kIsVector<T>) {
    const auto* array = array_of(fault, node);
    if (array == nullptr) return false;
    out.resize(array->size());
    return read_elements<Dialect>(fault, *array, out);
  } else if constexpr (kFixedLength<T> != 0) {
    const auto* array = array_of(fault, node, kFixedLength<T>);
    return array != nullptr && read_elements<Dialect>(fault, *array, out);
  } else if constexpr (kIsPair<T>) {
    const auto* array = array_of(fault, node, 2);
    if (array == nullptr) return false;
    if (!read_json<Dialect>(fault, (*array)[0], out.first)) return fault.within(size_t{0});
    return read_json<Dialect>(fault, (*array)[1], out.second) || fault.within(size_t{1});
  } else {
    return read_fields<Dialect>(fault, node, out, Layout<T>::fields);
  }
}

}  // namespace onggi::codec
