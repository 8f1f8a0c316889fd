// Challenges of 128 bits, and the scalars that they stand for.
#pragma once

#include <cstdint>

namespace onggi {

template <class F>
struct ScalarChallenge {
  uint64_t lo = 0;
  uint64_t hi = 0;

  // The integer itself.
  F raw() const;

  // a·endo + b for the a, b that the bits spell: multiplying a point by this scalar takes 64
  // doublings and the curve's endomorphism. `endo` is the cube root of unity that acts as the
  // endomorphism. Source: Halo (eprint 2019/1021), algorithm 2.
  F to_field(const F& endo) const;

  bool operator==(const ScalarChallenge&) const = default;
};

}  // namespace onggi
