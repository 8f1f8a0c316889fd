#include "core/codec/msgpack.h"

#include <fmt/core.h>

#include "core/codec/place.h"

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

Error MsgpackReader::error_at(size_t at, std::string_view what) const {
  return error_here(Errc::malformed_msgpack, fmt::format("{} at byte {}", what, at));
}

Result<uint8_t> MsgpackReader::byte() {
  if (remaining() == 0) return boost::outcome_v2::failure(error_at(position_, "the bytes end"));
  return bytes_[position_++];
}

Result<uint64_t> MsgpackReader::big_endian(size_t width) {
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) {
    BOOST_OUTCOME_TRY(next, byte());
    value = value << 8 | next;
  }
  return value;
}

bool MsgpackReader::take_nil() {
  if (remaining() == 0 || bytes_[position_] != kNil) return false;
  ++position_;
  return true;
}

Result<size_t> MsgpackReader::array(size_t element_bytes) {
  const size_t start = position_;
  BOOST_OUTCOME_TRY(first, byte());
  uint64_t length = first & 15;
  if (first == kArray16 || first == kArray32) {
    BOOST_OUTCOME_TRY(wide, big_endian(first == kArray16 ? 2 : 4));
    length = wide;
  } else if ((first & 0xf0) != kFixArray) {
    return boost::outcome_v2::failure(error_at(start, "expected an array"));
  }
  if (length > remaining() / element_bytes) {
    return boost::outcome_v2::failure(error_at(
        start, fmt::format("an array of {} elements in the last {} bytes", length, remaining())));
  }
  return static_cast<size_t>(length);
}

Result<std::span<const uint8_t>> MsgpackReader::bytes(size_t length) {
  const size_t start = position_;
  BOOST_OUTCOME_TRY(first, byte());
  if (first < kBin8 || first > kBin32) {
    return boost::outcome_v2::failure(error_at(start, "expected a byte string"));
  }
  BOOST_OUTCOME_TRY(stated, big_endian(size_t{1} << (first - kBin8)));
  if (stated != length) {
    return boost::outcome_v2::failure(
        error_at(start, fmt::format("{} bytes instead of {}", stated, length)));
  }
  if (length > remaining()) {
    return boost::outcome_v2::failure(error_at(bytes_.size(), "the bytes end"));
  }
  const auto content = bytes_.subspan(position_, length);
  position_ += length;
  return content;
}

Result<> MsgpackReader::end() const {
  if (remaining() == 0) return success();
  return boost::outcome_v2::failure(
      error_at(position_, fmt::format("{} bytes too many", remaining())));
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
