#include "core/sponge/blake2b.h"

#include <blake2.h>

namespace onggi {

std::array<uint8_t, 64> blake2b_512(std::span<const uint8_t> message) {
  std::array<uint8_t, 64> digest;
  // Implementations differ in the order of blake2b()'s arguments, but not in these three calls. The
  // calls fail only for digest sizes that BLAKE2b does not support.
  blake2b_state state;
  blake2b_init(&state, digest.size());
  blake2b_update(&state, message.data(), message.size());
  blake2b_final(&state, digest.data(), digest.size());
  return digest;
}

}  // namespace onggi
