// Replaces operator delete by one that overwrites each block with zeros, so that no witness,
// blinder or polynomial of the prover remains in freed memory. A program chooses it by linking
// onggi::wiping_delete; the WebAssembly modules have the same in bindings/embind/meter.cpp.
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
