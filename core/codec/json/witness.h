// Witnesses as JSON (kimchi-witness/1).
// Source: docs/file-formats.md.
#pragma once

#include <string>
#include <string_view>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi {

// Reads kimchi-witness/1. All fifteen columns of the result have the same length. Checks that
// previous commitments are on the curve. `runtime_tables`, `prev_challenges` and `rows` are
// optional. Errors name the place, e.g. `columns[3][17]`, but never the value: malformed_json,
// missing_field, unsupported_format, wrong_field, noncanonical_field_element, point_not_on_curve,
// witness_shape, invalid_length (not fifteen columns), size_out_of_range.
template <class C>
Result<Witness<C>> decode_witness(std::string_view json);

// Reads only `runtime_tables` and `prev_challenges` of kimchi-witness/1 and replaces those of the
// witness. Members that are missing in the text do not change. Errors: as above; parts may have
// been replaced before an error.
template <class C>
Result<void> decode_witness_data(std::string_view json, Witness<C>& witness);

// Writes kimchi-witness/1, the format of decode_witness.
template <class C>
std::string encode_witness(const Witness<C>& witness);

}  // namespace onggi
