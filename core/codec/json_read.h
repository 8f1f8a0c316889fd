// Reading any structure that has a Layout from a JSON tree. A Dialect says how leaves are written
// (json_dialects.h); lists, pairs, options and structures are alike in all of them.
#pragma once

#include "core/codec/json.h"
#include "core/codec/kinds.h"
#include "core/codec/layout.h"
#include "core/codec/place.h"

namespace onggi::codec {

template <class Dialect, class T>
Result<> read_json(const Json& node, T& out);

template <class Dialect, class List>
Result<> read_elements(const Json::array_t& array, List& out) {
  for (size_t i = 0; i < array.size(); ++i) {
    if (auto read = read_json<Dialect>(array[i], out[i]); !read) return within(i, read.error());
  }
  return success();
}

inline Result<> check_length(const Json::array_t& array, size_t length) {
  if (array.size() == length) return success();
  return fail_here(Errc::invalid_length, fmt::format("{} instead of {}", array.size(), length));
}

template <class Dialect, class T, class V>
Result<> read_field(const Json& node, T& out, const Member<T, V>& field) {
  if (field.defaulted && !node.contains(field.name)) return success();
  BOOST_OUTCOME_TRY(value, value_at(node, field.name));
  if (auto read = read_json<Dialect>(*value, out.*field.pointer); !read) {
    return within(field.name, read.error());
  }
  return success();
}

template <class Dialect, class T, class... Fields>
Result<> read_field(const Json& node, T& out, const Group<Fields...>& field);

template <class Dialect, class T, class V>
Result<> read_field(const Json& node, T& out, const Inlined<T, V>& field);

// The fields of an object; keys that are not among them are ignored.
template <class Dialect, class T, class Fields>
Result<> read_fields(const Json& node, T& out, const Fields& fields) {
  BOOST_OUTCOME_TRYV(object_of(node));
  return for_each_field(fields,
                        [&](const auto& field) { return read_field<Dialect>(node, out, field); });
}

template <class Dialect, class T, class... Fields>
Result<> read_field(const Json& node, T& out, const Group<Fields...>& field) {
  BOOST_OUTCOME_TRY(value, value_at(node, field.name));
  if (auto read = read_fields<Dialect>(*value, out, field.fields); !read) {
    return within(field.name, read.error());
  }
  return success();
}

template <class Dialect, class T, class V>
Result<> read_field(const Json& node, T& out, const Inlined<T, V>& field) {
  return read_fields<Dialect>(node, out.*field.pointer, Layout<V>::fields);
}

template <class Dialect, class T>
Result<> read_json(const Json& node, T& out) {
  if constexpr (requires { Dialect::read_leaf(node, out); }) {
    return Dialect::read_leaf(node, out);
  } else if constexpr (kIsOptional<T>) {
    if (node.is_null()) {
      out.reset();
      return success();
    }
    return read_json<Dialect>(node, out.emplace());
  } else if constexpr (kIsVector<T>) {
    BOOST_OUTCOME_TRY(array, array_of(node));
    out.resize(array->size());
    return read_elements<Dialect>(*array, out);
  } else if constexpr (kFixedLength<T> != 0) {
    BOOST_OUTCOME_TRY(array, array_of(node));
    BOOST_OUTCOME_TRYV(check_length(*array, kFixedLength<T>));
    return read_elements<Dialect>(*array, out);
  } else if constexpr (kIsPair<T>) {
    BOOST_OUTCOME_TRY(array, array_of(node));
    BOOST_OUTCOME_TRYV(check_length(*array, 2));
    if (auto read = read_json<Dialect>((*array)[0], out.first); !read) {
      return within(size_t{0}, read.error());
    }
    if (auto read = read_json<Dialect>((*array)[1], out.second); !read) {
      return within(size_t{1}, read.error());
    }
    return success();
  } else {
    return read_fields<Dialect>(node, out, Layout<T>::fields);
  }
}

}  // namespace onggi::codec
