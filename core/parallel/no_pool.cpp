// One thread: every loop runs where it is begun.
#include "core/parallel/pool.h"

namespace onggi {

size_t pool_lanes() { return 1; }

void run_on_pool(size_t n, size_t, PoolRange range, void* body) { range(body, 0, n, 0); }

}  // namespace onggi
