// Data-parallel loops. The body sees half-open index ranges and must not allocate.
#pragma once

#include <algorithm>
#include <cstddef>

namespace onggi {

// Calls body(begin, end) on consecutive ranges of at most `grain` indices that cover [0, n).
// Ranges may run in any order, or at the same time: bodies write to disjoint places only.
template <class Body>
void parallel_for(size_t n, size_t grain, Body&& body) {
  for (size_t begin = 0; begin < n; begin += grain) body(begin, std::min(n, begin + grain));
}

}  // namespace onggi
