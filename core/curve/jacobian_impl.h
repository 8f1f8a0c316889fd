#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

#include "core/curve/jacobian.h"
#include "core/field/batch.h"
#include "core/field/work_count.h"

namespace onggi {

template <class C>
Jacobian<C> Jacobian<C>::from_affine(const Affine<C>& p) {
  return p.is_identity() ? identity() : Jacobian{p.x, p.y, Base::one()};
}

// dbl-2009-l of the Explicit-Formulas Database.
template <class C>
Jacobian<C> Jacobian<C>::doubled() const {
  count_work(Work::point_addition);
  const Base a = X.square();
  const Base b = Y.square();
  const Base c = b.square();
  const Base d = ((X + b).square() - a - c).doubled();
  const Base e = a.doubled() + a;
  Jacobian out;
  out.X = e.square() - d.doubled();
  out.Y = e * (d - out.X) - c.doubled().doubled().doubled();
  out.Z = (Y * Z).doubled();
  return out;
}

// add-2007-bl.
template <class C>
Jacobian<C>& Jacobian<C>::operator+=(const Jacobian& q) {
  if (q.is_identity()) return *this;
  if (is_identity()) return *this = q;
  count_work(Work::point_addition);
  const Base zz1 = Z.square();
  const Base zz2 = q.Z.square();
  const Base u1 = X * zz2;
  const Base s1 = Y * q.Z * zz2;
  const Base h = q.X * zz1 - u1;
  const Base r = (q.Y * Z * zz1 - s1).doubled();
  if (h.is_zero()) return *this = r.is_zero() ? doubled() : identity();
  const Base i = h.doubled().square();
  const Base j = h * i;
  const Base v = u1 * i;
  Z = ((Z + q.Z).square() - zz1 - zz2) * h;
  X = r.square() - j - v.doubled();
  Y = r * (v - X) - (s1 * j).doubled();
  return *this;
}

// madd-2007-bl.
template <class C>
Jacobian<C>& Jacobian<C>::operator+=(const Affine<C>& q) {
  if (q.is_identity()) return *this;
  if (is_identity()) return *this = from_affine(q);
  count_work(Work::point_addition);
  const Base zz = Z.square();
  const Base h = q.x * zz - X;
  const Base r = (q.y * Z * zz - Y).doubled();
  if (h.is_zero()) return *this = r.is_zero() ? doubled() : identity();
  const Base hh = h.square();
  const Base i = hh.doubled().doubled();
  const Base j = h * i;
  const Base v = X * i;
  Z = (Z + h).square() - zz - hh;
  X = r.square() - j - v.doubled();
  Y = r * (v - X) - (Y * j).doubled();
  return *this;
}

template <class C>
Affine<C> Jacobian<C>::to_affine() const {
  const Base z_inv = Z.inverse_vartime();
  const Base zz_inv = z_inv.square();
  return {X * zz_inv, Y * zz_inv * z_inv};
}

// X1/Z1^2 = X2/Z2^2 and Y1/Z1^3 = Y2/Z2^3.
template <class C>
bool Jacobian<C>::same_point(const Jacobian& q) const {
  if (is_identity() || q.is_identity()) return is_identity() == q.is_identity();
  const Base zz1 = Z.square();
  const Base zz2 = q.Z.square();
  return X * zz2 == q.X * zz1 && Y * q.Z * zz2 == q.Y * Z * zz1;
}

template <class C>
void batch_to_affine(std::span<const Jacobian<C>> points, std::span<Affine<C>> out) {
  assert(points.size() == out.size());
  std::vector<typename C::Base> z_inv(points.size());
  for (size_t i = 0; i < points.size(); ++i) z_inv[i] = points[i].Z;
  batch_inverse(std::span(z_inv));
  for (size_t i = 0; i < points.size(); ++i) {
    const auto zz_inv = z_inv[i].square();
    out[i] = {points[i].X * zz_inv, points[i].Y * zz_inv * z_inv[i]};
  }
}

}  // namespace onggi
