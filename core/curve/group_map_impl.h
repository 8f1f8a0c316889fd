#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

#include "core/curve/group_map.h"
#include "core/field/batch.h"
#include "core/parallel/parallel_for.h"

namespace onggi {
namespace group_map_detail {

// f(x) = x^3 + b, u = 1, and k = sqrt(−3·u^2) as the field's square root returns it.
template <class C>
struct Constants {
  using Base = typename C::Base;
  Base f_u = Base::one() + C::b();
  Base k = *(-Base::from_u64(3)).sqrt_vartime();
  Base half_k_minus_u = (k - Base::one()) * Base::from_u64(2).inverse_vartime();
  Base third = Base::from_u64(3).inverse_vartime();
};

template <class C>
const Constants<C>& constants() {
  static const Constants<C> value;
  return value;
}

// (t^2 + f(u))·t^2. Its inverse is `alpha` below.
template <class C>
typename C::Base denominator(const typename C::Base& t) {
  const auto t2 = t.square();
  return (t2 + constants<C>().f_u) * t2;
}

// x1 = (k − u)/2 − t^4·alpha·k,  x2 = −u − x1,  x3 = u − (t^2 + f(u))^3·alpha / (3·u^2).
// f(x1)·f(x2)·f(x3) is a square, so at least one factor is. For alpha = 0, f(x1), f(x2) and f(x3)
// equal f(u).
template <class C>
Affine<C> map_with_inverse(const typename C::Base& t, const typename C::Base& alpha) {
  using Base = typename C::Base;
  const Constants<C>& c = constants<C>();
  const Base t2 = t.square();
  const Base t2_plus_f = t2 + c.f_u;
  const Base x1 = c.half_k_minus_u - t2.square() * alpha * c.k;
  const Base x2 = -Base::one() - x1;
  const Base x3 = Base::one() - t2_plus_f.square() * (alpha * t2_plus_f) * c.third;
  // A Jacobi symbol costs less than trying to compute a root.
  for (const Base& x : {x1, x2}) {
    const Base y2 = x.square() * x + C::b();
    if (y2.is_square_vartime()) return {x, *y2.sqrt_vartime()};
  }
  const auto y = (x3.square() * x3 + C::b()).sqrt_vartime();
  assert(y && "1 + b is a square");
  return {x3, *y};
}

}  // namespace group_map_detail

template <class C>
Affine<C> map_to_curve(const typename C::Base& t) {
  const auto alpha = group_map_detail::denominator<C>(t).inverse_vartime();
  return group_map_detail::map_with_inverse<C>(t, alpha);
}

template <class C>
void map_to_curve_batch(std::span<const typename C::Base> t, std::span<Affine<C>> out) {
  assert(t.size() == out.size());
  std::vector<typename C::Base> alpha(t.size());
  for (size_t i = 0; i < t.size(); ++i) alpha[i] = group_map_detail::denominator<C>(t[i]);
  batch_inverse(std::span(alpha));
  constexpr size_t kGrain = 64;
  parallel_for(t.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      out[i] = group_map_detail::map_with_inverse<C>(t[i], alpha[i]);
    }
  });
}

}  // namespace onggi
