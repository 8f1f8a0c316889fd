// A point of a curve y^2 = x^3 + b in affine coordinates.
//
// A curve is a class C with
//   using Base, Scalar          the field of the coordinates, the field of prime order group
//   scalars static Base b()             b ≠ 0, and no point has y = 0 (the group order is odd)
//   static Affine<C> generator()
//   static Base endo_base()     the endomorphism is (x, y) -> (endo_base x, y): a cube root of one
//   static Scalar endo_scalar() ... and multiplies by this: a cube root of one
#pragma once

namespace onggi {

template <class C>
struct Affine {
  using Base = typename C::Base;

  // x = y = 0 stands for the identity: (0, 0) is on no curve with b ≠ 0.
  Base x;
  Base y;

  static Affine identity() { return {}; }
  bool is_identity() const { return x.is_zero() && y.is_zero(); }
  // True for the identity as well.
  bool is_on_curve() const { return is_identity() || y.square() == x.square() * x + C::b(); }

  Affine operator-() const { return {x, -y}; }
  // (endo_base x, y), which is endo_scalar times this point.
  Affine endomorphism() const { return {x * C::endo_base(), y}; }

  friend bool operator==(const Affine& p, const Affine& q) { return p.x == q.x && p.y == q.y; }
};

}  // namespace onggi
