// The endomorphism of a curve, given only the field of its coordinates.
#pragma once

namespace onggi {

// The e for which (x, y) → (e·x, y) is an endomorphism of the curve with coordinates in F: that
// curve's endo_base().
template <class F>
const F& endo_coefficient();

}  // namespace onggi
