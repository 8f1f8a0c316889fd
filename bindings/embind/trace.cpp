// The trace. Lines are stored here until JavaScript takes them after a native call
// (js-glue/runtime/observe/trace.mjs).
#include "core/memory/trace.h"

#include <emscripten/emscripten.h>

#include <cstddef>
#include <string>

#include "bindings/embind/reserve.h"
#include "core/memory/heap.h"

namespace onggi::bindings {
namespace {

TraceBuffer buffer;
std::string taken;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void onggi_trace(bool on) { trace_to(on ? &buffer : nullptr); }

// Takes the lines since the last call. Returns their size in bytes.
EMSCRIPTEN_KEEPALIVE size_t onggi_trace_take() {
  taken = buffer.take();
  return taken.size();
}
EMSCRIPTEN_KEEPALIVE const char* onggi_trace_lines() { return taken.data(); }

EMSCRIPTEN_KEEPALIVE size_t onggi_heap() { return heap_usage().in_use - reserve_bytes(); }

}  // extern "C"

}  // namespace onggi::bindings
