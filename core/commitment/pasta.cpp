#include "core/curve/pasta.h"

#include "core/commitment/accumulator_impl.h"
#include "core/commitment/b_poly_impl.h"
#include "core/commitment/commit_impl.h"
#include "core/commitment/ipa/prover_impl.h"
#include "core/commitment/ipa/verifier_impl.h"
#include "core/commitment/pasta/standard_srs_constants.h"
#include "core/commitment/srs_impl.h"
#include "core/commitment/standard_srs_impl.h"

namespace onggi {

template <>
const StandardSrsTable& standard_srs_table<Pallas>() {
  return standard_srs::kPallas;
}
template <>
const StandardSrsTable& standard_srs_table<Vesta>() {
  return standard_srs::kVesta;
}
template U256 digest_of_points(std::span<const Affine<Pallas>>);
template U256 digest_of_points(std::span<const Affine<Vesta>>);
template bool are_standard_points(std::span<const Affine<Pallas>>);
template bool are_standard_points(std::span<const Affine<Vesta>>);
template Affine<Pallas> standard_lagrange_commitment<Pallas>(unsigned, size_t);
template Affine<Vesta> standard_lagrange_commitment<Vesta>(unsigned, size_t);

template class Srs<Pallas>;
template class Srs<Vesta>;
template class SrsTask<Pallas>;
template class SrsTask<Vesta>;

template Steps<PolyComm<Pallas>> commit_non_hiding_steps(const Srs<Pallas>&, std::span<const Fq>,
                                                         size_t);
template Steps<PolyComm<Vesta>> commit_non_hiding_steps(const Srs<Vesta>&, std::span<const Fp>,
                                                        size_t);
template PolyComm<Pallas> commit_non_hiding(const Srs<Pallas>&, std::span<const Fq>, size_t);
template PolyComm<Vesta> commit_non_hiding(const Srs<Vesta>&, std::span<const Fp>, size_t);
template Steps<std::vector<PolyComm<Pallas>>> commit_many_steps(
    const Srs<Pallas>&, std::span<const std::span<const Fq>>, size_t);
template Steps<std::vector<PolyComm<Vesta>>> commit_many_steps(const Srs<Vesta>&,
                                                               std::span<const std::span<const Fp>>,
                                                               size_t);
template Steps<Result<PolyComm<Pallas>>> commit_evaluations_non_hiding_steps(const Srs<Pallas>&,
                                                                             const Domain<Fq>&,
                                                                             std::span<const Fq>);
template Steps<Result<PolyComm<Vesta>>> commit_evaluations_non_hiding_steps(const Srs<Vesta>&,
                                                                            const Domain<Fp>&,
                                                                            std::span<const Fp>);
template Result<PolyComm<Pallas>> commit_evaluations_non_hiding(const Srs<Pallas>&,
                                                                const Domain<Fq>&,
                                                                std::span<const Fq>);
template Result<PolyComm<Vesta>> commit_evaluations_non_hiding(const Srs<Vesta>&, const Domain<Fp>&,
                                                               std::span<const Fp>);
template size_t commit_evaluations_bytes(const Srs<Pallas>&, size_t);
template size_t commit_evaluations_bytes(const Srs<Vesta>&, size_t);
template Result<PolyComm<Pallas>> mask_custom(const Srs<Pallas>&, const PolyComm<Pallas>&,
                                              std::span<const Fq>);
template Result<PolyComm<Vesta>> mask_custom(const Srs<Vesta>&, const PolyComm<Vesta>&,
                                             std::span<const Fp>);

template Fp b_poly(std::span<const Fp>, const Fp&);
template Fq b_poly(std::span<const Fq>, const Fq&);
template std::vector<Fp> b_poly_coefficients(std::span<const Fp>);
template std::vector<Fq> b_poly_coefficients(std::span<const Fq>);
template PolyComm<Pallas> b_poly_commitment(const Srs<Pallas>&, std::span<const Fq>);
template PolyComm<Vesta> b_poly_commitment(const Srs<Vesta>&, std::span<const Fp>);
template size_t b_poly_commitment_bytes(const Srs<Pallas>&, size_t);
template size_t b_poly_commitment_bytes(const Srs<Vesta>&, size_t);

template Result<std::vector<Affine<Pallas>>> batch_accumulator_generate(const Srs<Pallas>&, size_t,
                                                                        std::span<const Fq>);
template Result<std::vector<Affine<Vesta>>> batch_accumulator_generate(const Srs<Vesta>&, size_t,
                                                                       std::span<const Fp>);
template size_t batch_accumulator_generate_bytes(const Srs<Pallas>&, size_t, size_t);
template size_t batch_accumulator_generate_bytes(const Srs<Vesta>&, size_t, size_t);
template size_t batch_accumulator_check_bytes(const Srs<Pallas>&, size_t, size_t);
template size_t batch_accumulator_check_bytes(const Srs<Vesta>&, size_t, size_t);
template Result<bool> batch_accumulator_check(const Srs<Pallas>&, std::span<const Affine<Pallas>>,
                                              std::span<const Fq>, Rng&);
template Result<bool> batch_accumulator_check(const Srs<Vesta>&, std::span<const Affine<Vesta>>,
                                              std::span<const Fp>, Rng&);

template class IpaProver<Pallas>;
template class IpaProver<Vesta>;
template Steps<Result<bool>> verify_openings(const Srs<Pallas>&,
                                             std::span<const OpeningClaim<Pallas>>, Rng&);
template Steps<Result<bool>> verify_openings(const Srs<Vesta>&,
                                             std::span<const OpeningClaim<Vesta>>, Rng&);
template std::vector<ScalarChallenge<Fq>> opening_prechallenges(FqSponge<Pallas>&, const Fq&,
                                                                const OpeningProof<Pallas>&);
template std::vector<ScalarChallenge<Fp>> opening_prechallenges(FqSponge<Vesta>&, const Fp&,
                                                                const OpeningProof<Vesta>&);
template Fq shift_scalar<Pallas>(const Fq&);
template Fp shift_scalar<Vesta>(const Fp&);

}  // namespace onggi
