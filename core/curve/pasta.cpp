#include "core/curve/pasta.h"

#include <string_view>

#include "core/curve/compress_impl.h"
#include "core/curve/endo_coefficient.h"
#include "core/curve/fold_impl.h"
#include "core/curve/group_fft_impl.h"
#include "core/curve/group_map_impl.h"
#include "core/curve/jacobian_impl.h"
#include "core/curve/msm_impl.h"
#include "core/curve/scale_impl.h"

namespace onggi {
namespace {

template <class F>
constexpr F from_hex(std::string_view hex) {
  return *F::from_canonical(*U256::from_hex(hex));
}

// endo_base = 5^((p_base − 1) / 3), endo_scalar = 5^(2 (p_scalar − 1) / 3).
constexpr Affine<Pallas> kPallasGenerator{
    Fp::one(), from_hex<Fp>("1b74b5a30a12937c53dfa9f06378ee548f655bd4333d477119cf7a23caed2abb")};
constexpr Fp kPallasEndoBase =
    from_hex<Fp>("2d33357cb532458ed3552a23a8554e5005270d29d19fc7d27b7fd22f0201b547");
constexpr Fq kPallasEndoScalar =
    from_hex<Fq>("397e65a7d7c1ad71aee24b27e308f0a61259527ec1d4752e619d1840af55f1b1");

constexpr Affine<Vesta> kVestaGenerator{
    Fq::one(), from_hex<Fq>("1943666ea922ae6b13b64e3aae89754cacce3a7f298ba20c4e4389b9b0276a62")};
constexpr Fq kVestaEndoBase =
    from_hex<Fq>("06819a58283e528e511db4d81cf70f5a0fed467d47c033af2aa9d2e050aa0e4f");
constexpr Fp kVestaEndoScalar =
    from_hex<Fp>("12ccca834acdba712caad5dc57aab1b01d1f8bd237ad31491dad5ebdfdfe4ab9");

}  // namespace

Affine<Pallas> Pallas::generator() { return kPallasGenerator; }
const Fp& Pallas::endo_base() { return kPallasEndoBase; }
const Fq& Pallas::endo_scalar() { return kPallasEndoScalar; }

Affine<Vesta> Vesta::generator() { return kVestaGenerator; }
const Fq& Vesta::endo_base() { return kVestaEndoBase; }
const Fp& Vesta::endo_scalar() { return kVestaEndoScalar; }

template <>
const Fp& endo_coefficient<Fp>() {
  return Pallas::endo_base();
}
template <>
const Fq& endo_coefficient<Fq>() {
  return Vesta::endo_base();
}

template struct Jacobian<Pallas>;
template struct Jacobian<Vesta>;
template void batch_to_affine<Pallas>(std::span<const Jacobian<Pallas>>, std::span<Affine<Pallas>>);
template void batch_to_affine<Vesta>(std::span<const Jacobian<Vesta>>, std::span<Affine<Vesta>>);

template Jacobian<Pallas> scale_vartime<Pallas>(const Affine<Pallas>&, const Fq&);
template Jacobian<Vesta> scale_vartime<Vesta>(const Affine<Vesta>&, const Fp&);
template Jacobian<Pallas> scale_vartime<Pallas>(const Jacobian<Pallas>&, const Fq&);
template Jacobian<Vesta> scale_vartime<Vesta>(const Jacobian<Vesta>&, const Fp&);
template Jacobian<Pallas> straus_vartime<Pallas>(std::span<const Affine<Pallas>>,
                                                 std::span<const Fq>);
template Jacobian<Vesta> straus_vartime<Vesta>(std::span<const Affine<Vesta>>, std::span<const Fp>);

template size_t msm_work_bytes<Pallas>(size_t, size_t);
template size_t msm_work_bytes<Vesta>(size_t, size_t);
template Jacobian<Pallas> msm_vartime<Pallas>(std::span<const Affine<Pallas>>, std::span<const Fq>);
template Jacobian<Vesta> msm_vartime<Vesta>(std::span<const Affine<Vesta>>, std::span<const Fp>);
template Steps<Jacobian<Pallas>> msm_vartime_steps<Pallas>(std::span<const Affine<Pallas>>,
                                                           std::span<const Fq>);
template Steps<Jacobian<Vesta>> msm_vartime_steps<Vesta>(std::span<const Affine<Vesta>>,
                                                         std::span<const Fp>);
template Steps<std::vector<Jacobian<Pallas>>> msm_many_vartime_steps<Pallas>(
    std::span<const Affine<Pallas>>, std::span<const std::span<const Fq>>);
template Steps<std::vector<Jacobian<Vesta>>> msm_many_vartime_steps<Vesta>(
    std::span<const Affine<Vesta>>, std::span<const std::span<const Fp>>);

template size_t fold_work_bytes<Pallas>(size_t, size_t);
template size_t fold_work_bytes<Vesta>(size_t, size_t);
template void fold_bases<Pallas>(std::span<Affine<Pallas>>, std::span<const Affine<Pallas>>,
                                 const Fq&);
template void fold_bases<Vesta>(std::span<Affine<Vesta>>, std::span<const Affine<Vesta>>,
                                const Fp&);
template Steps<> fold_many<Pallas>(std::span<const Affine<Pallas>>, std::span<const Fq>,
                                   std::span<Affine<Pallas>>);
template Steps<> fold_many<Vesta>(std::span<const Affine<Vesta>>, std::span<const Fp>,
                                  std::span<Affine<Vesta>>);

template size_t group_fft_work_bytes<Pallas>(size_t);
template size_t group_fft_work_bytes<Vesta>(size_t);
template Steps<> inverse_group_fft<Pallas>(std::span<Affine<Pallas>>, Fq);
template Steps<> inverse_group_fft<Vesta>(std::span<Affine<Vesta>>, Fp);

template Affine<Pallas> map_to_curve<Pallas>(const Fp&);
template Affine<Vesta> map_to_curve<Vesta>(const Fq&);
template void map_to_curve_batch<Pallas>(std::span<const Fp>, std::span<Affine<Pallas>>);
template void map_to_curve_batch<Vesta>(std::span<const Fq>, std::span<Affine<Vesta>>);

template void compress<Pallas>(const Affine<Pallas>&, std::span<uint8_t, 33>);
template void compress<Vesta>(const Affine<Vesta>&, std::span<uint8_t, 33>);
template Result<Affine<Pallas>> decompress<Pallas>(std::span<const uint8_t, 33>);
template Result<Affine<Vesta>> decompress<Vesta>(std::span<const uint8_t, 33>);
template Result<> decompress_batch<Pallas>(std::span<const uint8_t>, std::span<Affine<Pallas>>);
template Result<> decompress_batch<Vesta>(std::span<const uint8_t>, std::span<Affine<Vesta>>);

}  // namespace onggi
