#pragma once

#include <fmt/core.h>

#include "core/codec/bytes/flat_vector.h"
#include "core/field/bytes.h"

namespace onggi {
namespace codec {

// Reads elements [0, out.size()) of `bytes`. Returns the index of the first element that is not
// reduced, or out.size().
template <class F>
size_t read_flat(std::span<const uint8_t> bytes, std::span<F> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    const auto element =
        field_from_bytes<F>(bytes.subspan(kFieldBytes * i).template first<kFieldBytes>());
    if (!element) return i;
    out[i] = *element;
  }
  return out.size();
}

}  // namespace codec

template <class F>
Result<std::vector<F>> decode_flat_vector(std::span<const uint8_t> bytes) {
  if (bytes.size() % kFieldBytes != 0) {
    return fail(Errc::invalid_length,
                fmt::format("the number of bytes must be a multiple of {}, got {}", kFieldBytes,
                            bytes.size()));
  }
  std::vector<F> elements(bytes.size() / kFieldBytes);
  const size_t read = codec::read_flat<F>(bytes, elements);
  if (read != elements.size()) {
    return fail(Errc::noncanonical_field_element, fmt::format("element {}", read));
  }
  return elements;
}

template <class F>
std::vector<uint8_t> encode_flat_vector(std::span<const F> elements) {
  std::vector<uint8_t> bytes(elements.size() * kFieldBytes);
  for (size_t i = 0; i < elements.size(); ++i) {
    field_to_bytes(elements[i],
                   std::span(bytes).subspan(kFieldBytes * i).template first<kFieldBytes>());
  }
  return bytes;
}

template <class C>
Result<Witness<C>> witness_from_columns(std::span<const uint8_t> bytes, size_t rows) {
  using F = typename C::Scalar;
  // Divides instead of multiplying, because `rows` may have any value.
  if (bytes.size() % (kColumns * kFieldBytes) != 0 ||
      bytes.size() / (kColumns * kFieldBytes) != rows) {
    return fail(Errc::invalid_length,
                fmt::format("{} bytes are not {} columns of {} rows of {} bytes", bytes.size(),
                            kColumns, rows, kFieldBytes));
  }
  Witness<C> witness;
  for (size_t column = 0; column < kColumns; ++column) {
    witness.columns[column].resize(rows);
    const auto column_bytes = bytes.subspan(column * rows * kFieldBytes, rows * kFieldBytes);
    const size_t read = codec::read_flat<F>(column_bytes, witness.columns[column]);
    if (read != rows) {
      return fail(Errc::noncanonical_field_element, fmt::format("column {}, row {}", column, read));
    }
  }
  return witness;
}

}  // namespace onggi
