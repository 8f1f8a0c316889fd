// Statistics of the allocator.
#pragma once

#include <atomic>
#include <cstddef>

namespace onggi {

struct HeapUsage {
  size_t in_use = 0;    // allocated bytes, including the allocator's headers
  size_t reserved = 0;  // bytes obtained from the system; in WebAssembly the linear memory
};

HeapUsage heap_usage();

// Bytes that C++ has allocated and not freed, without the allocator's headers, if operator new
// counts them (bindings/embind/meter.cpp). Otherwise 0.
inline std::atomic<size_t> allocated_bytes{0};

}  // namespace onggi
