// Rot64: w1 is the 64-bit word w0 rotated left by r bits, with c0 = 2^r.
// Source: Kimchi book, "Rotation".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/parallel/for_size.h"

namespace onggi::gates {

struct Rot64 {
  static constexpr GateType kType = GateType::Rot64;
  static constexpr GateInfo kInfo{.name = "Rot64",
                                  .berkeley = 17,
                                  .mesa = 13,
                                  .degree = 4,
                                  .lookups = LookupPattern::RangeCheck};
  static constexpr size_t kConstraints = 11;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "rot_selector";
    static constexpr std::string_view kCommitmentName = "rot_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::rot_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::rot_comm;
  };

  template <class Env>
  ONGGI_FOR_SIZE static std::array<typename Env::Element, kConstraints> constraints(
      const Env& env) {
    using E = typename Env::Element;
    const E &word = env.w(0), &rotated = env.w(1), &excess = env.w(2), &shifted = env.next(0);
    const E& two_to_rot = env.coefficient(0);
    std::array<E, kConstraints> out{};
    for (size_t i = 7; i < kColumns; ++i) out[i - 7] = crumb(env.w(i));
    // word·2^r = excess·2^64 + shifted
    out[8] = word * two_to_rot - shift_left<64>(excess) - shifted;
    out[9] = rotated - (shifted + excess);
    // excess − 2^r + 2^64 is range checked to 64 bits
    Digits<E> bound(env.w(3));
    for (size_t i = 4; i < 7; ++i) bound.template append<12>(env.w(i));
    for (size_t i = 7; i < kColumns; ++i) bound.template append<2>(env.w(i));
    out[10] = bound.value() - (excess - two_to_rot + integer<E, 1, 64>());
    return out;
  }
};

}  // namespace onggi::gates
