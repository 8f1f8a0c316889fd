// JSON text, read value by value from front to back. Internal to this folder: nlohmann-json, which
// checks the syntax, is not visible outside. Memory is allocated for the values, not for the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/codec/schema/decode_error.h"
#include "core/error/error.h"

namespace onggi::codec {

// Errors: malformed_json naming the byte at which the text stops being JSON.
Result<> check_json(std::string_view text);

// A position in a text. A method that takes a value of a type returns false, with the error set to
// malformed_json, if the next value has another type.
class JsonReader {
 public:
  // `text` is JSON, by check_json.
  JsonReader(DecodeError& error, std::string_view text);

  DecodeError& error() { return error_; }
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

  DecodeError& error_;
  const char* at_;
  const char* end_;
  std::string unescaped_;
};

// Errors for a key that appears twice in an object and for one that is missing. Both return false.
bool fail_repeated(DecodeError& error, std::string_view key);
bool fail_missing(DecodeError& error, std::string_view key);

}  // namespace onggi::codec
