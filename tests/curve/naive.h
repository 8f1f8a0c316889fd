// The affine group law with one field inversion per addition: the reference for the tests.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <ostream>
#include <span>

#include "core/curve/affine.h"
#include "core/curve/jacobian.h"

namespace onggi {

template <class C>
void PrintTo(const Affine<C>& p, std::ostream* out) {
  if (p.is_identity()) {
    *out << "identity";
  } else {
    *out << "(" << p.x.to_canonical().to_hex() << ", " << p.y.to_canonical().to_hex() << ")";
  }
}

template <class C>
void PrintTo(const Jacobian<C>& p, std::ostream* out) {
  PrintTo(p.to_affine(), out);
}

}  // namespace onggi

namespace onggi::testing {

template <class C>
Affine<C> naive_add(const Affine<C>& p, const Affine<C>& q) {
  using F = typename C::Base;
  if (p == Affine<C>::identity()) return q;
  if (q == Affine<C>::identity()) return p;
  if (p.x == q.x && p.y == -q.y) return Affine<C>::identity();
  const F slope = p.x == q.x ? F::from_u64(3) * p.x * p.x * (F::from_u64(2) * p.y).inverse_vartime()
                             : (q.y - p.y) * (q.x - p.x).inverse_vartime();
  const F x = slope * slope - p.x - q.x;
  return {x, slope * (p.x - x) - p.y};
}

template <class C>
Affine<C> naive_scale(const Affine<C>& p, const typename C::Scalar& k) {
  const U256 bits = k.to_canonical();
  Affine<C> out = Affine<C>::identity();
  for (unsigned i = 256; i-- > 0;) {
    out = naive_add(out, out);
    if (bits.bit(i)) out = naive_add(out, p);
  }
  return out;
}

template <class C>
Affine<C> naive_sum(std::span<const Affine<C>> points,
                    std::span<const typename C::Scalar> scalars) {
  Affine<C> out = Affine<C>::identity();
  for (size_t i = 0; i < points.size(); ++i) {
    out = naive_add(out, naive_scale(points[i], scalars[i]));
  }
  return out;
}

}  // namespace onggi::testing
