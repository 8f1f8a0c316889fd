// The implementation for one thread: each loop runs on its caller.
#include "core/parallel/pool.h"

namespace onggi {

size_t pool_workers() { return 1; }

void run_on_pool(size_t n, size_t, PoolRange range, void* body) { range(body, 0, n, 0); }

}  // namespace onggi
