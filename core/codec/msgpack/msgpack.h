// The part of MessagePack that the peer's bytes use: nil, booleans, integers, strings, byte strings
// and arrays.
// Only the shortest form of a value is read and written, which is what the peer's rmp writes.
// Source: the MessagePack specification.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/codec/schema/decode_error.h"

namespace onggi::codec {

// Reads from the front of `bytes`. A method that fails returns false and sets the error:
// malformed_msgpack with the position of the byte, unless another code is named.
class MsgpackReader {
 public:
  MsgpackReader(DecodeError& error, std::span<const uint8_t> bytes)
      : error_(error), bytes_(bytes) {}

  DecodeError& error() { return error_; }
  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

  // Skips a nil if there is one, else returns false.
  bool take_nil();

  // The length of an array. It is an error if that many elements of `element_bytes` each do not fit
  // in the remaining bytes, so that callers may allocate for them.
  bool array(size_t& length, size_t element_bytes = 1);

  // The header of an array of exactly this length. Errors: invalid_length.
  bool array_of(size_t length);

  // A byte string of exactly this length.
  bool bytes(size_t length, std::span<const uint8_t>& out);

  bool boolean(bool& out);

  // An integer from 0 to `max`. Errors: size_out_of_range.
  bool unsigned_integer(uint64_t max, uint64_t& out);
  // An integer from `min` to `max`. Errors: size_out_of_range.
  bool signed_integer(int64_t min, int64_t max, int64_t& out);

  // A string; it points into the bytes.
  bool string(std::string_view& out);

  // Checks that no bytes remain.
  bool end();

 private:
  bool fail_at(size_t position, std::string_view what);
  bool big_endian(size_t width, uint64_t& out);
  bool require_shortest(size_t start, bool shortest);
  // An integer as two's complement, and whether it is negative.
  bool integer(uint64_t& bits, bool& negative);
  bool fail_range(size_t start, int64_t min, uint64_t max, uint64_t bits, bool negative);

  DecodeError& error_;
  std::span<const uint8_t> bytes_;
  size_t position_ = 0;
};

// Appends to `out`.
class MsgpackWriter {
 public:
  explicit MsgpackWriter(std::vector<uint8_t>& out) : out_(out) {}

  void nil();
  void array(size_t length);                     // < 2^32
  void bytes(std::span<const uint8_t> content);  // < 256 of them
  void boolean(bool value);
  void unsigned_integer(uint64_t value);
  void signed_integer(int64_t value);
  void string(std::string_view text);  // < 256 bytes

 private:
  void big_endian(uint64_t value, size_t width);

  std::vector<uint8_t>& out_;
};

}  // namespace onggi::codec
