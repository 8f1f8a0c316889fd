#include "core/codec/json/file_dialect.h"

#include <algorithm>

#include "core/codec/bytes/hex.h"

namespace onggi::codec {

bool FileDialect::read_bytes(JsonReader& reader, ElementBytes& out) {
  std::string_view text;
  if (!reader.string(text)) return false;
  const size_t digits = text.size() < 2 ? 0 : text.size() - 2;
  if (!text.starts_with("0x") || digits == 0 || digits > 2 * kFieldBytes) {
    return reader.error().fail(Errc::malformed_json, "expected \"0x\" and 1 to 64 hex digits");
  }
  out = {};
  for (size_t i = 0; i < digits; ++i) {
    const int digit = hex_digit(text[text.size() - 1 - i]);
    if (digit < 0) return reader.error().fail(Errc::malformed_json, "not a hex digit");
    out[i / 2] = static_cast<uint8_t>(out[i / 2] | digit << (4 * (i % 2)));
  }
  return true;
}

void FileDialect::write_bytes(std::string& out, const ElementBytes& bytes) {
  ElementBytes big_endian = bytes;
  std::reverse(big_endian.begin(), big_endian.end());
  std::string digits;
  append_hex(digits, big_endian);
  out += "\"0x";
  out += digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  out += '"';
}

}  // namespace onggi::codec
