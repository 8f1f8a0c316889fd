#pragma once

#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/gates/gate_list.h"

namespace onggi {
namespace detail {

template <class G, class F>
[[gnu::noinline]] std::array<F, G::kConstraints> constraints_of(const RowEnvironment<F>& env) {
  return G::constraints(env);
}

template <class G, class F>
F combined_constraints_of(const RowEnvironment<F>& env, const AlphaPowers<F>& alphas) {
  const auto constraints = constraints_of<G>(env);
  F sum = F::zero();
  for (size_t i = 0; i < constraints.size(); ++i) {
    sum += i == 0 ? constraints[i] : constraints[i] * alphas[i];
  }
  return sum;
}

template <class G, class F>
[[gnu::noinline]] F nonlinear_of(const RowEnvironment<F>& env,
                                 const typename G::template Weights<F>& weights) {
  return G::nonlinear(env, weights);
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
void add_gate_rows(GateType type, RowEnvironment<F> columns, const GateColumns<F>& gate,
                   const AlphaPowers<F>& alphas, size_t begin, size_t end, std::span<F> out) {
  GateList::with(type, [&]<class G>() {
    RowEnvironment<F>& env = columns;
    const auto add_rows = [&](auto&& value_at_row) {
      for (env.row = begin; env.row < end; ++env.row) {
        env.next_row = (env.row + 1) & (out.size() - 1);
        out[env.row] += gate.selector[env.row] * value_at_row();
      }
    };
    if constexpr (kHasLinearPart<G>) {
      const auto weights = G::weights(env, alphas);
      add_rows([&] { return gate.linear[env.row] + detail::nonlinear_of<G>(env, weights); });
    } else {
      add_rows([&] { return detail::combined_constraints_of<G>(env, alphas); });
    }
  });
}

}  // namespace onggi
