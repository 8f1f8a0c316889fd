// Statistics of the allocator.
#pragma once

#include <atomic>
#include <cstddef>

namespace onggi {

struct HeapUsage {
  size_t in_use = 0;    // bytes handed out and not given back, with the allocator's own headers
  size_t reserved = 0;  // bytes taken from the system; in wasm the linear memory
};

HeapUsage heap_usage();

// Bytes that C++ has allocated and not freed, without the allocator's headers, where operator new
// counts them (bindings/embind/meter.cpp). Otherwise 0.
inline std::atomic<size_t> allocated_bytes{0};

}  // namespace onggi
