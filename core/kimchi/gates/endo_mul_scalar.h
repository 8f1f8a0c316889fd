// EndoMulScalar: sixteen bits of a scalar challenge as eight two-bit digits (crumbs), added to a
// and b.
// Source: Kimchi book, "Endo Scalar Computation".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct EndoMulScalar {
  static constexpr GateType kType = GateType::EndoMulScalar;
  static constexpr GateInfo kInfo{.name = "EndoMulScalar", .berkeley = 6, .mesa = 6, .degree = 4};
  static constexpr size_t kConstraints = 11;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "endomul_scalar_selector";
    static constexpr std::string_view kCommitmentName = "endomul_scalar_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::endomul_scalar_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::endomul_scalar_comm;
  };

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    constexpr size_t kCrumbs = 8;
    static const E one_sixth(FieldOf<E>::from_u64(6).inverse_vartime());
    // n ← 4·n + x, a ← 2·a + C(x), b ← 2·b + D(x). The sums of 6·C and of D − C are accumulated
    // separately.
    Digits<E> n(env.w(0));
    Digits<E> a(env.w(2));
    Digits<E> b(env.w(3));
    E sixfold_c = E::zero();
    std::array<E, kConstraints> out{};
    for (size_t i = 0; i < kCrumbs; ++i) {
      const E& x = env.w(6 + i);
      const E x2 = x.square();
      n.template append<2>(x);
      a.template append<1>(E::zero());
      // D(x) = C(x) − x² + 3x − 1
      b.template append<1>(tripled(x) - x2 - E::one());
      // 6·C(x) = 4x³ − 15x² + 11x = x·(4x² + 11) − 15x²
      const auto c = x * (shift_left<2>(x2) + integer<E, 11>()) - shift_left<4>(x2) + x2;
      sixfold_c = sixfold_c.doubled() + c;
      out[3 + i] = crumb(x, x2);
    }
    const E c = sixfold_c * one_sixth;
    out[0] = n.value() - env.w(1);
    out[1] = a.value() + c - env.w(4);
    out[2] = b.value() + c - env.w(5);
    return out;
  }
};

}  // namespace onggi::gates
