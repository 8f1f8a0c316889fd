// Any structure that has a Layout as MessagePack: an array of its fields in their order.
// Source: rmp_serde's positional form.
#pragma once

#include "core/codec/kinds.h"
#include "core/codec/layout.h"
#include "core/codec/leaves.h"
#include "core/codec/msgpack.h"

namespace onggi::codec {

// Every leaf's error with the byte at which the leaf starts.
template <class Assign>
Result<> read_leaf_at(MsgpackReader& reader, size_t length, Assign&& assign) {
  const size_t start = reader.position();
  BOOST_OUTCOME_TRY(content, reader.bytes(length));
  auto assigned = assign(content);
  if (assigned) return success();
  Error error = std::move(assigned).error();
  error.context += fmt::format(" at byte {}", start);
  return boost::outcome_v2::failure(std::move(error));
}

template <PrimeField F>
Result<> read_msgpack_leaf(MsgpackReader& reader, F& out) {
  return read_leaf_at(reader, kElementBytes, [&](std::span<const uint8_t> content) {
    return assign_element(out, content.first<kElementBytes>());
  });
}

template <class C>
Result<> read_msgpack_leaf(MsgpackReader& reader, Affine<C>& out) {
  return read_leaf_at(reader, kCompressedPointBytes, [&](std::span<const uint8_t> content) {
    return assign_point(out, content.first<kCompressedPointBytes>());
  });
}

template <class T>
Result<> read_msgpack(MsgpackReader& reader, T& out);

inline Result<> read_array_of(MsgpackReader& reader, size_t length) {
  const size_t start = reader.position();
  BOOST_OUTCOME_TRY(stated, reader.array());
  if (stated == length) return success();
  return fail_here(Errc::invalid_length,
                   fmt::format("{} instead of {} elements at byte {}", stated, length, start));
}

template <class T>
Result<> read_msgpack_at(MsgpackReader& reader, size_t index, T& out) {
  if (auto read = read_msgpack(reader, out); !read) return within(index, read.error());
  return success();
}

template <class T>
Result<> read_msgpack(MsgpackReader& reader, T& out) {
  if constexpr (requires { read_msgpack_leaf(reader, out); }) {
    return read_msgpack_leaf(reader, out);
  } else if constexpr (kIsOptional<T>) {
    if (reader.take_nil()) {
      out.reset();
      return success();
    }
    return read_msgpack(reader, out.emplace());
  } else if constexpr (kIsVector<T>) {
    BOOST_OUTCOME_TRY(length, reader.array());
    out.clear();
    for (size_t i = 0; i < length; ++i) {
      BOOST_OUTCOME_TRYV(read_msgpack_at(reader, i, out.emplace_back()));
    }
    return success();
  } else if constexpr (kFixedLength<T> != 0) {
    BOOST_OUTCOME_TRYV(read_array_of(reader, kFixedLength<T>));
    for (size_t i = 0; i < kFixedLength<T>; ++i) {
      BOOST_OUTCOME_TRYV(read_msgpack_at(reader, i, out[i]));
    }
    return success();
  } else if constexpr (kIsPair<T>) {
    BOOST_OUTCOME_TRYV(read_array_of(reader, 2));
    BOOST_OUTCOME_TRYV(read_msgpack_at(reader, 0, out.first));
    return read_msgpack_at(reader, 1, out.second);
  } else {
    constexpr auto& fields = Layout<T>::fields;
    BOOST_OUTCOME_TRYV(read_array_of(reader, std::tuple_size_v<decltype(Layout<T>::fields)>));
    return for_each_field(fields, [&](const auto& field) -> Result<> {
      if (auto read = read_msgpack(reader, out.*field.pointer); !read) {
        return within(field.name, read.error());
      }
      return success();
    });
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
