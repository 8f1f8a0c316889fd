// Any structure that has a Layout as MessagePack: an array of its fields in their order, a group of
// fields being an array of its own.
// Source: rmp_serde's positional form.
#pragma once

#include <algorithm>
#include <concepts>
#include <limits>
#include <string_view>
#include <tuple>

#include "core/codec/msgpack/gate_vector.h"
#include "core/codec/msgpack/msgpack.h"
#include "core/codec/schema/container_traits.h"
#include "core/codec/schema/layout.h"
#include "core/codec/schema/primitive_codecs.h"

namespace onggi::codec {

inline bool read_msgpack_primitive(MsgpackReader& reader, bool& out) { return reader.boolean(out); }

template <std::unsigned_integral U>
requires(!std::same_as<U, bool>) bool read_msgpack_primitive(MsgpackReader& reader, U& out) {
  // Rows and columns have no limit of their own; sizes and counts do.
  constexpr uint64_t kMax = std::same_as<U, size_t> ? kMaxCount : std::numeric_limits<U>::max();
  uint64_t value = 0;
  if (!reader.unsigned_integer(kMax, value)) return false;
  out = static_cast<U>(value);
  return true;
}

// The id of a table.
inline bool read_msgpack_primitive(MsgpackReader& reader, int32_t& out) {
  int64_t value = 0;
  if (!reader.signed_integer(kMinTableId, kMaxTableId, value)) return false;
  out = static_cast<int32_t>(value);
  return true;
}

inline bool read_msgpack_primitive(MsgpackReader& reader, GateType& out) {
  const size_t start = reader.position();
  std::string_view name;
  if (!reader.string(name)) return false;
  return assign_gate_type(reader.error(), out, name) || reader.error().at_byte(start);
}

inline bool read_msgpack_primitive(MsgpackReader& reader, Revision& out) {
  const size_t start = reader.position();
  std::string_view name;
  if (!reader.string(name)) return false;
  return assign_revision(reader.error(), out, name) || reader.error().at_byte(start);
}

template <PrimeField F>
bool read_msgpack_primitive(MsgpackReader& reader, F& out) {
  const size_t start = reader.position();
  std::span<const uint8_t> bytes;
  if (!reader.bytes(kFieldBytes, bytes)) return false;
  return assign_element(reader.error(), out, bytes.first<kFieldBytes>()) ||
         reader.error().at_byte(start);
}

template <class C>
bool read_msgpack_primitive(MsgpackReader& reader, Affine<C>& out) {
  const size_t start = reader.position();
  std::span<const uint8_t> bytes;
  if (!reader.bytes(kCompressedPointBytes, bytes)) return false;
  return assign_point(reader.error(), out, bytes.first<kCompressedPointBytes>()) ||
         reader.error().at_byte(start);
}

template <class F>
bool read_msgpack_primitive(MsgpackReader& reader, Domain<F>& out) {
  const size_t start = reader.position();
  std::span<const uint8_t> bytes;
  if (!reader.bytes(kDomainBytes, bytes)) return false;
  DomainBytes content;
  std::copy(bytes.begin(), bytes.end(), content.begin());
  return assign_domain_bytes(reader.error(), out, content) || reader.error().at_byte(start);
}

template <class T>
bool read_msgpack(MsgpackReader& reader, T& out);

template <class List>
bool read_msgpack_elements(MsgpackReader& reader, List& out) {
  for (size_t i = 0; i < out.size(); ++i) {
    if (!read_msgpack(reader, out[i])) return reader.error().within(i);
  }
  return true;
}

template <class T, class Fields>
bool read_msgpack_entries(MsgpackReader& reader, T& out, const Fields& fields);

// An array of the fields.
template <class T, class Fields>
bool read_msgpack_fields(MsgpackReader& reader, T& out, const Fields& fields) {
  const size_t length = entries(fields);
  return reader.array_of(length) && read_msgpack_entries(reader, out, fields);
}

template <class T, class V>
bool read_msgpack_field(MsgpackReader& reader, T& out, const Member<T, V>& field) {
  return read_msgpack(reader, out.*field.pointer) || reader.error().within(field.name);
}
template <class T, class... Fields>
bool read_msgpack_field(MsgpackReader& reader, T& out, const Group<Fields...>& field) {
  return read_msgpack_fields(reader, out, field.fields) || reader.error().within(field.name);
}
template <class T, class V>
bool read_msgpack_field(MsgpackReader& reader, T& out, const Inlined<T, V>& field) {
  return read_msgpack_entries(reader, out.*field.pointer, Layout<V>::fields);
}

template <class T, class Fields>
bool read_msgpack_entries(MsgpackReader& reader, T& out, const Fields& fields) {
  return std::apply(
      [&](const auto&... field) { return (read_msgpack_field(reader, out, field) && ...); },
      fields);
}

// The minimum encoded size of a list's element, for elements that take at most a few times as many
// bytes in memory. Space for such a list is reserved before it is read. 0 for other elements.
template <class T>
inline constexpr size_t kLeastBytes = 0;
template <PrimeField F>
inline constexpr size_t kLeastBytes<F> = 2 + kFieldBytes;
template <class C>
inline constexpr size_t kLeastBytes<Affine<C>> = 2 + kCompressedPointBytes;
template <class T>
inline constexpr size_t kLeastBytes<std::pair<T, T>> = 2 * kLeastBytes<T>;
template <PrimeField F>
inline constexpr size_t kLeastBytes<Gate<F>> = kLeastGateBytes;

template <class T>
bool read_msgpack(MsgpackReader& reader, T& out) {
  if constexpr (requires { read_msgpack_primitive(reader, out); }) {
    return read_msgpack_primitive(reader, out);
  } else if constexpr (kIsOptional<T>) {
    out.reset();
    return reader.take_nil() || read_msgpack(reader, out.emplace());
  } else if constexpr (kIsVector<T>) {
    size_t length = 0;
    constexpr size_t kLeast = kLeastBytes<typename T::value_type>;
    if (!reader.array(length)) return false;
    out.clear();
    // Other lists grow element by element, because an element of one encoded byte may take many
    // bytes in memory. The + 1: one more element is begun before the reader notices the end.
    if constexpr (kLeast != 0) out.reserve(std::min(length, reader.remaining() / kLeast + 1));
    for (size_t i = 0; i < length; ++i) {
      if (!read_msgpack(reader, out.emplace_back())) return reader.error().within(i);
    }
    out.shrink_to_fit();
    return true;
  } else if constexpr (kFixedLength<T> != 0) {
    return reader.array_of(kFixedLength<T>) && read_msgpack_elements(reader, out);
  } else if constexpr (kIsPair<T>) {
    if (!reader.array_of(2)) return false;
    if (!read_msgpack(reader, out.first)) return reader.error().within(size_t{0});
    return read_msgpack(reader, out.second) || reader.error().within(size_t{1});
  } else {
    return read_msgpack_fields(reader, out, Layout<T>::fields);
  }
}

inline void write_msgpack_primitive(MsgpackWriter& writer, bool value) { writer.boolean(value); }

template <std::unsigned_integral U>
requires(!std::same_as<U, bool>) void write_msgpack_primitive(MsgpackWriter& writer, U value) {
  writer.unsigned_integer(value);
}

inline void write_msgpack_primitive(MsgpackWriter& writer, int32_t value) {
  writer.signed_integer(value);
}

inline void write_msgpack_primitive(MsgpackWriter& writer, GateType value) {
  writer.string(gate_type_name(value));
}

inline void write_msgpack_primitive(MsgpackWriter& writer, Revision value) {
  writer.string(revision_name(value));
}

template <class F>
void write_msgpack_primitive(MsgpackWriter& writer, const Domain<F>& value) {
  writer.bytes(domain_bytes(value));
}

template <PrimeField F>
void write_msgpack_primitive(MsgpackWriter& writer, const F& value) {
  ElementBytes bytes;
  field_to_bytes(value, bytes);
  writer.bytes(bytes);
}

template <class C>
void write_msgpack_primitive(MsgpackWriter& writer, const Affine<C>& value) {
  PointBytes bytes;
  compress<C>(value, bytes);
  writer.bytes(bytes);
}

template <class T>
void write_msgpack(MsgpackWriter& writer, const T& value);

template <class T, class Fields>
void write_msgpack_entries(MsgpackWriter& writer, const T& value, const Fields& fields);

template <class T, class Fields>
void write_msgpack_fields(MsgpackWriter& writer, const T& value, const Fields& fields) {
  writer.array(entries(fields));
  write_msgpack_entries(writer, value, fields);
}

template <class T, class V>
void write_msgpack_field(MsgpackWriter& writer, const T& value, const Member<T, V>& field) {
  write_msgpack(writer, value.*field.pointer);
}
template <class T, class... Fields>
void write_msgpack_field(MsgpackWriter& writer, const T& value, const Group<Fields...>& field) {
  write_msgpack_fields(writer, value, field.fields);
}
template <class T, class V>
void write_msgpack_field(MsgpackWriter& writer, const T& value, const Inlined<T, V>& field) {
  write_msgpack_entries(writer, value.*field.pointer, Layout<V>::fields);
}

template <class T, class Fields>
void write_msgpack_entries(MsgpackWriter& writer, const T& value, const Fields& fields) {
  std::apply([&](const auto&... field) { (write_msgpack_field(writer, value, field), ...); },
             fields);
}

template <class T>
void write_msgpack(MsgpackWriter& writer, const T& value) {
  if constexpr (requires { write_msgpack_primitive(writer, value); }) {
    write_msgpack_primitive(writer, value);
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      write_msgpack(writer, *value);
    } else {
      writer.nil();
    }
  } else if constexpr (kIsVector<T> || kFixedLength<T> != 0) {
    writer.array(value.size());
    for (const auto& element : value) write_msgpack(writer, element);
  } else if constexpr (kIsPair<T>) {
    writer.array(2);
    write_msgpack(writer, value.first);
    write_msgpack(writer, value.second);
  } else {
    write_msgpack_fields(writer, value, Layout<T>::fields);
  }
}

}  // namespace onggi::codec
