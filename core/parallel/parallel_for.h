// Data-parallel loops, on the pool of pool.h where it has more than one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "core/parallel/pool.h"

namespace onggi {

// The number of lanes of a loop that starts here: at most that many ranges run at the same time. 1
// inside a loop.
inline size_t parallel_lanes() { return pool_lanes(); }

// Calls body(begin, end, lane) on consecutive ranges of at most `grain` indices that cover [0, n).
// Ranges may run in any order, or at the same time: bodies write to disjoint places only. Two of
// the same lane never run at once, so that a lane may have work space; lane < parallel_lanes().
template <class Body>
void parallel_for_lanes(size_t n, size_t grain, Body&& body) {
  if (n > grain && pool_lanes() > 1) {
    const PoolRange range = [](void* self, size_t begin, size_t end, size_t lane) {
      (*static_cast<std::remove_reference_t<Body>*>(self))(begin, end, lane);
    };
    return run_on_pool(n, grain, range, const_cast<void*>(static_cast<const void*>(&body)));
  }
  for (size_t begin = 0; begin < n; begin += grain) {
    body(begin, std::min(n, begin + grain), size_t{0});
  }
}

// The same for bodies without work space: body(begin, end).
template <class Body>
void parallel_for(size_t n, size_t grain, Body&& body) {
  parallel_for_lanes(n, grain, [&](size_t begin, size_t end, size_t) { body(begin, end); });
}

// The grain that gives every lane about the same share of n, but no less than `least`.
inline size_t lane_share(size_t n, size_t least) {
  return std::max(least, (n + parallel_lanes() - 1) / parallel_lanes());
}

}  // namespace onggi
