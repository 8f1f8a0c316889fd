// Bodies of arithmetic_sponge.h.
#pragma once

#include "core/sponge/arithmetic_sponge.h"

namespace onggi {

template <class F>
void ArithmeticSponge<F>::absorb(const F& value) {
  if (mode_ == Mode::squeezing) {
    mode_ = Mode::absorbing;
    position_ = 0;
  } else if (position_ == kPoseidonRate) {
    poseidon_permute(state_);
    position_ = 0;
  }
  state_[position_++] += value;
}

template <class F>
void ArithmeticSponge<F>::absorb(std::span<const F> values) {
  for (const F& value : values) absorb(value);
}

template <class F>
F ArithmeticSponge<F>::squeeze() {
  if (mode_ == Mode::absorbing || position_ == kPoseidonRate) {
    poseidon_permute(state_);
    mode_ = Mode::squeezing;
    position_ = 0;
  }
  return state_[position_++];
}

}  // namespace onggi
