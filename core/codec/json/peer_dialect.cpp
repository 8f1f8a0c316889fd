#include "core/codec/json/peer_dialect.h"

#include "core/codec/bytes/hex.h"

namespace onggi::codec {

bool PeerDialect::read_bytes(JsonReader& reader, std::span<uint8_t> out) {
  std::string_view text;
  if (!reader.string(text)) return false;
  return bytes_from_hex(text, out) ||
         reader.error().fail(Errc::malformed_json,
                             fmt::format("expected {} hex digits", 2 * out.size()));
}

void PeerDialect::write_bytes(std::string& out, std::span<const uint8_t> bytes) {
  out += '"';
  append_hex(out, bytes);
  out += '"';
}

}  // namespace onggi::codec
