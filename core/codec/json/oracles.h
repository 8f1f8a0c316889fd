// The challenges of a proof as JSON (kimchi-oracles/1).
// Source: tests/vectors/README.md.
#pragma once

#include <string>

#include "core/kimchi/verifier/oracles.h"

namespace onggi {

// Writes kimchi-oracles/1 on one line. `p_eval` contains only the first chunk of the public
// evaluations, as in the peer's files.
template <class C>
std::string encode_oracles(const Oracles<C>& oracles);

}  // namespace onggi
