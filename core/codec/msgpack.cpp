#include "core/codec/msgpack.h"

#include <fmt/core.h>

namespace onggi::codec {
namespace {

// First bytes.
constexpr uint8_t kNil = 0xc0;
constexpr uint8_t kBin8 = 0xc4;
constexpr uint8_t kBin32 = 0xc6;
constexpr uint8_t kFixArray = 0x90;  // its low four bits are the length
constexpr uint8_t kArray16 = 0xdc;
constexpr uint8_t kArray32 = 0xdd;

}  // namespace

bool MsgpackReader::fail_at(size_t position, std::string_view what) {
  fault_.fail(Errc::malformed_msgpack, what);
  return fault_.at_byte(position);
}

bool MsgpackReader::big_endian(size_t width, uint64_t& out) {
  if (width > remaining()) return fail_at(bytes_.size(), "the bytes end");
  out = 0;
  for (size_t i = 0; i < width; ++i) out = out << 8 | bytes_[position_++];
  return true;
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
  fault_.fail(Errc::invalid_length, fmt::format("{} instead of {} elements", stated, length));
  return fault_.at_byte(start);
}

bool MsgpackReader::bytes(size_t length, std::span<const uint8_t>& out) {
  const size_t start = position_;
  uint64_t first = 0;
  if (!big_endian(1, first)) return false;
  if (first < kBin8 || first > kBin32) return fail_at(start, "expected a byte string");
  uint64_t stated = 0;
  if (!big_endian(size_t{1} << (first - kBin8), stated)) return false;
  if (stated != length) {
    return fail_at(start, fmt::format("{} bytes instead of {}", stated, length));
  }
  if (length > remaining()) return fail_at(bytes_.size(), "the bytes end");
  out = bytes_.subspan(position_, length);
  position_ += length;
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
  for (size_t i = width; i-- > 0;) out_.push_back(static_cast<uint8_t>(length >> (8 * i)));
}

void MsgpackWriter::bytes(std::span<const uint8_t> content) {
  out_.push_back(kBin8);
  out_.push_back(static_cast<uint8_t>(content.size()));
  out_.insert(out_.end(), content.begin(), content.end());
}

}  // namespace onggi::codec
