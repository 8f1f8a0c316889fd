// The part of MessagePack that the peer's bytes use: nil, arrays and byte strings.
// Source: the MessagePack specification; what is written takes the shortest form, as rmp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/error/error.h"

namespace onggi::codec {

// Reads from the front of `bytes`. All errors are malformed_msgpack naming the byte.
class MsgpackReader {
 public:
  explicit MsgpackReader(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

  // Skips a nil if there is one.
  bool take_nil();

  // The length of an array, of any width of header. It is at most remaining() / element_bytes:
  // elements that take at least so many bytes each may be allocated for.
  Result<size_t> array(size_t element_bytes = 1);

  // A byte string of this very length.
  Result<std::span<const uint8_t>> bytes(size_t length);

  // Nothing may be left.
  Result<> end() const;

  // ": {what} at byte {at}"
  Error error_at(size_t at, std::string_view what) const;

 private:
  Result<uint8_t> byte();
  Result<uint64_t> big_endian(size_t width);

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

 private:
  std::vector<uint8_t>& out_;
};

}  // namespace onggi::codec
