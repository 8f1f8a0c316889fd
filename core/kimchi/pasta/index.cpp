#include "core/curve/pasta.h"
#include "core/kimchi/circuit/check_witness_impl.h"
#include "core/kimchi/circuit/constraint_system_impl.h"
#include "core/kimchi/index/prover_index_impl.h"
#include "core/kimchi/index/verifier_index_impl.h"

namespace onggi {

template class ConstraintSystem<Fp>;
template class ConstraintSystem<Fq>;
template std::optional<LookupPattern> pattern_of(const std::vector<Gate<Fp>>&, size_t);
template std::optional<LookupPattern> pattern_of(const std::vector<Gate<Fq>>&, size_t);
template struct VerifierIndex<Vesta>;
template struct VerifierIndex<Pallas>;
template class ProverIndex<Vesta>;
template class ProverIndex<Pallas>;
template class IndexTask<Vesta>;
template class IndexTask<Pallas>;
template Steps<Result<>> check_witness(const ConstraintSystem<Fp>&,
                                       const std::array<std::vector<Fp>, kColumns>&,
                                       std::span<const RuntimeTable<Fp>>);
template Steps<Result<>> check_witness(const ConstraintSystem<Fq>&,
                                       const std::array<std::vector<Fq>, kColumns>&,
                                       std::span<const RuntimeTable<Fq>>);

}  // namespace onggi
