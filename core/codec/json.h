// JSON text to a tree that is only asked for what it has. Internal to the room: nlohmann-json,
// whose own accessors would abort, stays behind it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/codec/fault.h"
#include "core/error/error.h"
#include "core/kimchi/gate.h"

namespace onggi::codec {

using Json = nlohmann::json;

// Errors: malformed_json naming the byte.
Result<Json> parse_json(std::string_view text);

// These are null when the node is of another type (malformed_json) or the key is missing
// (missing_field).
const Json::array_t* array_of(Fault& fault, const Json& node);
const Json::object_t* object_of(Fault& fault, const Json& node);
const std::string* string_of(Fault& fault, const Json& node);
const Json* value_at(Fault& fault, const Json& node, std::string_view key);

// An array of this very length, or null and invalid_length.
const Json::array_t* array_of(Fault& fault, const Json& node, size_t length);

// Sizes and counts beyond this are refused: nothing real is as long.
inline constexpr uint32_t kMaxCount = 1u << 28;

// Leaves that are alike in all JSON formats.
struct CommonLeaves {
  static bool read_leaf(Fault& fault, const Json& node, bool& out);
  static bool read_leaf(Fault& fault, const Json& node, int32_t& out);
  static bool read_leaf(Fault& fault, const Json& node, uint32_t& out);  // a row or column
  static bool read_leaf(Fault& fault, const Json& node, size_t& out);    // at most kMaxCount
  static bool read_leaf(Fault& fault, const Json& node, GateType& out);

  static void write_leaf(std::string& out, bool value);
  static void write_leaf(std::string& out, uint32_t value);
  static void write_leaf(std::string& out, size_t value);
  static void write_leaf(std::string& out, GateType value);
};

// Checks `format` and `field` of a kimchi-*/1 file.
bool check_file_header(Fault& fault, const Json& node, std::string_view format,
                       std::string_view field);

}  // namespace onggi::codec
