// Statistics of the allocator.
#pragma once

#include <cstddef>

namespace onggi {

struct HeapUsage {
  size_t in_use = 0;    // bytes handed out and not given back, with the allocator's own headers
  size_t reserved = 0;  // bytes taken from the system; in wasm the linear memory
};

HeapUsage heap_usage();

}  // namespace onggi
