// The types that a declared function may take and return, and how each crosses to JavaScript. Only
// numbers and handles cross as themselves; everything else crosses as bytes that its Value encodes
// and decodes. The names of the kinds are those of the manifest and of
// js-glue/runtime/native/values.mjs.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/describe.h"
#include "core/codec/bytes/flat_vector.h"
#include "core/curve/affine.h"
#include "core/error/error.h"
#include "core/field/bytes.h"
#include "core/field/prime_field.h"
#include "core/field/u256.h"
#include "core/kimchi/builder/cell.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi::bindings {

using ByteView = std::span<const uint8_t>;
using Bytes = std::vector<uint8_t>;

// JSON text, as an argument and as a result. JavaScript sees objects.
struct JsonView {
  std::string_view text;
};
struct JsonText {
  std::string text;
};

// The fifteen columns of a witness, one after the other.
struct ColumnsView {
  std::span<const uint8_t> bytes;
};

// Value<T>::kKind names the kind. Values that cross as bytes have
//   static Result<T> decode(ByteView)   if they are arguments
//   static Bytes or std::string encode(T)   if they are results
template <class T>
struct Value;

template <>
struct Value<void> {
  static constexpr const char* kKind = "nothing";
};
// Four little-endian bytes where it is an entry of a list. Errors: invalid_length.
template <>
struct Value<uint32_t> {
  static constexpr const char* kKind = "size";
  static Result<uint32_t> decode(ByteView bytes) {
    uint32_t number = 0;
    if (bytes.size() != sizeof number) return fail(Errc::invalid_length, "expected four bytes");
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
  }
  static Bytes encode(uint32_t number) {
    Bytes bytes(sizeof number);
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
  }
};
template <>
struct Value<double> {
  static constexpr const char* kKind = "number";
};
template <>
struct Value<bool> {
  static constexpr const char* kKind = "boolean";
};

template <>
struct Value<ByteView> {
  static constexpr const char* kKind = "bytes";
  static Result<ByteView> decode(ByteView bytes) { return bytes; }
};
template <>
struct Value<Bytes> {
  static constexpr const char* kKind = "bytes";
  static Bytes encode(Bytes bytes) { return bytes; }
};

inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <>
struct Value<std::string_view> {
  static constexpr const char* kKind = "text";
  static Result<std::string_view> decode(ByteView bytes) { return text_of(bytes); }
};
template <>
struct Value<std::string> {
  static constexpr const char* kKind = "text";
  static std::string encode(std::string text) { return text; }
};

template <>
struct Value<JsonView> {
  static constexpr const char* kKind = "json";
  static Result<JsonView> decode(ByteView bytes) { return JsonView{text_of(bytes)}; }
};
template <>
struct Value<JsonText> {
  static constexpr const char* kKind = "json";
  static std::string encode(JsonText json) { return std::move(json.text); }
};

template <>
struct Value<ColumnsView> {
  static constexpr const char* kKind = "columns";
  static Result<ColumnsView> decode(ByteView bytes) { return ColumnsView{bytes}; }
};

// The name of a revision. Errors: invalid_argument.
template <>
struct Value<Revision> {
  static constexpr const char* kKind = "text";
  static Result<Revision> decode(ByteView bytes) {
    if (const auto known = revision_from_name(text_of(bytes))) return *known;
    return fail(Errc::invalid_argument, fmt::format("must be \"berkeley\" or \"mesa\", got `{}`",
                                                    text_of(bytes).substr(0, 40)));
  }
};
inline constexpr Param kRevisionParam{"revision", "\"berkeley\", also if left out, or \"mesa\""};

// Any integer below 2^256: 32 little-endian bytes. Errors: invalid_length.
template <>
struct Value<U256> {
  static constexpr const char* kKind = "integer";
  static Result<U256> decode(ByteView bytes) {
    if (bytes.size() != kFieldBytes) return fail(Errc::invalid_length, "expected 32 bytes");
    return u256_from_bytes(bytes.first<kFieldBytes>());
  }
};

// A cell of a circuit builder as a number: 7·row + column.
inline Cell cell_of(uint32_t number) {
  constexpr uint32_t kWidth = kPermuted;
  return {number / kWidth, number % kWidth};
}
inline uint32_t number_of(Cell cell) { return cell.row * uint32_t{kPermuted} + cell.column; }

template <>
struct Value<Cell> {
  static constexpr const char* kKind = "cell";
};

using Cells = std::vector<Cell>;

// Four little-endian bytes each. Errors: invalid_length.
template <>
struct Value<Cells> {
  static constexpr const char* kKind = "cells";
  static Result<Cells> decode(ByteView bytes) {
    if (bytes.size() % sizeof(uint32_t) != 0) {
      return fail(Errc::invalid_length, "expected four bytes a cell");
    }
    Cells cells(bytes.size() / sizeof(uint32_t));
    for (size_t i = 0; i < cells.size(); ++i) {
      uint32_t number = 0;
      std::memcpy(&number, bytes.data() + i * sizeof number, sizeof number);
      cells[i] = cell_of(number);
    }
    return cells;
  }
  static Bytes encode(const Cells& cells) {
    Bytes bytes(cells.size() * sizeof(uint32_t));
    for (size_t i = 0; i < cells.size(); ++i) {
      const uint32_t number = number_of(cells[i]);
      std::memcpy(bytes.data() + i * sizeof number, &number, sizeof number);
    }
    return bytes;
  }
};

