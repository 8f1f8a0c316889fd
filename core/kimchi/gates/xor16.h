// Xor16: sixteen bits of w2 = w0 xor w1, with four looked-up nibbles each. The next row continues
// with the higher bits.
// Source: Kimchi book, "Xor".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct Xor16 {
  static constexpr GateType kType = GateType::Xor16;
  static constexpr GateInfo kInfo{
      .name = "Xor16", .berkeley = 16, .mesa = 12, .degree = 1, .lookups = LookupPattern::Xor};
  static constexpr size_t kConstraints = 3;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "xor_selector";
    static constexpr std::string_view kCommitmentName = "xor_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::xor_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::xor_comm;
  };

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
