// Points in the form in which batched additions read and write them: coordinate by coordinate as
// single lanes of vectors (core/field/packed.h).
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <span>

#include "core/curve/affine.h"
#include "core/field/packed.h"

namespace onggi {

template <class C>
struct PackedPoint {
  using Element = typename Packed<typename C::Base>::Element;

  // x = y = 0, all bytes zero, represents the identity. No other point has x = 0, as b is not a
  // square.
  Element x{};
  Element y{};

  PackedPoint operator-() const { return {x, -y}; }
};

namespace packed_point_detail {

// Calls body(lanes) with the indices of kLanes points, for all of `count`. The last index is
// repeated where lanes are left over.
template <size_t N, class Body>
void for_lanes(size_t count, Body&& body) {
  for (size_t begin = 0; begin < count; begin += N) {
    std::array<size_t, N> lanes;
    for (size_t lane = 0; lane < N; ++lane) lanes[lane] = std::min(begin + lane, count - 1);
    body(lanes);
  }
}

}  // namespace packed_point_detail

// out[i] ← points[i].
template <class C>
[[gnu::noinline]] void pack_points(std::span<const Affine<C>> points,
                                   std::span<PackedPoint<C>> out) {
  using Vector = Packed<typename C::Base>;
  constexpr size_t kN = kLanes<typename C::Base>;
  assert(points.size() == out.size());
  packed_point_detail::for_lanes<kN>(points.size(), [&](const std::array<size_t, kN>& lanes) {
    std::array<const typename C::Base*, kN> x, y;
    std::array<typename Vector::Element*, kN> out_x, out_y;
    LaneSet identities = 0;
    for (size_t i = 0; i < kN; ++i) {
      const Affine<C>& p = points[lanes[i]];
      x[i] = &p.x;
      y[i] = &p.y;
      out_x[i] = &out[lanes[i]].x;
      out_y[i] = &out[lanes[i]].y;
      identities |= static_cast<LaneSet>(p.is_identity()) << i;
    }
    Vector::select(identities, Vector(), Vector::load(x)).scatter(out_x);
    Vector::select(identities, Vector(), Vector::load(y)).scatter(out_y);
  });
}

// out[i] ← points[i].
template <class C>
[[gnu::noinline]] void unpack_points(std::span<const PackedPoint<C>> points,
                                     std::span<Affine<C>> out) {
  using Vector = Packed<typename C::Base>;
  constexpr size_t kN = kLanes<typename C::Base>;
  assert(points.size() == out.size());
  packed_point_detail::for_lanes<kN>(points.size(), [&](const std::array<size_t, kN>& lanes) {
    std::array<const typename Vector::Element*, kN> x, y;
    std::array<typename C::Base*, kN> out_x, out_y;
    for (size_t i = 0; i < kN; ++i) {
      x[i] = &points[lanes[i]].x;
      y[i] = &points[lanes[i]].y;
      out_x[i] = &out[lanes[i]].x;
      out_y[i] = &out[lanes[i]].y;
    }
    Vector::gather(x).store(out_x);
    Vector::gather(y).store(out_y);
  });
}

// out[i] ← φ(points[i]).
template <class C>
[[gnu::noinline]] void pack_endomorphisms(std::span<const PackedPoint<C>> points,
                                          std::span<PackedPoint<C>> out) {
  using Vector = Packed<typename C::Base>;
  constexpr size_t kN = kLanes<typename C::Base>;
  assert(points.size() == out.size());
  const Vector endo_base(C::endo_base());
  packed_point_detail::for_lanes<kN>(points.size(), [&](const std::array<size_t, kN>& lanes) {
    std::array<const typename Vector::Element*, kN> x;
    std::array<typename Vector::Element*, kN> out_x;
    for (size_t i = 0; i < kN; ++i) {
      x[i] = &points[lanes[i]].x;
      out_x[i] = &out[lanes[i]].x;
      out[lanes[i]].y = points[lanes[i]].y;
    }
    const Vector from = Vector::gather(x);
    Vector::select(from.gathered_zeros(), Vector(), from * endo_base).scatter(out_x);
  });
}

}  // namespace onggi
