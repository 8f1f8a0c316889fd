#include "core/codec/json/common_primitives.h"

#include <fmt/core.h>

#include <iterator>
#include <limits>
#include <string_view>

#include "core/codec/schema/primitive_codecs.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi::codec {

bool CommonPrimitives::read_primitive(JsonReader& reader, bool& out) { return reader.boolean(out); }

bool CommonPrimitives::read_primitive(JsonReader& reader, int32_t& out) {
  int64_t value = 0;
  if (!reader.signed_integer(kMinTableId, kMaxTableId, value)) return false;
  out = static_cast<int32_t>(value);
  return true;
}

bool CommonPrimitives::read_primitive(JsonReader& reader, uint32_t& out) {
  constexpr uint32_t kMax = std::numeric_limits<uint32_t>::max();
  uint64_t number = 0;
  if (!reader.unsigned_integer(kMax, Errc::wire_out_of_range, number)) return false;
  out = static_cast<uint32_t>(number);
  return true;
}

bool CommonPrimitives::read_primitive(JsonReader& reader, size_t& out) {
  uint64_t number = 0;
  if (!reader.unsigned_integer(kMaxCount, Errc::size_out_of_range, number)) return false;
  out = static_cast<size_t>(number);
  return true;
}

bool CommonPrimitives::read_primitive(JsonReader& reader, GateType& out) {
  std::string_view name;
  return reader.string(name) && assign_gate_type(reader.error(), out, name);
}

bool CommonPrimitives::read_primitive(JsonReader& reader, Revision& out) {
  std::string_view name;
  return reader.string(name) && assign_revision(reader.error(), out, name);
}

void CommonPrimitives::write_primitive(std::string& out, bool value) {
  out += value ? "true" : "false";
}

void CommonPrimitives::write_primitive(std::string& out, int32_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonPrimitives::write_primitive(std::string& out, uint32_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonPrimitives::write_primitive(std::string& out, size_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonPrimitives::write_primitive(std::string& out, GateType value) {
  fmt::format_to(std::back_inserter(out), "\"{}\"", gate_type_name(value));
}

void CommonPrimitives::write_primitive(std::string& out, Revision value) {
  fmt::format_to(std::back_inserter(out), "\"{}\"", revision_name(value));
}

}  // namespace onggi::codec
