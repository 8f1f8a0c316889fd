#include "core/curve/pasta.h"
#include "core/kimchi/prover/prover_impl.h"

namespace onggi {

template class ProverTask<Pallas>;
template Result<ProverProof<Pallas>> prove(std::shared_ptr<const ProverIndex<Pallas>>,
                                           Witness<Pallas>, Rng&);

}  // namespace onggi
