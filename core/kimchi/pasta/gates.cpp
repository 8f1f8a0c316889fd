// Constraints of one row: of a witness that is checked, and at the verifier's point.
#include "core/curve/pasta.h"
#include "core/kimchi/gates/gate_evaluation_impl.h"

namespace onggi {

template Fp combined_constraints(GateType, const RowEnvironment<Fp>&, const AlphaPowers<Fp>&);
template Fq combined_constraints(GateType, const RowEnvironment<Fq>&, const AlphaPowers<Fq>&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fp>&, const Fp&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fq>&, const Fq&);

}  // namespace onggi
