#pragma once

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/gates/gate_list.h"

namespace onggi {
namespace detail {

template <class G, class Env>
[[gnu::noinline]] std::array<typename Env::Element, G::kConstraints> constraints_of(
    const Env& env) {
  return G::constraints(env);
}

template <class G, class Env>
typename Env::Element combined_constraints_of(
    const Env& env, const std::array<typename Env::Element, kGateAlphas>& alphas) {
  using E = typename Env::Element;
  const auto constraints = constraints_of<G>(env);
  if constexpr (G::kConstraints == 0) {
    return E::zero();
  } else {
    SumOfProducts<E> sum;
    for (size_t i = 1; i < constraints.size(); ++i) sum.add(constraints[i], alphas[i]);
    return constraints[0] + sum.value();
  }
}

template <class G, class Env>
[[gnu::noinline]] typename Env::Element nonlinear_of(
    const Env& env, const typename G::template Weights<typename Env::Element>& weights) {
  return G::nonlinear(env, weights);
}

template <class F, size_t N>
std::array<Packed<F>, N> packed(const std::array<F, N>& values) {
  std::array<Packed<F>, N> out;
  for (size_t i = 0; i < N; ++i) out[i] = Packed<F>(values[i]);
  return out;
}

}  // namespace detail

template <class F>
F combined_constraints(GateType type, const RowEnvironment<F>& env, const AlphaPowers<F>& alphas) {
  F sum = F::zero();
  GateList::with(type, [&]<class G>() { sum = detail::combined_constraints_of<G>(env, alphas); });
  return sum;
}

template <class F>
std::optional<size_t> failing_constraint(GateType type, const RowEnvironment<F>& env,
                                         const F& public_input) {
  std::optional<size_t> failing;
  GateList::with(type, [&]<class G>() {
    const auto values = detail::constraints_of<G>(env);
    for (size_t i = values.size(); i-- > 0;) {
      if (!(i == 0 ? values[i] - public_input : values[i]).is_zero()) failing = i;
    }
    if (values.empty() && !public_input.is_zero()) failing = 0;
  });
  return failing;
}

template <class F>
void add_gate_rows(GateType type, PackedRows<F> rows, const GateColumns<F>& gate,
                   const AlphaPowers<F>& alphas, std::span<Packed<F>> sums) {
  GateList::with(type, [&]<class G>() {
    const auto add_rows = [&](auto&& value) {
      for (Packed<F>& sum : sums) {
        sum += rows.at(gate.selector) * value();
        rows.row += kLanes<F>;
      }
    };
    if constexpr (kHasLinearPart<G>) {
      const auto weights = detail::packed(G::weights(RowEnvironment<F>{}, alphas));
      add_rows([&] { return rows.at(gate.linear) + detail::nonlinear_of<G>(rows, weights); });
    } else {
      const auto packed_alphas = detail::packed(alphas);
      add_rows([&] { return detail::combined_constraints_of<G>(rows, packed_alphas); });
    }
  });
}

}  // namespace onggi
