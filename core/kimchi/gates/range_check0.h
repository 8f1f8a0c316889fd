// RangeCheck0: w0 < 2^88, as six 12-bit limbs (four of them looked up) and eight two-bit crumbs. If
// c0 = 1, the next row holds w0 and another value combined in one compact cell.
// Source: Kimchi book, "Range Check".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/parallel/for_size.h"

namespace onggi::gates {

struct RangeCheck0 {
  static constexpr GateType kType = GateType::RangeCheck0;
  static constexpr GateInfo kInfo{.name = "RangeCheck0",
                                  .berkeley = 12,
                                  .mesa = 8,
                                  .degree = 4,
                                  .lookups = LookupPattern::RangeCheck};
  static constexpr size_t kConstraints = 10;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "range_check0_selector";
    static constexpr std::string_view kCommitmentName = "range_check0_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::range_check0_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::range_check0_comm;
  };

  template <class Env>
  ONGGI_FOR_SIZE static std::array<typename Env::Element, kConstraints> constraints(
      const Env& env) {
    using E = typename Env::Element;
    std::array<E, kConstraints> out{};
    for (size_t i = 7; i < kColumns; ++i) out[i - 7] = crumb(env.w(i));
    Digits<E> value(env.w(1));
    for (size_t i = 2; i < 7; ++i) value.template append<12>(env.w(i));
    for (size_t i = 7; i < kColumns; ++i) value.template append<2>(env.w(i));
    out[8] = value.value() - env.w(0);
    // c0·(w'1 − (w0 + 2^88·w'0))
    out[9] = env.coefficient(0) * (env.next(1) - two_limbs(env.w(0), env.next(0)));
    return out;
  }
};

}  // namespace onggi::gates
