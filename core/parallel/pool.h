// The threads that parallel loops run on. There is one pool in a process, and in a WebAssembly
// instance; programs of one thread are linked with no_pool.cpp instead, which has no workers to
// set.
#pragma once

#include <cstddef>

namespace onggi {

// Part of a loop's index range, half-open, and the lane that it runs on.
using PoolRange = void (*)(void* body, size_t begin, size_t end, size_t lane);

// How many threads a loop that is begun here may use, the calling one included: 1 until set
// otherwise, and 1 inside of a loop.
size_t pool_lanes();

// Starts or ends workers, which are parked between loops; returns when that is done. Not while a
// loop runs.
void set_pool_threads(size_t threads);

// Hands out ranges of at most `grain` indices of [0, n) to the workers and to the caller until none
// is left, and waits for the last of them, spinning. A loop inside a loop, and a loop that
// starts while another caller's runs, runs on its caller alone.
void run_on_pool(size_t n, size_t grain, PoolRange range, void* body);

// A worker will never finish its range: the caller of the loop, or of the next one, calls `end`,
// which must not return.
void abandon_pool(void (*end)());

}  // namespace onggi
