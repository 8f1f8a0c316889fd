// Vectors of field elements as flat bytes: 32 little-endian bytes an element, nothing in between.
// Source: the peer's FlatVector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi {

inline constexpr size_t kFieldBytes = 32;

// Errors: invalid_length if the size is no multiple of kFieldBytes; noncanonical_field_element
// naming the element.
template <class F>
Result<std::vector<F>> decode_flat_vector(std::span<const uint8_t> bytes);

template <class F>
std::vector<uint8_t> encode_flat_vector(std::span<const F> elements);

// A witness from its columns, one after the other: 15 · rows · 32 bytes, and nothing beside the
// columns. Errors: invalid_length; noncanonical_field_element naming column and row.
template <class C>
Result<Witness<C>> witness_from_columns(std::span<const uint8_t> bytes, size_t rows);

extern template Result<std::vector<Fp>> decode_flat_vector<Fp>(std::span<const uint8_t>);
extern template Result<std::vector<Fq>> decode_flat_vector<Fq>(std::span<const uint8_t>);
extern template std::vector<uint8_t> encode_flat_vector<Fp>(std::span<const Fp>);
extern template std::vector<uint8_t> encode_flat_vector<Fq>(std::span<const Fq>);
extern template Result<Witness<Vesta>> witness_from_columns<Vesta>(std::span<const uint8_t>,
                                                                   size_t);
extern template Result<Witness<Pallas>> witness_from_columns<Pallas>(std::span<const uint8_t>,
                                                                     size_t);

}  // namespace onggi
