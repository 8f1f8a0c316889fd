// EndoMulScalar: sixteen bits of a scalar challenge as eight crumbs, folded into a and b.
// Source: Kimchi book, "Endo Scalar Computation".
#pragma once

#include <array>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/gates/formula.h"

namespace onggi::gates {

struct EndoMulScalar {
  static constexpr GateType kType = GateType::EndoMulScalar;
  static constexpr size_t kConstraints = 11;

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    constexpr size_t kCrumbs = 8;
    static constexpr E eleven = E::from_u64(11);
    static const E one_sixth = E::from_u64(6).inverse_vartime();
    // n ← 4n + x, a ← 2a + C(x), b ← 2b + D(x), with the sums of 6·C and of D − C apart
    Digits<E> n(env.w(0));
    Digits<E> a(env.w(2));
    Digits<E> b(env.w(3));
    E sixfold_c = E::zero();
    for (size_t i = 0; i < kCrumbs; ++i) {
      const E& x = env.w(6 + i);
      const E x2 = x.square();
      n.template append<2>(x);
      a.template append<1>(E::zero());
      // D(x) = C(x) − x² + 3x − 1
      b.template append<1>(tripled(x) - x2 - E::one());
      // 6·C(x) = 4x³ − 15x² + 11x = x·(4x² + 11) − 15x²
      const E c = x * (shift_left<2>(x2) + eleven) - shift_left<4>(x2) + x2;
      sixfold_c = sixfold_c.doubled() + c;
    }
    const E c = sixfold_c * one_sixth;
    std::array<E, kConstraints> out{n.value() - env.w(1), a.value() + c - env.w(4),
                                    b.value() + c - env.w(5)};
    for (size_t i = 0; i < kCrumbs; ++i) out[3 + i] = crumb(env.w(6 + i));
    return out;
  }
};

}  // namespace onggi::gates
