// Bodies of scalar_challenge.h.
#pragma once

#include "core/field/u256.h"
#include "core/sponge/scalar_challenge.h"

namespace onggi {

template <class F>
F ScalarChallenge<F>::raw() const {
  return *F::from_canonical(U256{{lo, hi, 0, 0}});  // 128 bits are below the modulus
}

template <class F>
F ScalarChallenge<F>::to_field(const F& endo) const {
  // For each pair of bits from the top: doubles a and b, then adds ±1 to one of them. The low bit
  // of the pair is the sign; the high bit selects a.
  F a = F::from_u64(2);
  F b = a;
  for (unsigned i = 64; i-- > 0;) {
    const uint64_t pair = ((i < 32 ? lo : hi) >> (2 * (i % 32))) & 3;
    a = a.doubled();
    b = b.doubled();
    F& chosen = (pair & 2) != 0 ? a : b;
    if ((pair & 1) != 0) {
      chosen += F::one();
    } else {
      chosen -= F::one();
    }
  }
  return a * endo + b;
}

}  // namespace onggi
