#include "core/codec/bytes/base64.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace onggi {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The value of each character; −1 for characters outside the alphabet.
constexpr std::array<int8_t, 256> kValues = [] {
  std::array<int8_t, 256> values{};
  for (int8_t& value : values) value = -1;
  for (int8_t i = 0; i < 64; ++i) values[static_cast<uint8_t>(kAlphabet[i])] = i;
  return values;
}();

auto fail_at(size_t position, std::string_view what) {
  return fail(Errc::malformed_base64, fmt::format("{} at character {}", what, position));
}

}  // namespace

std::string encode_base64(std::span<const uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;  // 24 bits, first byte highest
    for (size_t j = 0; j < 3; ++j) group = group << 8 | (j < count ? bytes[i + j] : 0);
    for (size_t j = 0; j < 4; ++j) {
      text.push_back(j <= count ? kAlphabet[group >> (18 - 6 * j) & 63] : '=');
    }
  }
  return text;
}

Result<std::vector<uint8_t>> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return fail_at(text.size(), "the text ends inside a group of four");
  }
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const size_t digits = text.size() - padding;

  std::vector<uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3);
  uint32_t buffer = 0;
  unsigned bits = 0;  // number of bits in `buffer` that are not yet written
  for (size_t i = 0; i < digits; ++i) {
    const int8_t value = kValues[static_cast<uint8_t>(text[i])];
    if (value < 0) return fail_at(i, "not a base64 digit");
    buffer = (buffer << 6 | static_cast<uint32_t>(value)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<uint8_t>(buffer >> bits));
    }
  }
  if ((buffer & ((1u << bits) - 1)) != 0) return fail_at(digits - 1, "bits beyond the last byte");
  return bytes;
}

}  // namespace onggi
