// Writes any structure that has a Layout as JSON without white space. A Dialect defines how
// primitive values are written (file_dialect.h, peer_dialect.h).
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "core/codec/json/reader.h"
#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/layout.h"

namespace onggi::codec {

template <class Dialect, class T>
void write_json(std::string& out, const T& value);

// Starts the next entry of a list or object.
inline void separate(std::string& out) {
  if (out.back() != '[' && out.back() != '{') out.push_back(',');
}

inline void write_key(std::string& out, std::string_view key) {
  separate(out);
  out.push_back('"');
  out.append(key);
  out.append("\":");
}

template <class Dialect, class List>
void write_elements(std::string& out, const List& list) {
  out.push_back('[');
  for (const auto& element : list) {
    separate(out);
    write_json<Dialect>(out, element);
  }
  out.push_back(']');
}

template <class Dialect, class T, class V>
void write_field(std::string& out, const T& value, const Member<T, V>& field) {
  if constexpr (std::is_enum_v<V>) {
    if (field.defaulted && value.*field.pointer == V{}) return;
  }
  write_key(out, field.name);
  write_json<Dialect>(out, value.*field.pointer);
}

template <class Dialect, class T, class... Fields>
void write_field(std::string& out, const T& value, const Group<Fields...>& field);

template <class Dialect, class T, class V>
void write_field(std::string& out, const T& value, const Inlined<T, V>& field);

// Writes the entries of an object without its braces.
template <class Dialect, class T, class Fields>
void write_fields(std::string& out, const T& value, const Fields& fields) {
  std::apply([&](const auto&... field) { (write_field<Dialect>(out, value, field), ...); }, fields);
}

template <class Dialect, class T, class... Fields>
void write_field(std::string& out, const T& value, const Group<Fields...>& field) {
  write_key(out, field.name);
  out.push_back('{');
  write_fields<Dialect>(out, value, field.fields);
  out.push_back('}');
}

template <class Dialect, class T, class V>
void write_field(std::string& out, const T& value, const Inlined<T, V>& field) {
  write_fields<Dialect>(out, value.*field.pointer, Layout<V>::fields);
}

template <class Dialect, class T>
void write_json(std::string& out, const T& value) {
  if constexpr (requires { Dialect::write_primitive(out, value); }) {
    Dialect::write_primitive(out, value);
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      write_json<Dialect>(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (kIsVector<T> || kFixedLength<T> != 0) {
    write_elements<Dialect>(out, value);
  } else if constexpr (kIsPair<T>) {
    out.push_back('[');
    write_json<Dialect>(out, value.first);
    out.push_back(',');
    write_json<Dialect>(out, value.second);
    out.push_back(']');
  } else {
    out.push_back('{');
    write_fields<Dialect>(out, value, Layout<T>::fields);
    out.push_back('}');
  }
}

}  // namespace onggi::codec
