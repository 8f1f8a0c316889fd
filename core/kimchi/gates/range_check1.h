// RangeCheck1: w0 < 2^88, as crumbs and looked-up limbs of this row and the next. The two rows also
// look up the remaining limbs of the two RangeCheck0 rows before them.
// Source: Kimchi book, "Range Check".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/parallel/for_size.h"

namespace onggi::gates {

struct RangeCheck1 {
  static constexpr GateType kType = GateType::RangeCheck1;
  static constexpr GateInfo kInfo{.name = "RangeCheck1",
                                  .berkeley = 13,
                                  .mesa = 9,
                                  .degree = 4,
                                  .lookups = LookupPattern::RangeCheck,
                                  .next_row_lookups = LookupPattern::RangeCheck};
  static constexpr size_t kConstraints = 21;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "range_check1_selector";
    static constexpr std::string_view kCommitmentName = "range_check1_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::range_check1_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::range_check1_comm;
  };

  template <class Env>
  ONGGI_FOR_SIZE static std::array<typename Env::Element, kConstraints> constraints(
      const Env& env) {
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
