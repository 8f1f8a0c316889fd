// JSON text, read value by value from front to back. Internal to the room: nlohmann-json, which
// judges what is JSON, stays behind it. Memory is taken for what is read, not for the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/codec/fault.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi::codec {

// Errors: malformed_json naming the byte at which the text stops being JSON.
Result<> check_json(std::string_view text);

// A place in a text. A method that takes a value of a type tells the fault malformed_json and
// returns false if the next value has another.
class JsonReader {
 public:
  // `text` is JSON, by check_json.
  JsonReader(Fault& fault, std::string_view text);

  Fault& fault() { return fault_; }
  size_t remaining() const { return static_cast<size_t>(end_ - at_); }

  // Takes a null if there is one, else returns false.
  bool take_null();

  bool boolean(bool& out);
  // A number without sign, point and exponent; one above `max` is an error of code `beyond`.
  bool unsigned_integer(uint64_t max, Errc beyond, uint64_t& out);
  bool signed_integer(int64_t min, int64_t max, int64_t& out);  // else size_out_of_range
  bool string(std::string_view& out);                           // until another string is read

  // The start of an array; then next_element before each element, false at the array's end.
  bool begin_array();
  bool next_element();
  // From the start of an array: how many elements it has.
  size_t count_elements();

  // The start of an object; then next_key before each value, false at the object's end.
  bool begin_object();
  bool next_key(std::string_view& key);

  // Takes a value of any type.
  void skip();

 private:
  bool fail(std::string_view what);
  char peek();
  std::string_view number();
  std::string_view quoted();

  Fault& fault_;
  const char* at_;
  const char* end_;
  std::string unescaped_;
};

// A key that stands twice in an object, and one that does not stand in it. Both return false.
bool fail_repeated(Fault& fault, std::string_view key);
bool fail_missing(Fault& fault, std::string_view key);

// Leaves that are alike in all JSON formats.
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

// Checks `format` and `field` of a kimchi-*/1 file, wherever they stand.
bool check_file_header(Fault& fault, std::string_view text, std::string_view format,
                       std::string_view field);

}  // namespace onggi::codec
