// The threads of parallel loops. There is one pool per process or WebAssembly instance.
// Single-threaded programs link no_pool.cpp instead, which has no set_pool_threads.
#pragma once

#include <cstddef>

namespace onggi {

// A half-open part of a loop's index range, and the worker that it runs on.
using PoolRange = void (*)(void* body, size_t begin, size_t end, size_t worker);

// The number of threads that a loop started here may use, including the calling one: 1 by default,
// and 1 inside a loop.
size_t pool_workers();

// Starts or stops workers, which sleep between loops. Returns when all have started or stopped.
// Must not be called while a loop runs.
void set_pool_threads(size_t threads);

// Distributes ranges of at most `grain` indices of [0, n) to the workers and the caller, and spins
// until the last range is finished. A nested loop, and a loop that starts while another caller's
// loop runs, runs only on its caller.
void run_on_pool(size_t n, size_t grain, PoolRange range, void* body);

// Reports that a worker will never finish its range. The caller of the current loop, or of the next
// one, then calls `end`, which must not return.
void abandon_pool(void (*end)());

}  // namespace onggi
