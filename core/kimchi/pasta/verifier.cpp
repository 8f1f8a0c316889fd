#include "core/curve/pasta.h"
#include "core/kimchi/verifier/oracles_impl.h"
#include "core/kimchi/verifier/verifier_task_impl.h"

namespace onggi {

template Steps<PolyComm<Vesta>> commit_public_input_steps(const Srs<Vesta>&, const Domain<Fp>&,
                                                          std::span<const Fp>);
template Steps<PolyComm<Pallas>> commit_public_input_steps(const Srs<Pallas>&, const Domain<Fq>&,
                                                           std::span<const Fq>);
template PolyComm<Vesta> commit_public_input(const Srs<Vesta>&, const Domain<Fp>&,
                                             std::span<const Fp>);
template PolyComm<Pallas> commit_public_input(const Srs<Pallas>&, const Domain<Fq>&,
                                              std::span<const Fq>);
template void absorb_evaluations(FrSponge<Fp>&, const Fp&, std::span<const std::vector<Fp>>,
                                 const Fp&, const PointEvaluations<Fp>&,
                                 const ProofEvaluations<Fp>&);
template void absorb_evaluations(FrSponge<Fq>&, const Fq&, std::span<const std::vector<Fq>>,
                                 const Fq&, const PointEvaluations<Fq>&,
                                 const ProofEvaluations<Fq>&);
template Result<Oracles<Vesta>> oracles(const VerifierIndex<Vesta>&, const ProverProof<Vesta>&);
template Result<Oracles<Pallas>> oracles(const VerifierIndex<Pallas>&, const ProverProof<Pallas>&);
template size_t oracles_bytes(const VerifierIndex<Vesta>&, const ProverProof<Vesta>&);
template size_t oracles_bytes(const VerifierIndex<Pallas>&, const ProverProof<Pallas>&);
template Result<bool> verify(const VerifierIndex<Vesta>&, const ProverProof<Vesta>&, Rng&);
template Result<bool> verify(const VerifierIndex<Pallas>&, const ProverProof<Pallas>&, Rng&);
template size_t verify_bytes(std::span<const VerifierIndex<Vesta>* const>);
template size_t verify_bytes(std::span<const VerifierIndex<Pallas>* const>);
template Result<bool> batch_verify(std::span<const VerifierClaim<Vesta>>, Rng&);
template Result<bool> batch_verify(std::span<const VerifierClaim<Pallas>>, Rng&);

template class VerifierTask<Vesta>;
template class VerifierTask<Pallas>;

}  // namespace onggi
