#include "core/curve/pasta.h"
#include "core/kimchi/prover/kept_evaluations_impl.h"
#include "core/kimchi/prover/prover_impl.h"

namespace onggi {

template class ProverTask<Pallas>;
template Steps<> evaluate_to_keep(const ProverIndex<Pallas>&, size_t, KeptEvaluations<Pallas>&);
template size_t kept_evaluations_bytes(const ProverIndex<Pallas>&);
template Result<ProverProof<Pallas>> prove(std::shared_ptr<const ProverIndex<Pallas>>,
                                           Witness<Pallas>, Rng&);

}  // namespace onggi
