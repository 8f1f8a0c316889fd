#pragma once

#include <malloc.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace onggi {

// Wipes a block of malloc's and frees it, so that no witness, blinder or polynomial of the prover
// remains in freed memory. Returns its size. `block` may be null.
inline size_t wipe_and_free(void* block) {
  if (block == nullptr) return 0;
  const size_t bytes = malloc_usable_size(block);
  std::memset(block, 0, bytes);
  asm volatile("" : : "r"(block) : "memory");  // else the compiler drops stores before free
  std::free(block);  // NOLINT(cppcoreguidelines-owning-memory): it is malloc's.
  return bytes;
}

}  // namespace onggi
