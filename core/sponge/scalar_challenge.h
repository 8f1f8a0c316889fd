// 128-bit challenges, and the scalars that they expand to.
#pragma once

#include <cstdint>

namespace onggi {

template <class F>
struct ScalarChallenge {
  uint64_t lo = 0;
  uint64_t hi = 0;

  // The challenge as an integer.
  F raw() const;

  // a·endo + b, where the bits of the challenge encode a and b. Multiplying a point by this scalar
  // takes 64 doublings and the curve's endomorphism. `endo` is the cube root of unity that acts as
  // the endomorphism. Source: Halo (eprint 2019/1021), algorithm 2.
  F to_field(const F& endo) const;

  bool operator==(const ScalarChallenge&) const = default;
};

}  // namespace onggi
