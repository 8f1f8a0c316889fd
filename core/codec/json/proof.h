// Proofs as JSON (kimchi-proof/1), public input included.
// Source: docs/file-formats.md.
#pragma once

#include <string>
#include <string_view>

#include "core/error/error.h"
#include "core/kimchi/proof.h"

namespace onggi {

// Reads kimchi-proof/1. Checks that elements are reduced, that points are on the curve, and that
// lists of fixed length (15 witness commitments, the columns of the evaluations) are complete. The
// verifier checks the counts that depend on an index: chunks, rounds of the opening, public inputs.
// Errors name the place, e.g. `evals.w[9].zeta[0]`: malformed_json, missing_field,
// unsupported_format, wrong_field, noncanonical_field_element, point_not_on_curve, invalid_length.
template <class C>
Result<ProverProof<C>> decode_proof_json(std::string_view json);

// Writes kimchi-proof/1 on one line.
template <class C>
std::string encode_proof_json(const ProverProof<C>& proof);

}  // namespace onggi
