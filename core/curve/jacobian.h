// A point in Jacobian coordinates: (X, Y, Z) represents the affine point (X/Z^2, Y/Z^3).
#pragma once

#include <span>

#include "core/curve/affine.h"

namespace onggi {

// All operations are complete: equal, opposite and identity operands are valid. Variable time.
template <class C>
struct Jacobian {
  using Base = typename C::Base;

  // Z = 0 represents the identity, for any X and Y.
  Base X;
  Base Y;
  Base Z;

  static Jacobian identity() { return {}; }
  static Jacobian from_affine(const Affine<C>& p);
  bool is_identity() const { return Z.is_zero(); }

  Jacobian& operator+=(const Jacobian& q);
  Jacobian& operator+=(const Affine<C>& q);
  Jacobian doubled() const;
  Jacobian operator-() const { return {X, -Y, Z}; }
  // One inversion. For many points, use batch_to_affine.
  Affine<C> to_affine() const;

  friend Jacobian operator+(Jacobian p, const Jacobian& q) { return p += q; }
  friend Jacobian operator+(Jacobian p, const Affine<C>& q) { return p += q; }
  // Compares the points, not the coordinates.
  friend bool operator==(const Jacobian& p, const Jacobian& q) { return p.same_point(q); }

 private:
  bool same_point(const Jacobian& q) const;
};

// out[i] = points[i]. The sizes must be equal. One inversion in total.
template <class C>
void batch_to_affine(std::span<const Jacobian<C>> points, std::span<Affine<C>> out);

}  // namespace onggi