// 32 little-endian bytes. Errors: invalid_length, noncanonical_field_element.
template <PrimeField F>
struct Value<F> {
  static constexpr const char* kKind = "field";
  static Result<F> decode(ByteView bytes) {
    BOOST_OUTCOME_TRY(elements, decode_flat_vector<F>(bytes));
    if (elements.size() != 1) return fail(Errc::invalid_length, "expected one field element");
    return elements[0];
  }
  static Bytes encode(const F& element) { return encode_flat_vector<F>({&element, 1}); }
};

template <PrimeField F>
struct Value<std::vector<F>> {
  static constexpr const char* kKind = "fields";
  static Result<std::vector<F>> decode(ByteView bytes) { return decode_flat_vector<F>(bytes); }
  static Bytes encode(const std::vector<F>& elements) { return encode_flat_vector<F>(elements); }
};

// x then y, 32 little-endian bytes each; the identity is all zeros.
// Errors: invalid_length, noncanonical_field_element, point_not_on_curve naming the point.
template <class C>
struct Value<std::vector<Affine<C>>> {
  static constexpr const char* kKind = "points";
  using Base = typename C::Base;

  static Result<std::vector<Affine<C>>> decode(ByteView bytes) {
    BOOST_OUTCOME_TRY(coordinates, decode_flat_vector<Base>(bytes));
    if (coordinates.size() % 2 != 0) {
      return fail(Errc::invalid_length, "expected two coordinates a point");
    }
    std::vector<Affine<C>> points(coordinates.size() / 2);
    for (size_t i = 0; i < points.size(); ++i) {
      points[i] = {coordinates[2 * i], coordinates[2 * i + 1]};
      if (!points[i].is_on_curve()) {
        return fail(Errc::point_not_on_curve, fmt::format("point {}", i));
      }
    }
    return points;
  }
  static Bytes encode(const std::vector<Affine<C>>& points) {
    std::vector<Base> coordinates;
    coordinates.reserve(2 * points.size());
    for (const Affine<C>& point : points) {
      coordinates.push_back(point.x);
      coordinates.push_back(point.y);
    }
    return encode_flat_vector<Base>(coordinates);
  }
};

template <class C>
struct Value<Affine<C>> {
  static constexpr const char* kKind = "point";

  static Result<Affine<C>> decode(ByteView bytes) {
    BOOST_OUTCOME_TRY(points, Value<std::vector<Affine<C>>>::decode(bytes));
    if (points.size() != 1) return fail(Errc::invalid_length, "expected one point");
    return points[0];
  }
  static Bytes encode(const Affine<C>& point) {
    return Value<std::vector<Affine<C>>>::encode({point});
  }
};

// Types that may be entries of a list: those that cross as bytes and have no compact list of their
// own above, and sizes.
template <class T>
inline constexpr bool kIsListEntry = false;
template <>
inline constexpr bool kIsListEntry<uint32_t> = true;
template <PrimeField F>
inline constexpr bool kIsListEntry<std::vector<F>> = true;

// The number of entries of a list (see below); if it ends too early, those before its end.
inline size_t list_length(ByteView bytes) {
  size_t length = 0;
  for (uint32_t size = 0; bytes.size() >= sizeof size; ++length) {
    std::memcpy(&size, bytes.data(), sizeof size);
    bytes = bytes.subspan(sizeof size);
    bytes = bytes.subspan(std::min<size_t>(size, bytes.size()));
  }
  return length;
}

// A list of values: each entry as a uint32_t, its number of bytes, and the bytes.
// Errors: invalid_length, and those of the entries.
template <class T>
requires kIsListEntry<T>
struct Value<std::vector<T>> {
  static constexpr const char* kKind = "list";
  using Entry = T;

  static Result<std::vector<T>> decode(ByteView bytes) {
    std::vector<T> list;
    while (!bytes.empty()) {
      uint32_t size = 0;
      if (bytes.size() < sizeof size) return fail(Errc::invalid_length, "a list ends too early");
      std::memcpy(&size, bytes.data(), sizeof size);
      bytes = bytes.subspan(sizeof size);
      if (bytes.size() < size) return fail(Errc::invalid_length, "a list ends too early");
      BOOST_OUTCOME_TRY(entry, Value<T>::decode(bytes.first(size)));
      list.push_back(std::move(entry));
      bytes = bytes.subspan(size);
    }
    return list;
  }
  static Bytes encode(const std::vector<T>& list) {
    Bytes bytes;
    for (const T& entry : list) {
      const auto encoded = Value<T>::encode(entry);
      const auto size = static_cast<uint32_t>(encoded.size());
      const auto* first = reinterpret_cast<const uint8_t*>(&size);
      bytes.insert(bytes.end(), first, first + sizeof size);
      bytes.insert(bytes.end(), encoded.begin(), encoded.end());
    }
    return bytes;
  }
};

// A handle of the same curve: an argument is borrowed for the call, a result belongs to the caller.
template <Handle T>
struct Value<const T&> {
  static constexpr const char* kKind = "handle";
  using Class = T;
};
template <Handle T>
struct Value<std::unique_ptr<T>> : Value<const T&> {};

// An optional argument, which crosses as bytes, or an optional result.
template <class T>
struct Value<std::optional<T>> : Value<T> {};
// An optional handle.
template <Handle T>
struct Value<const T*> : Value<const T&> {};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <Handle T>
inline constexpr bool kIsOptional<const T*> = true;

template <class T>
inline constexpr bool kIsHandle = requires {
  typename Value<T>::Class;
};

template <class T>
inline constexpr bool kIsList = requires {
  typename Value<T>::Entry;
};

// The T of a Result<T>; other types themselves.
template <class T>
struct Plain {
  using type = T;
};
template <class T>
struct Plain<Result<T>> {
  using type = T;
};

}  // namespace onggi::bindings
