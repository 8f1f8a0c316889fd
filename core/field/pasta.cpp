#include "core/field/pasta.h"

#include "core/field/montgomery_impl.h"
#include "core/field/prime_field.h"
#include "core/field/radix13x20_impl.h"

namespace onggi {

static_assert(PrimeField<Fp> && PrimeField<Fq>);

template class Divsteps<int64_t, uint64_t, Int128, 62>;
template class Divsteps<int32_t, uint32_t, int64_t, 30>;
template struct Radix29x9::Arithmetic<FpParams>;
template struct Radix29x9::Arithmetic<FqParams>;
template struct Radix13x20::Arithmetic<FpParams>;
template struct Radix13x20::Arithmetic<FqParams>;
template class Montgomery<FpParams, Radix64x4>;
template class Montgomery<FqParams, Radix64x4>;
template class Montgomery<FpParams, Radix29x9>;
template class Montgomery<FqParams, Radix29x9>;
ONGGI_FIELD_LOOPS(, Fp)
ONGGI_FIELD_LOOPS(, Fq)

}  // namespace onggi
