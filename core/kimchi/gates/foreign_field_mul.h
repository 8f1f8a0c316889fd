// ForeignFieldMul: a·b = q·f + r, proved modulo 2^264 on 88-bit limbs and modulo the native field.
// c0 is the high limb of f, c1–c3 the limbs of f' = 2^264 − f.
// Source: Kimchi book, "Foreign Field Multiplication".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/parallel/for_size.h"

namespace onggi::gates {

struct ForeignFieldMul {
  static constexpr GateType kType = GateType::ForeignFieldMul;
  static constexpr GateInfo kInfo{.name = "ForeignFieldMul",
                                  .berkeley = 15,
                                  .mesa = 11,
                                  .degree = 4,
                                  .lookups = LookupPattern::ForeignFieldMul,
                                  .next_row_lookups = LookupPattern::ForeignFieldMul};
  static constexpr size_t kConstraints = 11;

  struct Selector {
    static constexpr bool kAlwaysThere = false;
    static constexpr std::string_view kName = "foreign_field_mul_selector";
    static constexpr std::string_view kCommitmentName = "foreign_field_mul_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::foreign_field_mul_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::foreign_field_mul_comm;
  };

  template <class Env>
  ONGGI_FOR_SIZE static std::array<typename Env::Element, kConstraints> constraints(
      const Env& env) {
    using E = typename Env::Element;
    const std::array<E, 3> a{env.w(0), env.w(1), env.w(2)};
    const std::array<E, 3> b{env.w(3), env.w(4), env.w(5)};
    const std::array<E, 3> q{env.next(2), env.next(3), env.next(4)};
    const std::array<E, 3> f{env.coefficient(1), env.coefficient(2), env.coefficient(3)};
    const E &r01 = env.next(0), &r2 = env.next(1);
    const E &p1_lo = env.w(6), &p1_hi_0 = env.next(6), &p1_hi_1 = env.next(7);
    const E& carry0 = env.next(11);

    // a·b + q·f' modulo 2^264 = p0 + 2^88·p1 + 2^176·p2
    const E p0 = a[0] * b[0] + q[0] * f[0];
    const E p1 = a[0] * b[1] + a[1] * b[0] + q[0] * f[1] + q[1] * f[0];
    const E p2 = a[0] * b[2] + a[1] * b[1] + a[2] * b[0] + q[0] * f[2] + q[1] * f[1] + q[2] * f[0];
    const E p1_hi = two_limbs(p1_hi_0, p1_hi_1);
    // 91 bits as three crumbs, seven looked-up limbs and one bit.
    Digits<E> carry1(env.w(14));
    for (size_t i = 13; i >= 11; --i) carry1.template append<2>(env.w(i));
    for (size_t i = 10; i >= 8; --i) carry1.template append<12>(env.next(i));
    for (size_t i = 10; i >= 7; --i) carry1.template append<12>(env.w(i));

    const E native_a = three_limbs(a[0], a[1], a[2]);
    const E native_b = three_limbs(b[0], b[1], b[2]);
    const E native_q = three_limbs(q[0], q[1], q[2]);
    const E native_f = three_limbs(f[0], f[1], f[2]);
    const E native_r = r01 + shift_left<2 * kLimbBits>(r2);
    return {
        crumb(p1_hi_1),
        crumb(carry0),
        p1 - two_limbs(p1_lo, p1_hi),
        shift_left<2 * kLimbBits>(carry0) - (two_limbs(p0, p1_lo) - r01),
        // a·b + q·f' = r + q·2^264
        native_a * native_b + native_q * (native_f - integer<E, 1, 3 * kLimbBits>()) - native_r,
        crumb(env.w(11)),
        crumb(env.w(12)),
        crumb(env.w(13)),
        boolean(env.w(14)),
        shift_left<kLimbBits>(carry1.value()) - (p2 + p1_hi + carry0 - r2),
        // The bound whose high limb is range checked to prove q < f.
        env.next(5) - (q[2] + integer<E, 1, kLimbBits>() - env.coefficient(0) - E::one()),
    };
  }
};

}  // namespace onggi::gates
