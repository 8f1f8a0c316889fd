#include "core/sponge/blake2b.h"

#include <blake2.h>

namespace onggi {

std::array<uint8_t, 64> blake2b_512(std::span<const uint8_t> message) {
  std::array<uint8_t, 64> digest;
  // Fails only for digest and key sizes that BLAKE2b does not have.
  blake2b(digest.data(), digest.size(), message.data(), message.size(), nullptr, 0);
  return digest;
}

}  // namespace onggi
