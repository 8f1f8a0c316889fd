// Replaces operator delete by one that overwrites each block with zeros, so that no witness,
// blinder or polynomial of the prover remains in freed memory; and operator new, so that each block
// comes from malloc. Types of a larger alignment than malloc's are left out. A program chooses it
// by linking onggi::wiping_delete; bindings/embind/meter.cpp does the same in the WebAssembly
// modules.
#include <cstdlib>
#include <new>

#include "core/memory/wipe_and_free.h"

void* operator new(size_t size) {
  while (true) {
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): operator delete below frees it.
    if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete(void* block) noexcept { onggi::wipe_and_free(block); }
void operator delete[](void* block) noexcept { onggi::wipe_and_free(block); }
void operator delete(void* block, size_t) noexcept { onggi::wipe_and_free(block); }
void operator delete[](void* block, size_t) noexcept { onggi::wipe_and_free(block); }
