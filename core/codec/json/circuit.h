// Circuits as JSON.
// Source: docs/file-formats.md (kimchi-circuit/1); the peer's circuit_serialize.
#pragma once

#include <string>
#include <string_view>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/memory/byte_count.h"

namespace onggi {

// Reads kimchi-circuit/1. `format`, `field`, `public_input_size` and `gates` must be there; tables,
// `prev_challenges`, `srs_depth` and `revision` (berkeley) may be left out; other keys are ignored.
// Checks that every wire is inside the circuit, that no gate has more than kColumns coefficients,
// that the columns of a table are equally long and that the public inputs fit the rows. Errors
// name the place, e.g. `gates[17].coeffs[2]`: malformed_json, missing_field, unsupported_format,
// wrong_field, noncanonical_field_element, unknown_gate, wire_out_of_range, invalid_length,
// size_out_of_range.
template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit(std::string_view json);

// Counts from which the memory of a circuit is estimated before it is read.
struct CircuitOutline {
  CircuitShape shape;
  size_t elements = 0;  // field elements of coefficients and tables

  // The maximum number of bytes that reading the circuit allocates.
  template <class F>
  size_t decoded_bytes() const {
    // The coefficients of each gate are an allocation of their own.
    return (ByteCount(shape.gates) * (sizeof(Gate<F>) + kAllocatorOverhead) +
            ByteCount(elements) * sizeof(F))
        .value();
  }
};

// The outline of a circuit in either format. A text that is not a circuit has the outline of the
// parts that look like one. Allocates nothing.
CircuitOutline circuit_outline(std::string_view json);

// Writes kimchi-circuit/1 on one line.
template <class C>
std::string encode_circuit(const Circuit<typename C::Scalar>& circuit);

// The peer's own circuit text: public input size and gates only. Equal byte by byte to what its
// circuit_serialize writes.
template <class C>
std::string encode_circuit_serialize(const Circuit<typename C::Scalar>& circuit);

// Reads the peer's own circuit text, with the promises and errors of decode_circuit. The text does
// not say its field: only elements that are not reduced reveal another one.
template <class C>
Result<Circuit<typename C::Scalar>> decode_circuit_serialize(std::string_view json);

}  // namespace onggi
