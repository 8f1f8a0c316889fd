// Lagrange bases as files of onggi's own (section_file.h): what takes seconds to compute, loaded in
// the time that its bytes take to read.
//   sections: "srs" (32 bytes that identify the SRS), "chunk 0", "chunk 1", … (a point for each
//   L_i)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"

namespace onggi {

// The basis of the domain; computed if the SRS does not have it yet.
template <class C>
std::vector<uint8_t> encode_lagrange_basis(const Srs<C>& srs,
                                           const Domain<typename C::Scalar>& domain);

// Gives the SRS the basis of a file, unless it has it already, and says of how large a domain it
// is. Points are on the curve; that they are *the* commitments is not checked: a verifier believes
// its file as it believes its SRS. Errors name section and place: unsupported_format, wrong_curve,
// damaged_file, wrong_srs, invalid_length, size_out_of_range, noncanonical_field_element,
// point_not_on_curve.
template <class C>
Result<size_t> load_lagrange_basis(std::span<const uint8_t> bytes, const Srs<C>& srs);

// Bytes that loading a file of so many takes at most, what the SRS keeps included.
template <class C>
size_t loaded_lagrange_basis_bytes(size_t file_bytes, const Srs<C>& srs);

}  // namespace onggi
