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
F combined_constraints_of(const RowEnvironment<F>& env, const F& alpha) {
  const auto constraints = constraints_of<G>(env);
  F sum = F::zero();
  for (size_t i = constraints.size(); i-- > 0;) sum = sum * alpha + constraints[i];
  return sum;
}

}  // namespace detail

template <class F>
F combined_constraints(GateType type, const RowEnvironment<F>& env, const F& alpha) {
  F sum = F::zero();
  GateList::with(type, [&]<class G>() { sum = detail::combined_constraints_of<G>(env, alpha); });
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
void add_gate_rows(GateType type, RowEnvironment<F> columns, const F* selector, const F& alpha,
                   size_t begin, size_t end, std::span<F> out) {
  GateList::with(type, [&]<class G>() {
    RowEnvironment<F>& env = columns;
    for (env.row = begin; env.row < end; ++env.row) {
      env.next_row = (env.row + 1) & (out.size() - 1);
      out[env.row] += selector[env.row] * detail::combined_constraints_of<G>(env, alpha);
    }
  });
}

}  // namespace onggi
