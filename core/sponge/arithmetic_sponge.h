// A duplex sponge over one field.
#pragma once

#include <cstddef>
#include <span>

#include "core/sponge/poseidon.h"

namespace onggi {

// Copies are independent: squeezing a copy does not change the original.
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
  size_t position_ = 0;  // number of rate elements absorbed or squeezed since the last permutation
};

}  // namespace onggi
