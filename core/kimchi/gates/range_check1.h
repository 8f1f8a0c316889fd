// RangeCheck1: w0 is below 2^88, by crumbs and looked-up limbs of this row and the next, which
// also looks up the limbs that two RangeCheck0 rows before it left over.
// Source: Kimchi book, "Range Check".
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/formula.h"

namespace onggi::gates {

struct RangeCheck1 {
  static constexpr GateType kType = GateType::RangeCheck1;
  static constexpr size_t kConstraints = 21;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    std::array<E, kConstraints> out{};
    out[0] = crumb(env.w(2));
    for (size_t i = 7; i < kColumns; ++i) out[i - 6] = crumb(env.w(i));
    for (size_t i = 0; i < 3; ++i) out[9 + i] = crumb(env.next(i));
    for (size_t i = 7; i < kColumns; ++i) out[i + 5] = crumb(env.next(i));
    Digits<E> value(env.w(2));
    for (size_t i = 3; i < 7; ++i) value.template append<12>(env.w(i));
    for (size_t i = 7; i < kColumns; ++i) value.template append<2>(env.w(i));
    for (size_t i = 0; i < 3; ++i) value.template append<2>(env.next(i));
    for (size_t i = 7; i < kColumns; ++i) value.template append<2>(env.next(i));
    out[20] = value.value() - env.w(0);
    return out;
  }
};

}  // namespace onggi::gates
