#include "core/codec/msgpack/msgpack.h"

#include <fmt/core.h>

namespace onggi::codec {
namespace {

// First bytes.
constexpr uint8_t kNil = 0xc0;
constexpr uint8_t kFalse = 0xc2;
constexpr uint8_t kTrue = 0xc3;
constexpr uint8_t kBin8 = 0xc4;
constexpr uint8_t kBin32 = 0xc6;
constexpr uint8_t kUint8 = 0xcc;  // then 16, 32 and 64 bits
constexpr uint8_t kUint64 = 0xcf;
constexpr uint8_t kInt8 = 0xd0;  // then 16, 32 and 64 bits
constexpr uint8_t kInt64 = 0xd3;
constexpr uint8_t kString8 = 0xd9;
constexpr uint8_t kString32 = 0xdb;
constexpr uint8_t kFixString = 0xa0;    // its low five bits are the length
constexpr uint8_t kFixNegative = 0xe0;  // the integers −32 … −1 as themselves
constexpr uint8_t kFixMap = 0x80;       // smaller ones are integers as themselves
constexpr uint8_t kFixArray = 0x90;     // its low four bits are the length
constexpr uint8_t kArray16 = 0xdc;
constexpr uint8_t kArray32 = 0xdd;

constexpr int64_t kLeastFixNegative = -32;
constexpr uint64_t kMaxFixString = 31;  // bytes

// Whether an unsigned number needs more than half of 2^log_width bytes.
bool needs_width(uint64_t value, uint64_t log_width) {
  return log_width == 0 || value >> (4u << log_width) != 0;
}

// Whether a negative number needs more than half of `width` bytes in two's complement.
bool needs_signed_width(int64_t value, size_t width) {
  return width == 1 || value >> (4 * width - 1) != -1;
}

}  // namespace

bool MsgpackReader::fail_at(size_t position, std::string_view what) {
  error_.fail(Errc::malformed_msgpack, what);
  return error_.at_byte(position);
}

bool MsgpackReader::big_endian(size_t width, uint64_t& out) {
  if (width > remaining()) return fail_at(bytes_.size(), "the bytes end");
  out = 0;
  for (size_t i = 0; i < width; ++i) out = out << 8 | bytes_[position_++];
  return true;
}

// Headers and integers must have the shortest form, which is also the writer's.
bool MsgpackReader::require_shortest(size_t start, bool shortest) {
  return shortest || fail_at(start, "not the shortest form");
}

bool MsgpackReader::take_nil() {
  if (remaining() == 0 || bytes_[position_] != kNil) return false;
  ++position_;
  return true;
}

bool MsgpackReader::array(size_t& length, size_t element_bytes) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  uint64_t stated = first & 15;
  if (first == kArray16 || first == kArray32) {
    if (!big_endian(first == kArray16 ? 2 : 4, stated)) return false;
    if (!require_shortest(start, stated >= (first == kArray16 ? 16 : 0x10000))) return false;
  } else if ((first & 0xf0) != kFixArray) {
    return fail_at(start, "expected an array");
  }
  if (stated > remaining() / element_bytes) {
    return fail_at(start, fmt::format("an array of {} elements in {} bytes", stated, remaining()));
  }
  length = static_cast<size_t>(stated);
  return true;
}

bool MsgpackReader::array_of(size_t length) {
  const size_t start = position_;
  size_t stated = 0;
  if (!array(stated)) return false;
  if (stated == length) return true;
  error_.fail(Errc::invalid_length, fmt::format("{} elements instead of {}", stated, length));
  return error_.at_byte(start);
}

bool MsgpackReader::bytes(size_t length, std::span<const uint8_t>& out) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  if (first < kBin8 || first > kBin32) return fail_at(start, "expected a byte string");
  uint64_t stated = 0;
  if (!big_endian(size_t{1} << (first - kBin8), stated)) return false;
  if (!require_shortest(start, needs_width(stated, first - kBin8))) return false;
  if (stated != length) {
    return fail_at(start, fmt::format("{} bytes instead of {}", stated, length));
  }
  if (length > remaining()) return fail_at(bytes_.size(), "the bytes end");
  out = bytes_.subspan(position_, length);
  position_ += length;
  return true;
}

bool MsgpackReader::boolean(bool& out) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  if (first != kFalse && first != kTrue) return fail_at(start, "expected true or false");
  out = first == kTrue;
  return true;
}

