#include "core/curve/pasta.h"
#include "core/kimchi/prover/kept_evaluations_impl.h"
#include "core/kimchi/prover/prover_impl.h"

namespace onggi {

template class ProverTask<Vesta>;
template Steps<> evaluate_to_keep(const ProverIndex<Vesta>&, size_t, KeptEvaluations<Vesta>&);
template size_t kept_evaluations_bytes(const ProverIndex<Vesta>&);
template Result<ProverProof<Vesta>> prove(std::shared_ptr<const ProverIndex<Vesta>>, Witness<Vesta>,
                                          Rng&);

}  // namespace onggi
