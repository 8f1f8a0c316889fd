// The challenges of a proof as JSON (kimchi-oracles/1).
// Source: tests/vectors/README.md.
#pragma once

#include <string>

#include "core/curve/pasta.h"
#include "core/kimchi/verifier/oracles.h"

namespace onggi {

// Writes kimchi-oracles/1 on one line. `p_eval` has the first chunk of the public evaluations, as
// the peer has it.
template <class C>
std::string encode_oracles(const Oracles<C>& oracles);

extern template std::string encode_oracles<Vesta>(const Oracles<Vesta>&);
extern template std::string encode_oracles<Pallas>(const Oracles<Pallas>&);

}  // namespace onggi
