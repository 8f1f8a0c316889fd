// The Pasta fields: for each its modulus, a generator of the multiplicative group and the
// two-adicity. All other constants are computed. Source: o1-labs/proof-systems,
// curves/src/pasta/fields.
#pragma once

#include "core/field/u256.h"

namespace onggi {

// Base field of Pallas, scalar field of Vesta.
struct FpParams {
  static constexpr U256 kModulus =
      *U256::from_hex("0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001");
  static constexpr uint64_t kGenerator = 5;
  static constexpr unsigned kTwoAdicity = 32;
};

// Base field of Vesta, scalar field of Pallas.
struct FqParams {
  static constexpr U256 kModulus =
      *U256::from_hex("0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001");
  static constexpr uint64_t kGenerator = 5;
  static constexpr unsigned kTwoAdicity = 32;
};

}  // namespace onggi
