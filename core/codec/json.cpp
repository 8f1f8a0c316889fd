#include "core/codec/json.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/codec/leaves.h"

namespace onggi::codec {
namespace {

// One of the texts that a file says of itself.
struct Claim {
  std::string_view key;
  std::string_view expected;
  Errc code;
  bool seen = false;
};

bool check_claim(JsonReader& reader, Claim& claim) {
  Fault& fault = reader.fault();
  if (claim.seen) return fail_repeated(fault, claim.key);
  claim.seen = true;
  std::string_view text;
  if (!reader.string(text)) return fault.within(claim.key);
  if (text == claim.expected) return true;
  fault.fail(claim.code, fmt::format("\"{}\" instead of \"{}\"", excerpt(text), claim.expected));
  return fault.within(claim.key);
}

}  // namespace

bool fail_repeated(Fault& fault, std::string_view key) {
  fault.fail(Errc::malformed_json, "stands twice");
  return fault.within(key);
}

bool fail_missing(Fault& fault, std::string_view key) {
  fault.fail(Errc::missing_field, "is missing");
  return fault.within(key);
}

bool CommonLeaves::read_leaf(JsonReader& reader, bool& out) { return reader.boolean(out); }

bool CommonLeaves::read_leaf(JsonReader& reader, int32_t& out) {
  using Limits = std::numeric_limits<int32_t>;
  int64_t value = 0;
  if (!reader.signed_integer(Limits::min(), Limits::max(), value)) return false;
  out = static_cast<int32_t>(value);
  return true;
}

bool CommonLeaves::read_leaf(JsonReader& reader, uint32_t& out) {
  constexpr uint32_t kMax = std::numeric_limits<uint32_t>::max();
  uint64_t number = 0;
  if (!reader.unsigned_integer(kMax, Errc::wire_out_of_range, number)) return false;
  out = static_cast<uint32_t>(number);
  return true;
}

bool CommonLeaves::read_leaf(JsonReader& reader, size_t& out) {
  uint64_t number = 0;
  if (!reader.unsigned_integer(kMaxCount, Errc::size_out_of_range, number)) return false;
  out = static_cast<size_t>(number);
  return true;
}

bool CommonLeaves::read_leaf(JsonReader& reader, GateType& out) {
  std::string_view name;
  return reader.string(name) && assign_gate_type(reader.fault(), out, name);
}

bool CommonLeaves::read_leaf(JsonReader& reader, Revision& out) {
  std::string_view name;
  return reader.string(name) && assign_revision(reader.fault(), out, name);
}

void CommonLeaves::write_leaf(std::string& out, bool value) { out += value ? "true" : "false"; }

void CommonLeaves::write_leaf(std::string& out, int32_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonLeaves::write_leaf(std::string& out, uint32_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonLeaves::write_leaf(std::string& out, size_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonLeaves::write_leaf(std::string& out, GateType value) {
  fmt::format_to(std::back_inserter(out), "\"{}\"", gate_type_name(value));
}

void CommonLeaves::write_leaf(std::string& out, Revision value) {
  fmt::format_to(std::back_inserter(out), "\"{}\"", revision_name(value));
}

bool check_file_header(Fault& fault, std::string_view text, std::string_view format,
                       std::string_view field) {
  JsonReader reader(fault, text);
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
    if (!claim.seen) return fail_missing(fault, claim.key);
  }
  return true;
}

}  // namespace onggi::codec
