// Standard padded base64 (RFC 4648, section 4), strict: no white space, no missing padding, no
// stray bits, so that every byte string has one spelling.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"

namespace onggi {

std::string encode_base64(std::span<const uint8_t> bytes);

// Errors: malformed_base64 naming the character's position.
Result<std::vector<uint8_t>> decode_base64(std::string_view text);

}  // namespace onggi
