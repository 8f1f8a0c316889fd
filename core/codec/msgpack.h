// The part of MessagePack that the peer's bytes use: nil, arrays and byte strings.
// Source: the MessagePack specification; what is written takes the shortest form, as rmp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/codec/fault.h"

namespace onggi::codec {

// Reads from the front of `bytes`. A method that fails returns false and has told the fault
// malformed_msgpack with the byte.
class MsgpackReader {
 public:
  MsgpackReader(Fault& fault, std::span<const uint8_t> bytes) : fault_(fault), bytes_(bytes) {}

  Fault& fault() { return fault_; }
  size_t position() const { return position_; }

  // Skips a nil if there is one, else returns false.
  bool take_nil();

  // The length of an array, of any width of header. So many elements of at least `element_bytes`
  // each fit in what is left: they may be allocated for.
  bool array(size_t& length, size_t element_bytes = 1);

  // The header of an array of this very length; invalid_length for another.
  bool array_of(size_t length);

  // A byte string of this very length.
  bool bytes(size_t length, std::span<const uint8_t>& out);

  // Nothing may be left.
  bool end();

 private:
  size_t remaining() const { return bytes_.size() - position_; }
  bool fail_at(size_t position, std::string_view what);
  bool big_endian(size_t width, uint64_t& out);

  Fault& fault_;
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
