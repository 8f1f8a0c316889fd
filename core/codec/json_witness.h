// Witnesses as JSON (kimchi-witness/1).
// Source: tests/vectors/README.md.
#pragma once

#include <string>
#include <string_view>

#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi {

// Reads kimchi-witness/1. The fifteen columns of what comes back are equally long; previous
// commitments lie on the curve. `runtime_tables`, `prev_challenges` and `rows` may be left out.
// Errors name the place, e.g. `columns[3][17]`, never the value: malformed_json, missing_field,
// unsupported_format, wrong_field, noncanonical_field_element, point_not_on_curve, witness_shape,
// invalid_length (not fifteen columns), size_out_of_range.
template <class C>
Result<Witness<C>> decode_witness(std::string_view json);

// Reads `runtime_tables` and `prev_challenges` of kimchi-witness/1 in place of the witness's own,
// and nothing else; what is left out stays. Errors: as above, with a part of it read.
template <class C>
Result<void> decode_witness_data(std::string_view json, Witness<C>& witness);

// Writes kimchi-witness/1, which decode_witness reads.
template <class C>
std::string encode_witness(const Witness<C>& witness);

extern template std::string encode_witness<Vesta>(const Witness<Vesta>&);
extern template std::string encode_witness<Pallas>(const Witness<Pallas>&);
extern template Result<void> decode_witness_data<Vesta>(std::string_view, Witness<Vesta>&);
extern template Result<void> decode_witness_data<Pallas>(std::string_view, Witness<Pallas>&);
extern template Result<Witness<Vesta>> decode_witness<Vesta>(std::string_view);
extern template Result<Witness<Pallas>> decode_witness<Pallas>(std::string_view);

}  // namespace onggi
