// Reads any structure that has a Layout from JSON. A Dialect defines how primitive values are
// written (file_dialect.h, peer_dialect.h). Lists, pairs, options and structures are the same in
// all dialects.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "core/codec/json/reader.h"
#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/decode_error.h"
#include "core/codec/schema/layout.h"

namespace onggi::codec {

template <class Dialect, class T>
bool read_json(JsonReader& reader, T& out);

// The fields of an object that were read, one bit each. Fields of an inlined structure have their
// own bits.
using FieldSet = uint64_t;

enum class KeyIs { unknown, read, wrong };

template <class Read>
KeyIs read_once(JsonReader& reader, std::string_view name, FieldSet bit, FieldSet& seen,
                Read&& read) {
  if ((seen & bit) != 0) {
    fail_repeated(reader.error(), name);
    return KeyIs::wrong;
  }
  seen |= bit;
  if (read()) return KeyIs::read;
  reader.error().within(name);
  return KeyIs::wrong;
}

template <class Dialect, class T, class Fields>
bool read_fields(JsonReader& reader, T& out, const Fields& fields);

template <class Dialect, class T, class Fields>
KeyIs read_key(JsonReader& reader, std::string_view key, T& out, const Fields& fields,
               unsigned first, FieldSet& seen);

// Reads the value of `key` if the field, or a field of an inlined structure, has this name. `place`
// is the field's bit.
template <class Dialect, class T, class Owner, class V>
KeyIs read_key_as(JsonReader& reader, std::string_view key, T& out, const Member<Owner, V>& field,
                  unsigned place, FieldSet& seen) {
  if (key != field.name) return KeyIs::unknown;
  return read_once(reader, field.name, FieldSet{1} << place, seen,
                   [&] { return read_json<Dialect>(reader, out.*field.pointer); });
}

template <class Dialect, class T, class... Fields>
KeyIs read_key_as(JsonReader& reader, std::string_view key, T& out, const Group<Fields...>& field,
                  unsigned place, FieldSet& seen) {
  if (key != field.name) return KeyIs::unknown;
  return read_once(reader, field.name, FieldSet{1} << place, seen,
                   [&] { return read_fields<Dialect>(reader, out, field.fields); });
}

template <class Dialect, class T, class Owner, class V>
KeyIs read_key_as(JsonReader& reader, std::string_view key, T& out, const Inlined<Owner, V>& field,
                  unsigned place, FieldSet& seen) {
  return read_key<Dialect>(reader, key, out.*field.pointer, Layout<V>::fields, place, seen);
}

template <class Dialect, class T, class Fields>
KeyIs read_key(JsonReader& reader, std::string_view key, T& out, const Fields& fields,
               unsigned first, FieldSet& seen) {
  KeyIs verdict = KeyIs::unknown;
  unsigned place = first;
  const auto offer = [&](const auto& field) {
    verdict = read_key_as<Dialect>(reader, key, out, field, place, seen);
    place += entries(field);
    return verdict != KeyIs::unknown;
  };
  std::apply([&](const auto&... field) { (offer(field) || ...); }, fields);
  return verdict;
}

template <class Owner, class V>
bool require(DecodeError& error, const Member<Owner, V>& field, unsigned place, FieldSet seen) {
  return field.defaulted || (seen >> place & 1) != 0 || fail_missing(error, field.name);
}

template <class... Fields>
bool require(DecodeError& error, const Group<Fields...>& field, unsigned place, FieldSet seen) {
  return (seen >> place & 1) != 0 || fail_missing(error, field.name);
}

template <class Owner, class V>
bool require(DecodeError& error, const Inlined<Owner, V>& field, unsigned place, FieldSet seen);

// Whether all required fields were read.
template <class... Fields>
bool require_all(DecodeError& error, const std::tuple<Fields...>& fields, unsigned first,
                 FieldSet seen) {
  unsigned place = first;
  const auto present = [&](const auto& field) {
    const bool seen_or_not_needed = require(error, field, place, seen);
    place += entries(field);
    return seen_or_not_needed;
  };
  return std::apply([&](const auto&... field) { return (present(field) && ...); }, fields);
}

template <class Owner, class V>
bool require(DecodeError& error, const Inlined<Owner, V>&, unsigned place, FieldSet seen) {
  return require_all(error, Layout<V>::fields, place, seen);
}

// Reads the fields of an object in any order. Each may appear at most once. Unknown keys are
// ignored.
template <class Dialect, class T, class Fields>
bool read_fields(JsonReader& reader, T& out, const Fields& fields) {
  if (!reader.begin_object()) return false;
  FieldSet seen = 0;
  for (std::string_view key; reader.next_key(key);) {
    const KeyIs verdict = read_key<Dialect>(reader, key, out, fields, 0, seen);
    if (verdict == KeyIs::wrong) return false;
    if (verdict == KeyIs::unknown) reader.skip();
  }
  return require_all(reader.error(), fields, 0, seen);
}

// Reads an array with as many elements as `list` has.
template <class Dialect, class List>
bool read_elements(JsonReader& reader, List& list) {
  if (!reader.begin_array()) return false;
  const size_t count = reader.count_elements();
  if (count != list.size()) {
    return reader.error().fail(Errc::invalid_length,
                               fmt::format("{} elements instead of {}", count, list.size()));
  }
  for (size_t i = 0; reader.next_element(); ++i) {
    if (!read_json<Dialect>(reader, list[i])) return reader.error().within(i);
  }
  return true;
}

// The length of the shortest text of a list's element with its comma, for elements that take no
// more than some ten times as many bytes in memory. Space for such a list is reserved before it is
// read.
template <class Dialect, class T>
inline constexpr size_t kShortestText = requires(JsonReader& reader, T& element) {
  Dialect::read_primitive(reader, element);
}
? 5 : 0;
template <class Dialect, class F>
inline constexpr size_t kShortestText<Dialect, Gate<F>> =
    std::string_view(R"({"typ":"Zero","wires":[[0,0],[0,0],[0,0],[0,0],[0,0],[0,0],[0,0]],)"
                     R"("coeffs":[]},)")
        .size();

template <class Dialect, class T>
bool read_vector(JsonReader& reader, std::vector<T>& list) {
  constexpr size_t kShortest = kShortestText<Dialect, T>;
  if (!reader.begin_array()) return false;
  list.clear();
  if constexpr (kShortest != 0) {
    list.reserve(std::min(reader.count_elements(), reader.remaining() / kShortest));
  }
  while (reader.next_element()) {
    const size_t i = list.size();
    if (!read_json<Dialect>(reader, list.emplace_back())) return reader.error().within(i);
  }
  list.shrink_to_fit();
  return true;
}

template <class Dialect, class T>
bool read_json(JsonReader& reader, T& out) {
  if constexpr (requires { Dialect::read_primitive(reader, out); }) {
    return Dialect::read_primitive(reader, out);
  } else if constexpr (kIsOptional<T>) {
    out.reset();
    return reader.take_null() || read_json<Dialect>(reader, out.emplace());
  } else if constexpr (kIsVector<T>) {
    return read_vector<Dialect>(reader, out);
  } else if constexpr (kFixedLength<T> != 0) {
    return read_elements<Dialect>(reader, out);
  } else if constexpr (kIsPair<T>) {
    std::array<typename T::first_type, 2> both;
    static_assert(std::is_same_v<typename T::first_type, typename T::second_type>);
    if (!read_elements<Dialect>(reader, both)) return false;
    out = {std::move(both[0]), std::move(both[1])};
    return true;
  } else {
    return read_fields<Dialect>(reader, out, Layout<T>::fields);
  }
}

}  // namespace onggi::codec
