// EndoMul: four bits of a scalar challenge, in two steps P ← 2·P + Q with Q = ±T or ±φ(T).
// Source: Kimchi book, "Endo Scalar Multiplication". The twelfth constraint exists only in mesa.
#pragma once

#include <array>

#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct EndoMul {
  static constexpr GateType kType = GateType::EndoMul;
  static constexpr GateInfo kInfo{.name = "EndoMul", .berkeley = 5, .mesa = 5, .degree = 4};
  static constexpr size_t kConstraints = 12;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "emul_selector";
    static constexpr std::string_view kCommitmentName = "emul_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::emul_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::emul_comm;
  };

  // out = (in + Q) + in by the first slope s; dx = x_in − x_out, sy = y_out + y_in.
  template <class E>
  static void add(const E& x, const E& y, const E& xq, const E& yq, const E& slope, const E& x_out,
                  const E& dx, const E& sy, E* constraints) {
    const E slope2 = slope.square();
    // (x_Q − x)·s = y_Q − y
    constraints[0] = (xq - x) * slope - yq + y;
    // (2x − s² + x_Q)·(dx·s + sy) = 2y·dx
    constraints[1] = (x.doubled() - slope2 + xq) * (dx * slope + sy) - y.doubled() * dx;
    // sy² = dx²·(s² − x_Q + x_out)
    constraints[2] = sy.square() - dx.square() * (slope2 - xq + x_out);
  }

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    const E &xt = env.w(0), &yt = env.w(1);
    const E &xp = env.w(4), &yp = env.w(5);
    const E &xr = env.w(7), &yr = env.w(8);
    const E &s1 = env.w(9), &s3 = env.w(10);
    const E &b1 = env.w(11), &b2 = env.w(12), &b3 = env.w(13), &b4 = env.w(14);
    const E &xs = env.next(4), &ys = env.next(5);
    const E endo_minus_one = env.endo_coefficient() - E::one();
    // Q = (endo^b·x_T, ±y_T)
    const E xq1 = xt + b1 * endo_minus_one * xt;
    const E xq2 = xt + b3 * endo_minus_one * xt;
    const E yq1 = (b2.doubled() - E::one()) * yt;
    const E yq2 = (b4.doubled() - E::one()) * yt;
    const E xpr = xp - xr;
    const E xrs = xr - xs;
    const E ypr = yr + yp;
    const E yrs = ys + yr;
    Digits<E> scalar(env.w(6));
    scalar.template append<1>(b1).template append<1>(b2).template append<1>(b3).template append<1>(
        b4);
    std::array<E, kConstraints> out{};
    out[0] = boolean(b1);
    out[1] = boolean(b2);
    out[2] = boolean(b3);
    out[3] = boolean(b4);
    add<E>(xp, yp, xq1, yq1, s1, xr, xpr, ypr, &out[4]);
    add<E>(xr, yr, xq2, yq2, s3, xs, xrs, yrs, &out[7]);
    // n' = 16·n + the four bits
    out[10] = scalar.value() - env.next(6);
    // x_P ≠ x_R and x_R ≠ x_S
    if (env.revision == Revision::mesa) out[11] = xpr * xrs * env.w(2) - E::one();
    return out;
  }
};

}  // namespace onggi::gates