bool MsgpackReader::integer(uint64_t& bits, bool& negative) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  bits = first;
  negative = first >= kFixNegative;
  if (negative) bits = static_cast<uint64_t>(static_cast<int64_t>(first) - 256);
  if (first < kFixMap || negative) return true;
  if (first >= kUint8 && first <= kUint64) {
    const uint64_t log_width = first - kUint8;
    return big_endian(size_t{1} << log_width, bits) &&
           require_shortest(start, bits >= kFixMap && needs_width(bits, log_width));
  }
  if (first < kInt8 || first > kInt64) return fail_at(start, "expected an integer");
  const size_t width = size_t{1} << (first - kInt8);
  if (!big_endian(width, bits)) return false;
  const auto shift = static_cast<int>(64 - 8 * width);
  const int64_t value = static_cast<int64_t>(bits << shift) >> shift;
  bits = static_cast<uint64_t>(value);
  negative = value < 0;
  return require_shortest(start, value < kLeastFixNegative && needs_signed_width(value, width));
}

bool MsgpackReader::fail_range(size_t start, int64_t min, uint64_t max, uint64_t bits,
                               bool negative) {
  const auto stated =
      negative ? fmt::format("{}", static_cast<int64_t>(bits)) : fmt::format("{}", bits);
  error_.fail(Errc::size_out_of_range,
              fmt::format("must be from {} to {}, got {}", min, max, stated));
  return error_.at_byte(start);
}

bool MsgpackReader::unsigned_integer(uint64_t max, uint64_t& out) {
  const size_t start = position_;
  bool negative = false;
  if (!integer(out, negative)) return false;
  if (!negative && out <= max) return true;
  return fail_range(start, 0, max, out, negative);
}

bool MsgpackReader::signed_integer(int64_t min, int64_t max, int64_t& out) {
  const size_t start = position_;
  uint64_t bits = 0;
  bool negative = false;
  if (!integer(bits, negative)) return false;
  out = static_cast<int64_t>(bits);
  if (negative == (out < 0) && min <= out && out <= max) return true;
  return fail_range(start, min, static_cast<uint64_t>(max), bits, negative);
}

bool MsgpackReader::string(std::string_view& out) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  uint64_t length = first & 31;
  if (first >= kString8 && first <= kString32) {
    if (!big_endian(size_t{1} << (first - kString8), length)) return false;
    const bool shortest = length > kMaxFixString && needs_width(length, first - kString8);
    if (!require_shortest(start, shortest)) return false;
  } else if ((first & 0xe0) != kFixString) {
    return fail_at(start, "expected a string");
  }
  if (length > remaining()) return fail_at(bytes_.size(), "the bytes end");
  const auto text = bytes_.subspan(position_, static_cast<size_t>(length));
  out = {reinterpret_cast<const char*>(text.data()), text.size()};
  position_ += text.size();
  return true;
}

bool MsgpackReader::end() {
  if (remaining() == 0) return true;
  return fail_at(position_, fmt::format("{} bytes too many", remaining()));
}

void MsgpackWriter::nil() { out_.push_back(kNil); }

void MsgpackWriter::array(size_t length) {
  if (length < 16) {
    out_.push_back(static_cast<uint8_t>(kFixArray | length));
    return;
  }
  const size_t width = length < 0x10000 ? 2 : 4;
  out_.push_back(width == 2 ? kArray16 : kArray32);
  big_endian(length, width);
}

void MsgpackWriter::bytes(std::span<const uint8_t> content) {
  out_.push_back(kBin8);
  out_.push_back(static_cast<uint8_t>(content.size()));
  out_.insert(out_.end(), content.begin(), content.end());
}

void MsgpackWriter::boolean(bool value) { out_.push_back(value ? kTrue : kFalse); }

void MsgpackWriter::unsigned_integer(uint64_t value) {
  if (value < kFixMap) {
    out_.push_back(static_cast<uint8_t>(value));
    return;
  }
  const int log_width = value < 0x100 ? 0 : value < 0x10000 ? 1 : value >> 32 == 0 ? 2 : 3;
  out_.push_back(static_cast<uint8_t>(kUint8 + log_width));
  big_endian(value, size_t{1} << log_width);
}

void MsgpackWriter::signed_integer(int64_t value) {
  if (value >= 0) return unsigned_integer(static_cast<uint64_t>(value));
  if (value >= -32) {
    out_.push_back(static_cast<uint8_t>(value));
    return;
  }
  const int log_width = value >= INT8_MIN ? 0 : value >= INT16_MIN ? 1 : value >= INT32_MIN ? 2 : 3;
  out_.push_back(static_cast<uint8_t>(kInt8 + log_width));
  big_endian(static_cast<uint64_t>(value), size_t{1} << log_width);
}

void MsgpackWriter::string(std::string_view text) {
  if (text.size() < 32) {
    out_.push_back(static_cast<uint8_t>(kFixString | text.size()));
  } else {
    out_.push_back(kString8);
    out_.push_back(static_cast<uint8_t>(text.size()));
  }
  out_.insert(out_.end(), text.begin(), text.end());
}

void MsgpackWriter::big_endian(uint64_t value, size_t width) {
  for (size_t i = width; i-- > 0;) out_.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

}  // namespace onggi::codec
