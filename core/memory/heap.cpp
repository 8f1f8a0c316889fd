#include "core/memory/heap.h"

#include <malloc.h>

#ifdef __EMSCRIPTEN__
#include <emscripten/heap.h>
#endif

namespace onggi {

#ifdef __EMSCRIPTEN__

// wasm32: the fields of mallinfo are ints that wrap at 2 GiB, read as unsigned they reach 4 GiB.
HeapUsage heap_usage() {
  const auto info = mallinfo();
  return {static_cast<size_t>(static_cast<unsigned>(info.uordblks)), emscripten_get_heap_size()};
}

#else

HeapUsage heap_usage() {
  const auto info = mallinfo2();
  return {info.uordblks + info.hblkhd, info.arena + info.hblkhd};
}

#endif

}  // namespace onggi
