// Rot64: w1 is the 64-bit word w0 rotated left by r bits, with c0 = 2^r.
// Source: Kimchi book, "Rotation".
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/formula.h"

namespace onggi::gates {

struct Rot64 {
  static constexpr GateType kType = GateType::Rot64;
  static constexpr size_t kConstraints = 11;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    const E &word = env.w(0), &rotated = env.w(1), &excess = env.w(2), &shifted = env.next(0);
    const E& two_to_rot = env.coefficient(0);
    std::array<E, kConstraints> out{};
    for (size_t i = 7; i < kColumns; ++i) out[i - 7] = crumb(env.w(i));
    // word·2^r = excess·2^64 + shifted
    out[8] = word * two_to_rot - shift_left<64>(excess) - shifted;
    out[9] = rotated - (shifted + excess);
    // excess − 2^r + 2^64 has 64 bits
    Digits<E> bound(env.w(3));
    for (size_t i = 4; i < 7; ++i) bound.template append<12>(env.w(i));
    for (size_t i = 7; i < kColumns; ++i) bound.template append<2>(env.w(i));
    out[10] = bound.value() - (excess - two_to_rot + kPowerOfTwo<E, 64>);
    return out;
  }
};

}  // namespace onggi::gates
