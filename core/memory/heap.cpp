#include "core/memory/heap.h"

#include <malloc.h>

namespace onggi {

#ifdef __wasm__

constexpr size_t kPage = 65536;

// mallinfo's fields are ints that wrap at 2 GiB. Converted to unsigned they are valid up to 4 GiB.
HeapUsage heap_usage() {
  const auto info = mallinfo();
  return {static_cast<size_t>(static_cast<unsigned>(info.uordblks)),
          __builtin_wasm_memory_size(0) * kPage};
}

#else

HeapUsage heap_usage() {
  const auto info = mallinfo2();
  return {info.uordblks + info.hblkhd, info.arena + info.hblkhd};
}

#endif

}  // namespace onggi
