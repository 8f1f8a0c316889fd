// Padded standard base64 (RFC 4648, section 4), decoded strictly: white space, missing padding and
// non-zero unused bits are errors, so each byte string has exactly one encoding.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"

namespace onggi {

std::string encode_base64(std::span<const uint8_t> bytes);

// Errors: malformed_base64 with the position of the character.
Result<std::vector<uint8_t>> decode_base64(std::string_view text);

}  // namespace onggi
