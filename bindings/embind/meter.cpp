// Counts what C++ takes from the allocator, so that the bounds of calls can be checked and a task knows
// what it has, and overwrites every block that C++ frees.
#include <emscripten/emscripten.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include "core/memory/heap.h"

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

auto& in_use = onggi::allocated_bytes;
std::atomic<size_t> peak{0};

void* take(size_t size) {
  void* block = std::malloc(size == 0 ? 1 : size);
  while (block == nullptr) {
    // Frees memory or does not return (reserve.cpp).
    std::get_new_handler()();
    block = std::malloc(size);
  }
  const size_t bytes = malloc_usable_size(block);
  const size_t now = in_use.fetch_add(bytes, kRelaxed) + bytes;
  size_t seen = peak.load(kRelaxed);
  while (seen < now && !peak.compare_exchange_weak(seen, now, kRelaxed)) {
  }
  return block;
}

// Wipes the block: witnesses, blinders and the prover's polynomials do not outlive their objects.
void give_back(void* block) {
  if (block == nullptr) return;
  const size_t bytes = malloc_usable_size(block);
  std::memset(block, 0, bytes);
  asm volatile("" : : "r"(block) : "memory");  // else the compiler drops stores before free
  in_use.fetch_sub(bytes, kRelaxed);
  std::free(block);
}

}  // namespace

void* operator new(size_t size) { return take(size); }
void* operator new[](size_t size) { return take(size); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, size_t) noexcept { give_back(block); }
void operator delete[](void* block, size_t) noexcept { give_back(block); }

extern "C" {

// Begins a measurement: bytes in use now.
EMSCRIPTEN_KEEPALIVE double onggi_heap_mark() {
  peak = in_use.load(kRelaxed);
  return static_cast<double>(peak.load(kRelaxed));
}
// The most bytes in use since the mark.
EMSCRIPTEN_KEEPALIVE double onggi_heap_peak() { return static_cast<double>(peak.load(kRelaxed)); }

}  // extern "C"
