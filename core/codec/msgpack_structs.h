// Any structure that has a Layout as MessagePack: an array of its fields in their order.
// Source: rmp_serde's positional form.
#pragma once

#include "core/codec/kinds.h"
#include "core/codec/layout.h"
#include "core/codec/leaves.h"
#include "core/codec/msgpack.h"

namespace onggi::codec {

template <PrimeField F>
bool read_msgpack_leaf(MsgpackReader& reader, F& out) {
  const size_t start = reader.position();
  std::span<const uint8_t> bytes;
  if (!reader.bytes(kFieldBytes, bytes)) return false;
  return assign_element(reader.fault(), out, bytes.first<kFieldBytes>()) ||
         reader.fault().at_byte(start);
}

template <class C>
bool read_msgpack_leaf(MsgpackReader& reader, Affine<C>& out) {
  const size_t start = reader.position();
  std::span<const uint8_t> bytes;
  if (!reader.bytes(kCompressedPointBytes, bytes)) return false;
  return assign_point(reader.fault(), out, bytes.first<kCompressedPointBytes>()) ||
         reader.fault().at_byte(start);
}

template <class T>
bool read_msgpack(MsgpackReader& reader, T& out);

template <class List>
bool read_msgpack_elements(MsgpackReader& reader, List& out) {
  for (size_t i = 0; i < out.size(); ++i) {
    if (!read_msgpack(reader, out[i])) return reader.fault().within(i);
  }
  return true;
}

template <class T>
bool read_msgpack(MsgpackReader& reader, T& out) {
  if constexpr (requires { read_msgpack_leaf(reader, out); }) {
    return read_msgpack_leaf(reader, out);
  } else if constexpr (kIsOptional<T>) {
    out.reset();
    return reader.take_nil() || read_msgpack(reader, out.emplace());
  } else if constexpr (kIsVector<T>) {
    size_t length = 0;
    if (!reader.array(length)) return false;
    out.clear();
    // Grown, not resized: an element may take many times the byte that it takes on the wire.
    for (size_t i = 0; i < length; ++i) {
      if (!read_msgpack(reader, out.emplace_back())) return reader.fault().within(i);
    }
    return true;
  } else if constexpr (kFixedLength<T> != 0) {
    return reader.array_of(kFixedLength<T>) && read_msgpack_elements(reader, out);
  } else if constexpr (kIsPair<T>) {
    if (!reader.array_of(2)) return false;
    if (!read_msgpack(reader, out.first)) return reader.fault().within(size_t{0});
    return read_msgpack(reader, out.second) || reader.fault().within(size_t{1});
  } else {
    const auto read_field = [&](const auto& field) {
      return read_msgpack(reader, out.*field.pointer) || reader.fault().within(field.name);
    };
    return reader.array_of(std::tuple_size_v<decltype(Layout<T>::fields)>) &&
           std::apply([&](const auto&... field) { return (read_field(field) && ...); },
                      Layout<T>::fields);
  }
}

template <PrimeField F>
void write_msgpack_leaf(MsgpackWriter& writer, const F& value) {
  ElementBytes bytes;
  field_to_bytes(value, bytes);
  writer.bytes(bytes);
}

template <class C>
void write_msgpack_leaf(MsgpackWriter& writer, const Affine<C>& value) {
  PointBytes bytes;
  compress<C>(value, bytes);
  writer.bytes(bytes);
}

template <class T>
void write_msgpack(MsgpackWriter& writer, const T& value) {
  if constexpr (requires { write_msgpack_leaf(writer, value); }) {
    write_msgpack_leaf(writer, value);
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
    constexpr auto& fields = Layout<T>::fields;
    writer.array(std::tuple_size_v<decltype(Layout<T>::fields)>);
    std::apply([&](const auto&... field) { (write_msgpack(writer, value.*field.pointer), ...); },
               fields);
  }
}

}  // namespace onggi::codec
