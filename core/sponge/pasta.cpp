#include "core/curve/pasta.h"

#include "core/sponge/arithmetic_sponge_impl.h"
#include "core/sponge/fq_sponge_impl.h"
#include "core/sponge/fr_sponge_impl.h"
#include "core/sponge/poseidon_constants.h"
#include "core/sponge/poseidon_impl.h"
#include "core/sponge/scalar_challenge_impl.h"

namespace onggi {

template <>
struct PoseidonTable<Fp> {
  static constexpr auto& kMds = poseidon_constants::kFpMds;
  static constexpr auto& kRoundConstants = poseidon_constants::kFpRoundConstants;
};

template <>
struct PoseidonTable<Fq> {
  static constexpr auto& kMds = poseidon_constants::kFqMds;
  static constexpr auto& kRoundConstants = poseidon_constants::kFqRoundConstants;
};

template const PoseidonParameters<Fp>& poseidon_parameters();
template const PoseidonParameters<Fq>& poseidon_parameters();
template void poseidon_round(const PoseidonParameters<Fp>&, size_t, PoseidonState<Fp>&);
template void poseidon_round(const PoseidonParameters<Fq>&, size_t, PoseidonState<Fq>&);
template void poseidon_permute(PoseidonState<Fp>&);
template void poseidon_permute(PoseidonState<Fq>&);

template class ArithmeticSponge<Fp>;
template class ArithmeticSponge<Fq>;
template struct ScalarChallenge<Fp>;
template struct ScalarChallenge<Fq>;
template class FrSponge<Fp>;
template class FrSponge<Fq>;
template class FqSponge<Pallas>;
template class FqSponge<Vesta>;

}  // namespace onggi
