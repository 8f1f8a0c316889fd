#include "core/curve/pasta.h"
#include "core/kimchi/gates/gate_evaluation_impl.h"

namespace onggi {

template Fp combined_constraints(GateType, const RowEnvironment<Fp>&, const AlphaPowers<Fp>&);
template Fq combined_constraints(GateType, const RowEnvironment<Fq>&, const AlphaPowers<Fq>&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fp>&, const Fp&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fq>&, const Fq&);
template void add_gate_rows(GateType, RowEnvironment<Fp>, const GateColumns<Fp>&,
                            const AlphaPowers<Fp>&, size_t, size_t, std::span<Fp>);
template void add_gate_rows(GateType, RowEnvironment<Fq>, const GateColumns<Fq>&,
                            const AlphaPowers<Fq>&, size_t, size_t, std::span<Fq>);

}  // namespace onggi
