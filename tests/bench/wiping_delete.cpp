// Replaces operator delete by one that wipes, as bindings/embind/meter.cpp does in WebAssembly. The
// cost for a native prover is the difference between prover_bench and prover_bench_wiping.
#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

void wipe_and_free(void* block) {
  if (block == nullptr) return;
  std::memset(block, 0, malloc_usable_size(block));
  asm volatile("" : : "r"(block) : "memory");
  std::free(block);
}

}  // namespace

void* operator new(size_t size) {
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) std::abort();
  return block;
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete(void* block) noexcept { wipe_and_free(block); }
void operator delete[](void* block) noexcept { wipe_and_free(block); }
void operator delete(void* block, size_t) noexcept { wipe_and_free(block); }
void operator delete[](void* block, size_t) noexcept { wipe_and_free(block); }
