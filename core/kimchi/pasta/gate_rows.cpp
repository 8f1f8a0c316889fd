// Constraints of many rows, in which a proof spends much of its time.
#include "core/curve/pasta.h"
#include "core/kimchi/gates/gate_evaluation_impl.h"

namespace onggi {

template void add_gate_rows(GateType, PackedRows<Fp>, const GateColumns<Fp>&,
                            const AlphaPowers<Fp>&, std::span<Packed<Fp>>);
template void add_gate_rows(GateType, PackedRows<Fq>, const GateColumns<Fq>&,
                            const AlphaPowers<Fq>&, std::span<Packed<Fq>>);

}  // namespace onggi
