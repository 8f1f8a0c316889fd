// Vectors of field elements as flat bytes: 32 little-endian bytes per element, without separators.
// Source: the peer's FlatVector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi {

inline constexpr size_t kFieldBytes = 32;

// Errors: invalid_length if the size is not a multiple of kFieldBytes; noncanonical_field_element
// with the index of the element.
template <class F>
Result<std::vector<F>> decode_flat_vector(std::span<const uint8_t> bytes);

template <class F>
std::vector<uint8_t> encode_flat_vector(std::span<const F> elements);

// A witness that consists only of columns, one after the other: 15·rows·32 bytes. Errors:
// invalid_length; noncanonical_field_element with column and row.
template <class C>
Result<Witness<C>> witness_from_columns(std::span<const uint8_t> bytes, size_t rows);

}  // namespace onggi
