// Verifier indexes as JSON: the peer's own text, and kimchi-verifier-index/1.
// Source: the peer's verifier_index_serialize; docs/file-formats.md.
#pragma once

#include <string>
#include <string_view>

#include "core/error/error.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi {

// Writes the same bytes as the peer's verifier_index_serialize.
template <class C>
std::string encode_verifier_index(const VerifierIndex<C>& index);

// Reads the peer's text. Recomputes the domain from its size and compares it with the text. Checks
// that points are on the curve. Leaves the SRS null. The verifier checks that the numbers match
// each other (chunks, zk_rows). Errors name the place, e.g. `sigma_comm[2].chunks[0]`:
// malformed_json, missing_field, noncanonical_field_element, malformed_point, point_not_on_curve,
// invalid_length, size_out_of_range, and invalid_argument for an inconsistent domain.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index(std::string_view json);

// Reads a kimchi-verifier-index/1 file. Ignores `digest` and `serialized`. `revision` is optional
// and defaults to berkeley. Errors: as above, and unsupported_format, wrong_field.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index_file(std::string_view json);

// Writes a kimchi-verifier-index/1 file on one line, with the digest and the peer's text.
template <class C>
std::string encode_verifier_index_file(const VerifierIndex<C>& index);

}  // namespace onggi
