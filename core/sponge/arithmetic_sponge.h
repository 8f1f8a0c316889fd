// A duplex sponge over one field.
#pragma once

#include <cstddef>
#include <span>

#include "core/sponge/poseidon.h"

namespace onggi {

// Copies are independent: squeezing a copy leaves the original as it was.
template <class F>
class ArithmeticSponge {
 public:
  void absorb(const F& value);
  void absorb(std::span<const F> values);
  F squeeze();

 private:
  enum class Mode { absorbing, squeezing };

  PoseidonState<F> state_{};
  Mode mode_ = Mode::absorbing;
  size_t position_ = 0;  // elements of the rate absorbed, or squeezed, since the last permutation
};

}  // namespace onggi
