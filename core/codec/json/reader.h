// Reads JSON text value by value from front to back. Internal to this module: nlohmann-json, which
// checks the syntax, is not visible outside. Allocates memory for the values, not for the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/codec/schema/decode_error.h"
#include "core/error/error.h"

namespace onggi::codec {

// Errors: malformed_json with the byte at which the text stops being JSON.
Result<> check_json(std::string_view text);

// A position in a text. A method that reads a value of a type returns false and sets malformed_json
// if the next value has another type.
class JsonReader {
 public:
  // `text` must have passed check_json.
  JsonReader(DecodeError& error, std::string_view text);

  DecodeError& error() { return error_; }
  size_t remaining() const { return static_cast<size_t>(end_ - at_); }

  // Reads a null and returns true, or returns false if the next value is not null.
  bool take_null();

  bool boolean(bool& out);
  // A number without sign, point or exponent. A number above `max` gives the error code `beyond`.
  bool unsigned_integer(uint64_t max, Errc beyond, uint64_t& out);
  bool signed_integer(int64_t min, int64_t max, int64_t& out);  // other numbers: size_out_of_range
  bool string(std::string_view& out);                           // valid until the next call

  // Enters an array. Then call next_element before each element; it returns false at the end.
  bool begin_array();
  bool next_element();
  // Called at the start of an array: returns its number of elements.
  size_t count_elements();

  // Enters an object. Then call next_key before each value; it returns false at the end.
  bool begin_object();
  bool next_key(std::string_view& key);

  // Skips a value of any type.
  void skip();

 private:
  bool fail(std::string_view what);
  char peek();
  std::string_view number();
  std::string_view quoted();

  DecodeError& error_;
  const char* at_;
  const char* end_;
  std::string unescaped_;
};

// Set the error for a duplicate key and for a missing key. Both return false.
bool fail_repeated(DecodeError& error, std::string_view key);
bool fail_missing(DecodeError& error, std::string_view key);

}  // namespace onggi::codec
