// The two Pasta fields, in the radix for the target machine.
#pragma once

#include "core/field/batch.h"
#include "core/field/montgomery.h"
#include "core/field/packed.h"
#include "core/field/pasta_params.h"
#include "core/field/radix29x9.h"
#include "core/field/radix64x4.h"

namespace onggi {

#ifdef __wasm__
using PlatformRadix = Radix29x9;
#else
using PlatformRadix = Radix64x4;
#endif

// Base field of Pallas, scalar field of Vesta.
using Fp = Montgomery<FpParams, PlatformRadix>;
// Base field of Vesta, scalar field of Pallas.
using Fq = Montgomery<FqParams, PlatformRadix>;

extern template struct Radix29x9::Arithmetic<FpParams>;
extern template struct Radix29x9::Arithmetic<FqParams>;
extern template struct Radix13x20::Arithmetic<FpParams>;
extern template struct Radix13x20::Arithmetic<FqParams>;
extern template class Montgomery<FpParams, Radix64x4>;
extern template class Montgomery<FqParams, Radix64x4>;
extern template class Montgomery<FpParams, Radix29x9>;
extern template class Montgomery<FqParams, Radix29x9>;

// Loops that are compiled for speed in every build.
#define ONGGI_FIELD_LOOPS(DECLARE, F)                                                           \
  DECLARE template void pack<F>(std::span<PackedElement<F>>, std::span<const F>);               \
  DECLARE template void unpack<F>(std::span<F>, std::span<const PackedElement<F>>);             \
  DECLARE template void pack_scaled<F>(std::span<PackedElement<F>>, std::span<const F>,         \
                                       std::span<const PackedElement<F>>);                      \
  DECLARE template void batch_detail::add_scaled_lanes<F>(F*, const F&, const F*, size_t);      \
  DECLARE template std::array<F, kLanes<F>> batch_detail::inner_products<F>(const F*, const F*, \
                                                                            size_t);            \
  DECLARE template std::array<F, kLanes<F>> batch_detail::horner_lanes<F>(const F*, size_t,     \
                                                                          const F&);
ONGGI_FIELD_LOOPS(extern, Fp)
ONGGI_FIELD_LOOPS(extern, Fq)

}  // namespace onggi
