// The endomorphism of a curve, for those who know the field of its coordinates only.
#pragma once

namespace onggi {

// The e with (x, y) -> (e·x, y) an endomorphism of the curve whose coordinates are in F: the
// endo_base() of that curve.
template <class F>
const F& endo_coefficient();

}  // namespace onggi
