// Xor16: sixteen bits of w2 = w0 xor w1 as four looked-up nibbles each; the rest is the next row's.
// Source: Kimchi book, "Xor".
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/formula.h"

namespace onggi::gates {

struct Xor16 {
  static constexpr GateType kType = GateType::Xor16;
  static constexpr size_t kConstraints = 3;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    std::array<E, kConstraints> out{};
    for (size_t i = 0; i < kConstraints; ++i) {
      // w_i = nibbles + 2^16·w'_i
      Digits<E> value(env.next(i));
      for (size_t nibble = 4; nibble-- > 0;) value.template append<4>(env.w(3 + 4 * i + nibble));
      out[i] = value.value() - env.w(i);
    }
    return out;
  }
};

}  // namespace onggi::gates
