#include "core/curve/pasta.h"
#include "core/kimchi/prover/prover_impl.h"

namespace onggi {

template class ProverTask<Vesta>;
template Result<ProverProof<Vesta>> prove(std::shared_ptr<const ProverIndex<Vesta>>, Witness<Vesta>,
                                          Rng&);

}  // namespace onggi
