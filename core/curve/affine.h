// A point of a curve y^2 = x^3 + b in affine coordinates.
//
// A curve is a class C with
//   using Base, Scalar           the field of the coordinates, and the field of scalars, whose
//                                modulus is the prime group order
//   static Base b()              not a square, so no point has x = 0; and no point has y = 0, as
//                                the group order is odd
//   static Affine<C> generator()
//   static Base endo_base()      a cube root of one; the endomorphism φ is
//                                (x, y) → (endo_base·x, y)
//   static Scalar endo_scalar()  a cube root of one; φ(P) = endo_scalar·P
#pragma once

namespace onggi {

template <class C>
struct Affine {
  using Base = typename C::Base;

  // x = y = 0 represents the identity: (0, 0) is not on a curve with b ≠ 0.
  Base x;
  Base y;

  static Affine identity() { return {}; }
  bool is_identity() const { return x.is_zero() && y.is_zero(); }
  // Also true for the identity.
  bool is_on_curve() const { return is_identity() || y.square() == x.square() * x + C::b(); }

  Affine operator-() const { return {x, -y}; }
  // φ(P) = (endo_base·x, y) = endo_scalar·P.
  Affine endomorphism() const { return {x * C::endo_base(), y}; }

  friend bool operator==(const Affine& p, const Affine& q) { return p.x == q.x && p.y == q.y; }
};

}  // namespace onggi
