// BLAKE2b with a 512-bit digest and no key (RFC 7693).
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace onggi {

std::array<uint8_t, 64> blake2b_512(std::span<const uint8_t> message);

}  // namespace onggi
