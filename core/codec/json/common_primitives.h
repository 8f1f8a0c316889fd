// Primitive values that all JSON formats have in common.
#pragma once

#include <cstdint>
#include <string>

#include "core/codec/json/reader.h"
#include "core/codec/schema/primitive_codecs.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi::codec {

// Elements are text of their 32 bytes; the dialect's read_bytes() and write_bytes() convert it.
template <class Dialect>
struct ElementPrimitives {
  template <PrimeField F>
  static bool read_primitive(JsonReader& reader, F& out) {
    ElementBytes bytes;
    return Dialect::read_bytes(reader, bytes) && assign_element(reader.error(), out, bytes);
  }

  template <PrimeField F>
  static void write_primitive(std::string& out, const F& value) {
    ElementBytes bytes;
    field_to_bytes(value, bytes);
    Dialect::write_bytes(out, bytes);
  }
};

// Values with the same spelling in all formats.
struct CommonPrimitives {
  static bool read_primitive(JsonReader& reader, bool& out);
  static bool read_primitive(JsonReader& reader, int32_t& out);   // the id of a table
  static bool read_primitive(JsonReader& reader, uint32_t& out);  // a row or a column
  static bool read_primitive(JsonReader& reader, size_t& out);    // at most kMaxCount
  static bool read_primitive(JsonReader& reader, GateType& out);
  static bool read_primitive(JsonReader& reader, Revision& out);

  static void write_primitive(std::string& out, bool value);
  static void write_primitive(std::string& out, int32_t value);
  static void write_primitive(std::string& out, uint32_t value);
  static void write_primitive(std::string& out, size_t value);
  static void write_primitive(std::string& out, GateType value);
  static void write_primitive(std::string& out, Revision value);
};

}  // namespace onggi::codec
