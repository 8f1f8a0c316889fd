// Lagrange bases in onggi's own file format (section_file.h). Loading a basis takes only the time
// to read the file; computing it takes seconds.
//   sections: "srs" (32 bytes that identify the SRS), "chunk 0", "chunk 1", … (a point for each
//   L_i)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"

namespace onggi {

// Encodes the basis of the domain. Computes the basis if the SRS does not have it yet.
template <class C>
std::vector<uint8_t> encode_lagrange_basis(const Srs<C>& srs,
                                           const Domain<typename C::Scalar>& domain);

// Adds the basis in the file to the SRS, unless the SRS has it already. Returns the size of the
// domain. Checks that points are on the curve, but not that they are the correct commitments: a
// verifier must trust the file as it trusts its SRS. Errors name section and position:
// unsupported_format, wrong_curve, damaged_file, wrong_srs, invalid_length, size_out_of_range,
// noncanonical_field_element, point_not_on_curve.
template <class C>
Result<size_t> load_lagrange_basis(std::span<const uint8_t> bytes, const Srs<C>& srs);

// The maximum number of bytes that loading a file of this size allocates, including those that the
// SRS keeps.
template <class C>
size_t loaded_lagrange_basis_bytes(size_t file_bytes, const Srs<C>& srs);

}  // namespace onggi
