// The threads of the instance. JavaScript prepares the workers
// (js-glue/runtime/native/threads.mjs).
#include <emscripten/emscripten.h>

#include <cstddef>

#include "bindings/embind/reserve.h"
#include "core/parallel/pool.h"

extern "C" {

// Sets the number of threads for parallel loops, including the calling one.
EMSCRIPTEN_KEEPALIVE void onggi_set_threads(size_t threads) { onggi::set_pool_threads(threads); }

// Called by a thread whose code has thrown. The waiting thread then also fails.
EMSCRIPTEN_KEEPALIVE void onggi_thread_failed(bool out_of_memory) {
  onggi::abandon_pool(out_of_memory ? onggi::bindings::end_out_of_memory
                                    : [] { __builtin_trap(); });
}

}  // extern "C"
