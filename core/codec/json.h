// JSON text to a checked tree and back to text. Internal to the room: nlohmann-json stays behind
// it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/error/error.h"
#include "core/kimchi/gate.h"

namespace onggi::codec {

using Json = nlohmann::json;

// Errors: malformed_json naming the byte.
Result<Json> parse_json(std::string_view text);

// The accessors below answer a value of another type with malformed_json, a missing key with
// missing_field and a number above `max` with `beyond`; none of nlohmann's throwing ones is used.
Result<const Json::array_t*> array_of(const Json& node);
Result<const Json::object_t*> object_of(const Json& node);
Result<const std::string*> string_of(const Json& node);
Result<uint64_t> unsigned_of(const Json& node, uint64_t max, Errc beyond);
Result<const Json*> value_at(const Json& node, std::string_view key);

// Sizes and counts beyond this are refused: nothing real is as long.
inline constexpr uint32_t kMaxCount = 1u << 28;

// Leaves that are alike in all JSON formats.
struct CommonLeaves {
  static Result<> read_leaf(const Json& node, bool& out);
  static Result<> read_leaf(const Json& node, int32_t& out);
  static Result<> read_leaf(const Json& node, uint32_t& out);  // a row or column
  static Result<> read_leaf(const Json& node, size_t& out);    // at most kMaxCount
  static Result<> read_leaf(const Json& node, GateType& out);

  static void write_leaf(std::string& out, bool value);
  static void write_leaf(std::string& out, uint32_t value);
  static void write_leaf(std::string& out, size_t value);
  static void write_leaf(std::string& out, GateType value);
};

// Checks `format` and `field` of a kimchi-*/1 file.
Result<> check_file_header(const Json& node, std::string_view format, std::string_view field);

}  // namespace onggi::codec
