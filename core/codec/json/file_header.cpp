#include "core/codec/json/file_header.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/codec/json/reader.h"
#include "core/codec/schema/primitive_codecs.h"

namespace onggi::codec {
namespace {

// A string entry in which a file states its format or field.
struct Claim {
  std::string_view key;
  std::string_view expected;
  Errc code;
  bool seen = false;
};

bool check_claim(JsonReader& reader, Claim& claim) {
  DecodeError& error = reader.error();
  if (claim.seen) return fail_repeated(error, claim.key);
  claim.seen = true;
  std::string_view text;
  if (!reader.string(text)) return error.within(claim.key);
  if (text == claim.expected) return true;
  error.fail(claim.code, fmt::format("\"{}\" instead of \"{}\"", excerpt(text), claim.expected));
  return error.within(claim.key);
}

}  // namespace

bool check_file_header(DecodeError& error, std::string_view text, std::string_view format,
                       std::string_view field) {
  JsonReader reader(error, text);
  if (!reader.begin_object()) return false;
  std::array<Claim, 2> claims{Claim{"format", format, Errc::unsupported_format},
                              Claim{"field", field, Errc::wrong_field}};
  for (std::string_view key; reader.next_key(key);) {
    Claim* claim = std::find_if(claims.begin(), claims.end(),
                                [key](const Claim& candidate) { return candidate.key == key; });
    if (claim == claims.end()) {
      reader.skip();
    } else if (!check_claim(reader, *claim)) {
      return false;
    }
  }
  for (const Claim& claim : claims) {
    if (!claim.seen) return fail_missing(error, claim.key);
  }
  return true;
}

}  // namespace onggi::codec
