// VarBaseMul: five bits of a scalar, most significant first, in double-and-add steps P ← 2·P ± T.
// Source: Kimchi book, "Variable Base Scalar Multiplication".
#pragma once

#include <array>

#include "core/kimchi/gates/formula.h"
#include "core/kimchi/gates/gate_info.h"

namespace onggi::gates {

struct VarBaseMul {
  static constexpr GateType kType = GateType::VarBaseMul;
  static constexpr GateInfo kInfo{.name = "VarBaseMul", .berkeley = 4, .mesa = 4, .degree = 6};
  static constexpr size_t kConstraints = 21;

  struct Selector {
    static constexpr bool kAlwaysThere = true;
    static constexpr std::string_view kName = "mul_selector";
    static constexpr std::string_view kCommitmentName = "mul_comm";
    template <class Evaluations>
    static constexpr auto kEvaluations = &Evaluations::mul_selector;
    template <class Commitments>
    static constexpr auto kCommitments = &Commitments::mul_comm;
  };

  template <class E>
  struct Point {
    E x, y;
  };

  // out = (in + (2·bit − 1)·base) + in, given the first slope s. Four constraints.
  template <class E>
  static void step(const Point<E>& in, const Point<E>& out, const Point<E>& base, const E& bit,
                   const E& slope, E* constraints) {
    const E slope2 = slope.square();
    // t = x_in − x_R with x_R = s² − x_in − x_T, and the second slope is u/t
    const E t = in.x.doubled() - slope2 + base.x;
    const E u = in.y.doubled() - t * slope;
    constraints[0] = boolean(bit);
    // (x_in − x_T)·s = y_in − (2b − 1)·y_T
    constraints[1] = (in.x - base.x) * slope - in.y + (bit.doubled() - E::one()) * base.y;
    // u² = t²·(x_out − x_T + s²)
    constraints[2] = u.square() - t.square() * (out.x - base.x + slope2);
    // (y_out + y_in)·t = (x_in − x_out)·u
    constraints[3] = (out.y + in.y) * t - (in.x - out.x) * u;
  }

  template <class Env>
  static std::array<typename Env::Element, kConstraints> constraints(const Env& env) {
    using E = typename Env::Element;
    constexpr size_t kBits = 5;
    const std::array<Point<E>, kBits + 1> points{{{env.w(2), env.w(3)},
                                                  {env.w(7), env.w(8)},
                                                  {env.w(9), env.w(10)},
                                                  {env.w(11), env.w(12)},
                                                  {env.w(13), env.w(14)},
                                                  {env.next(0), env.next(1)}}};
    const Point<E> base{env.w(0), env.w(1)};
    // n' = 2^5·n + the five bits
    Digits<E> scalar(env.w(4));
    for (size_t i = 0; i < kBits; ++i) scalar.template append<1>(env.next(2 + i));
    std::array<E, kConstraints> out{};
    out[0] = env.w(5) - scalar.value();
    for (size_t i = 0; i < kBits; ++i) {
      step<E>(points[i], points[i + 1], base, env.next(2 + i), env.next(7 + i), &out[1 + 4 * i]);
    }
    return out;
  }
};

}  // namespace onggi::gates
