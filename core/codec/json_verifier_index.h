// Verifier indexes as JSON: the peer's own text, and kimchi-verifier-index/1.
// Source: the peer's verifier_index_serialize; tests/vectors/README.md.
#pragma once

#include <string>
#include <string_view>

#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "core/kimchi/index/verifier_index.h"

namespace onggi {

// The peer's text, equal byte by byte to what its verifier_index_serialize writes.
template <class C>
std::string encode_verifier_index(const VerifierIndex<C>& index);

// Reads the peer's text. The domain is recomputed from its size and must agree with the text;
// points are on the curve; the SRS is left empty. Whether the numbers fit each other (chunks,
// zk_rows) is left to the verifier. Errors name the place, e.g. `sigma_comm[2].chunks[0]`:
// malformed_json, missing_field, noncanonical_field_element, malformed_point, point_not_on_curve,
// invalid_length, size_out_of_range, and invalid_argument for a domain that disagrees with itself.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index(std::string_view json);

// Reads a kimchi-verifier-index/1 file; `digest` and `serialized` are not looked at, `revision` may
// be left out (berkeley).
// Errors as above, and unsupported_format, wrong_field.
template <class C>
Result<VerifierIndex<C>> decode_verifier_index_file(std::string_view json);

// Writes a kimchi-verifier-index/1 file on one line, with digest and peer's text.
template <class C>
std::string encode_verifier_index_file(const VerifierIndex<C>& index);

extern template std::string encode_verifier_index<Vesta>(const VerifierIndex<Vesta>&);
extern template std::string encode_verifier_index<Pallas>(const VerifierIndex<Pallas>&);
extern template Result<VerifierIndex<Vesta>> decode_verifier_index<Vesta>(std::string_view);
extern template Result<VerifierIndex<Pallas>> decode_verifier_index<Pallas>(std::string_view);
extern template Result<VerifierIndex<Vesta>> decode_verifier_index_file<Vesta>(std::string_view);
extern template Result<VerifierIndex<Pallas>> decode_verifier_index_file<Pallas>(std::string_view);
extern template std::string encode_verifier_index_file<Vesta>(const VerifierIndex<Vesta>&);
extern template std::string encode_verifier_index_file<Pallas>(const VerifierIndex<Pallas>&);

}  // namespace onggi
