// Data-parallel loops on the pool of pool.h, or on the caller if there is only one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "core/parallel/pool.h"

namespace onggi {

// The number of workers of a loop that starts here, which is the maximum number of ranges that run
// at the same time. 1 inside a loop.
inline size_t parallel_workers() { return pool_workers(); }

// Calls body(begin, end, worker) on consecutive ranges of at most `grain` indices that cover [0,
// n). Ranges may run in any order or at the same time, so bodies must write to disjoint places. Two
// ranges of the same worker never run at the same time, so each worker can have scratch memory.
// worker < parallel_workers().
template <class Body>
void parallel_for_workers(size_t n, size_t grain, Body&& body) {
  if (n > grain && pool_workers() > 1) {
    const PoolRange range = [](void* self, size_t begin, size_t end, size_t worker) {
      (*static_cast<std::remove_reference_t<Body>*>(self))(begin, end, worker);
    };
    return run_on_pool(n, grain, range, const_cast<void*>(static_cast<const void*>(&body)));
  }
  for (size_t begin = 0; begin < n; begin += grain) {
    body(begin, std::min(n, begin + grain), size_t{0});
  }
}

// The same for bodies without scratch memory: body(begin, end).
template <class Body>
void parallel_for(size_t n, size_t grain, Body&& body) {
  parallel_for_workers(n, grain, [&](size_t begin, size_t end, size_t) { body(begin, end); });
}

// The grain that gives each worker about the same share of n, and at least `least`.
inline size_t worker_share(size_t n, size_t least) {
  return std::max(least, (n + parallel_workers() - 1) / parallel_workers());
}

}  // namespace onggi
