// Bytes as lower-case hex, first byte first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace onggi {

void append_hex(std::string& out, std::span<const uint8_t> bytes);

// The value of a hex digit of either case; −1 for other characters.
int hex_digit(char c);

// Returns false unless `text` has exactly 2·out.size() hex digits.
bool bytes_from_hex(std::string_view text, std::span<uint8_t> out);

}  // namespace onggi
