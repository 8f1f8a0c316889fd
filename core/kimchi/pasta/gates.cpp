#include "core/curve/pasta.h"
#include "core/kimchi/gates/gate_evaluation_impl.h"

namespace onggi {

template Fp combined_constraints(GateType, const RowEnvironment<Fp>&, const AlphaPowers<Fp>&);
template Fq combined_constraints(GateType, const RowEnvironment<Fq>&, const AlphaPowers<Fq>&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fp>&, const Fp&);
template std::optional<size_t> failing_constraint(GateType, const RowEnvironment<Fq>&, const Fq&);
template void add_gate_rows(GateType, PackedRows<Fp>, const GateColumns<Fp>&,
                            const AlphaPowers<Fp>&, std::span<Packed<Fp>>);
template void add_gate_rows(GateType, PackedRows<Fq>, const GateColumns<Fq>&,
                            const AlphaPowers<Fq>&, std::span<Packed<Fq>>);

}  // namespace onggi
