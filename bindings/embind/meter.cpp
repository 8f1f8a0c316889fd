// Counts C++ allocations, to check the bounds of calls and to measure tasks, and wipes each block
// that C++ frees, and each block of arguments.
#include <emscripten/emscripten.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "core/memory/heap.h"
#include "core/memory/wipe_and_free.h"

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

auto& in_use = onggi::allocated_bytes;
std::atomic<size_t> peak{0};
std::atomic<size_t> largest{0};

void raise(std::atomic<size_t>& maximum, size_t value) {
  size_t seen = maximum.load(kRelaxed);
  while (seen < value && !maximum.compare_exchange_weak(seen, value, kRelaxed)) {
  }
}

// Alignment 0 is that of malloc.
void* allocate(size_t size, size_t alignment) {
  if (size == 0) size = 1;
  if (alignment == 0) return std::malloc(size);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

void* take(size_t size, std::align_val_t alignment = {}) {
  void* block = allocate(size, static_cast<size_t>(alignment));
  while (block == nullptr) {
    // Frees reserved memory, or does not return (reserve.cpp).
    std::get_new_handler()();
    block = allocate(size, static_cast<size_t>(alignment));
  }
  const size_t bytes = malloc_usable_size(block);
  const size_t now = in_use.fetch_add(bytes, kRelaxed) + bytes;
  raise(peak, now);
  raise(largest, bytes);
  return block;
}

void give_back(void* block) { in_use.fetch_sub(onggi::wipe_and_free(block), kRelaxed); }

}  // namespace

void* operator new(size_t size) { return take(size); }
void* operator new[](size_t size) { return take(size); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, size_t) noexcept { give_back(block); }
void operator delete[](void* block, size_t) noexcept { give_back(block); }

// For types whose alignment is larger than that of malloc, such as vectors of field elements.
void* operator new(size_t size, std::align_val_t alignment) { return take(size, alignment); }
void* operator new[](size_t size, std::align_val_t alignment) { return take(size, alignment); }
void operator delete(void* block, std::align_val_t) noexcept { give_back(block); }
void operator delete[](void* block, std::align_val_t) noexcept { give_back(block); }
void operator delete(void* block, size_t, std::align_val_t) noexcept { give_back(block); }
void operator delete[](void* block, size_t, std::align_val_t) noexcept { give_back(block); }

extern "C" {

// Frees a block of arguments, which JavaScript has allocated by malloc.
EMSCRIPTEN_KEEPALIVE void onggi_free_block(void* block) { onggi::wipe_and_free(block); }

// Starts a measurement at the number of bytes in use now.
EMSCRIPTEN_KEEPALIVE double onggi_heap_mark() {
  peak = in_use.load(kRelaxed);
  largest = 0;
  return static_cast<double>(peak.load(kRelaxed));
}
// The maximum number of bytes in use since the start of the measurement.
EMSCRIPTEN_KEEPALIVE double onggi_heap_peak() { return static_cast<double>(peak.load(kRelaxed)); }
// The largest block allocated since the start of the measurement.
EMSCRIPTEN_KEEPALIVE double onggi_heap_largest() {
  return static_cast<double>(largest.load(kRelaxed));
}

}  // extern "C"
