// The two instances of this room.
#include "core/curve/pasta.h"

#include "core/kimchi/constraint_system_impl.h"
#include "core/kimchi/oracles_impl.h"
#include "core/kimchi/prover_impl.h"
#include "core/kimchi/prover_index_impl.h"
#include "core/kimchi/verifier_impl.h"
#include "core/kimchi/verifier_index_impl.h"

namespace onggi {

template class ConstraintSystem<Fp>;
template class ConstraintSystem<Fq>;
template struct VerifierIndex<Vesta>;
template struct VerifierIndex<Pallas>;
template class ProverIndex<Vesta>;
template class ProverIndex<Pallas>;
template class ProverTask<Vesta>;
template class ProverTask<Pallas>;
template Result<ProverProof<Vesta>> prove(std::shared_ptr<const ProverIndex<Vesta>>, Witness<Vesta>,
                                          Rng&);
template Result<ProverProof<Pallas>> prove(std::shared_ptr<const ProverIndex<Pallas>>,
                                           Witness<Pallas>, Rng&);
template Result<Oracles<Vesta>> oracles(const VerifierIndex<Vesta>&, const ProverProof<Vesta>&);
template Result<Oracles<Pallas>> oracles(const VerifierIndex<Pallas>&, const ProverProof<Pallas>&);
template Result<bool> verify(const VerifierIndex<Vesta>&, const ProverProof<Vesta>&, Rng&);
template Result<bool> verify(const VerifierIndex<Pallas>&, const ProverProof<Pallas>&, Rng&);
template Result<bool> batch_verify(std::span<const VerifierClaim<Vesta>>, Rng&);
template Result<bool> batch_verify(std::span<const VerifierClaim<Pallas>>, Rng&);

}  // namespace onggi
