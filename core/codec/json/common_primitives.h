// Primitive values that are written alike in all JSON formats.
#pragma once

#include <cstdint>
#include <string>

#include "core/codec/json/reader.h"
#include "core/kimchi/gate.h"
#include "core/kimchi/revision.h"

namespace onggi::codec {

struct CommonLeaves {
  static bool read_leaf(JsonReader& reader, bool& out);
  static bool read_leaf(JsonReader& reader, int32_t& out);
  static bool read_leaf(JsonReader& reader, uint32_t& out);  // a row or column
  static bool read_leaf(JsonReader& reader, size_t& out);    // at most kMaxCount
  static bool read_leaf(JsonReader& reader, GateType& out);
  static bool read_leaf(JsonReader& reader, Revision& out);

  static void write_leaf(std::string& out, bool value);
  static void write_leaf(std::string& out, int32_t value);
  static void write_leaf(std::string& out, uint32_t value);
  static void write_leaf(std::string& out, size_t value);
  static void write_leaf(std::string& out, GateType value);
  static void write_leaf(std::string& out, Revision value);
};

}  // namespace onggi::codec
