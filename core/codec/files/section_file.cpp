#include "core/codec/files/section_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/sponge/blake2b.h"

namespace onggi::codec {
namespace {

// The first byte is not a text character. Text-mode transfers would change the last two.
constexpr std::string_view kMagic = "\x8fonggi\r\n";
constexpr uint32_t kVersion = 1;
constexpr size_t kAlignment = 64;

// Offsets in the header and in a table entry.
constexpr size_t kHeaderBytes = 64;
constexpr size_t kVersionAt = 8;
constexpr size_t kKindAt = 12;
constexpr size_t kCurveAt = 16;
constexpr size_t kCurveBytes = 8;
constexpr size_t kCountAt = 24;
constexpr size_t kSrsSizeAt = 28;
constexpr size_t kChecksumAt = 32;  // in the header and in a table entry
constexpr size_t kChecksumBytes = 32;
constexpr size_t kEntryBytes = 64;
constexpr size_t kNameBytes = 16;
constexpr size_t kOffsetAt = 16;
constexpr size_t kSizeAt = 24;

using Checksum = std::array<uint8_t, kChecksumBytes>;

Checksum checksum_of(std::span<const uint8_t> bytes) {
  Checksum half;
  std::copy_n(blake2b_512(bytes).begin(), half.size(), half.begin());
  return half;
}

// The checksum over the first half of the header and the table.
Checksum header_checksum(std::span<const uint8_t> header_and_table) {
  std::vector<uint8_t> covered(header_and_table.begin(), header_and_table.end());
  covered.erase(covered.begin() + kChecksumAt, covered.begin() + kHeaderBytes);
  return checksum_of(covered);
}

template <class U>
void write_integer(std::span<uint8_t> out, U value) {
  for (size_t i = 0; i < sizeof(U); ++i) out[i] = static_cast<uint8_t>(value >> (8 * i));
}

template <class U>
U read_integer(std::span<const uint8_t> bytes) {
  U value = 0;
  for (size_t i = 0; i < sizeof(U); ++i) value |= static_cast<U>(U{bytes[i]} << (8 * i));
  return value;
}

void write_name(std::span<uint8_t> out, std::string_view name) {
  std::copy(name.begin(), name.end(), out.begin());
}

// The name without its zero padding. Any other byte after the zeros is part of the name and makes
// it invalid.
std::string_view read_name(std::span<const uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.substr(0, text.find_last_not_of('\0') + 1);
}

// Writes into the header or a table entry.
void write_checksum(std::span<uint8_t> out, const Checksum& sum) {
  std::copy(sum.begin(), sum.end(), out.begin() + kChecksumAt);
}

bool matches(std::span<const uint8_t> recorded, const Checksum& sum) {
  return std::equal(sum.begin(), sum.end(), recorded.begin());
}

constexpr size_t aligned(size_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

auto damaged(std::string context) { return fail(Errc::damaged_file, std::move(context)); }

Result<> check_header(std::span<const uint8_t> bytes, FileKind kind, std::string_view curve) {
  const bool has_magic = bytes.size() >= kMagic.size() &&
                         std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
                                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
  if (!has_magic) {
    return fail(Errc::unsupported_format,
                "the file must start with the magic bytes of onggi's files");
  }
  if (bytes.size() < kHeaderBytes) {
    return damaged(fmt::format("the header ends at byte {}", bytes.size()));
  }
  const auto version = read_integer<uint32_t>(bytes.subspan(kVersionAt));
  if (version != kVersion) {
    return fail(Errc::unsupported_format,
                fmt::format("the version must be {}, got {}", kVersion, version));
  }
  const auto found = read_integer<uint32_t>(bytes.subspan(kKindAt));
  if (found != static_cast<uint32_t>(kind)) {
    return fail(Errc::unsupported_format, fmt::format("the kind of file must be {}, got {}",
                                                      static_cast<uint32_t>(kind), found));
  }
  const std::string_view name = read_name(bytes.subspan(kCurveAt, kCurveBytes));
  if (name != curve) {
    return fail(Errc::wrong_curve, fmt::format("the curve of the file must be {}", curve));
  }
  return success();
}

}  // namespace

void SectionWriter::add(std::string_view name, size_t size, Fill fill) {
  sections_.push_back({std::string(name), size, std::move(fill)});
}

void SectionWriter::add(std::string_view name, std::vector<uint8_t> bytes) {
  const size_t size = bytes.size();
  add(name, size, [bytes = std::move(bytes)](std::span<uint8_t> out) {
    std::copy(bytes.begin(), bytes.end(), out.begin());
  });
}

std::vector<uint8_t> SectionWriter::finish() const {
  const size_t start = kHeaderBytes + kEntryBytes * sections_.size();
  size_t end = start;
  for (const Section& section : sections_) end = aligned(end) + section.size;
  std::vector<uint8_t> file(end);
  const std::span<uint8_t> bytes = file;

  size_t offset = start;
  for (size_t i = 0; i < sections_.size(); ++i) {
    const Section& section = sections_[i];
    offset = aligned(offset);
    const auto content = bytes.subspan(offset, section.size);
    section.fill(content);
    const auto entry = bytes.subspan(kHeaderBytes + kEntryBytes * i, kEntryBytes);
    write_name(entry, section.name);
    write_integer<uint64_t>(entry.subspan(kOffsetAt), offset);
    write_integer<uint64_t>(entry.subspan(kSizeAt), section.size);
    write_checksum(entry, checksum_of(content));
    offset += section.size;
  }

  std::transform(kMagic.begin(), kMagic.end(), bytes.begin(),
                 [](char c) { return static_cast<uint8_t>(c); });
  write_integer(bytes.subspan(kVersionAt), kVersion);
  write_integer(bytes.subspan(kKindAt), static_cast<uint32_t>(header_.kind));
  write_name(bytes.subspan(kCurveAt), header_.curve);
  write_integer(bytes.subspan(kCountAt), static_cast<uint32_t>(sections_.size()));
  write_integer(bytes.subspan(kSrsSizeAt), header_.srs_size);
  write_checksum(bytes, header_checksum(bytes.first(start)));
  return file;
}

Result<SectionReader> SectionReader::open(std::span<const uint8_t> bytes, FileKind kind,
                                          std::string_view curve) {
  BOOST_OUTCOME_TRYV(check_header(bytes, kind, curve));
  const auto count = read_integer<uint32_t>(bytes.subspan(kCountAt));
  if (count > (bytes.size() - kHeaderBytes) / kEntryBytes) {
    return damaged(fmt::format("{} sections in {} bytes", count, bytes.size()));
  }
  const size_t start = kHeaderBytes + kEntryBytes * count;
  if (!matches(bytes.subspan(kChecksumAt), header_checksum(bytes.first(start)))) {
    return damaged("the header does not match its checksum");
  }
  SectionReader reader;
  reader.checksum_ = bytes.subspan(kChecksumAt, kChecksumBytes);
  reader.srs_size_ = read_integer<uint32_t>(bytes.subspan(kSrsSizeAt));
  BOOST_OUTCOME_TRYV(reader.read_table(bytes, count));
  return reader;
}

// Each section must start directly after the previous one and its padding. The last one must end at
// the end of the file.
Result<> SectionReader::read_table(std::span<const uint8_t> bytes, size_t count) {
  size_t end = kHeaderBytes + kEntryBytes * count;
  for (size_t i = 0; i < count; ++i) {
    const auto entry = bytes.subspan(kHeaderBytes + kEntryBytes * i, kEntryBytes);
    const std::string_view name = read_name(entry.first(kNameBytes));
    const auto offset = read_integer<uint64_t>(entry.subspan(kOffsetAt));
    const auto size = read_integer<uint64_t>(entry.subspan(kSizeAt));
    if (offset != aligned(end) || offset > bytes.size() || size > bytes.size() - offset) {
      return damaged(fmt::format("section \"{}\": {} bytes from byte {} on, in a file of {}", name,
                                 size, offset, bytes.size()));
    }
    const size_t begin = aligned(end);
    const auto padding = bytes.subspan(end, begin - end);
    if (std::any_of(padding.begin(), padding.end(), [](uint8_t byte) { return byte != 0; })) {
      return damaged(
          fmt::format("section \"{}\": the padding before byte {} must be zero", name, begin));
    }
    sections_.push_back({name, bytes.subspan(begin, size), entry.subspan(kChecksumAt)});
    end = begin + static_cast<size_t>(size);
  }
  if (end == bytes.size()) return success();
  return damaged(fmt::format("{} unexpected bytes from byte {} on", bytes.size() - end, end));
}

bool SectionReader::next_are(size_t count, size_t size) const {
  const auto left = std::span(sections_).subspan(taken_);
  return left.size() >= count &&
         std::all_of(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(count),
                     [size](const Section& section) { return section.bytes.size() == size; });
}

std::span<const uint8_t> SectionReader::find(std::string_view name) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [name](const Section& section) { return section.name == name; });
  return found == sections_.end() ? std::span<const uint8_t>{} : found->bytes;
}

Result<std::span<const uint8_t>> SectionReader::take(std::string_view name) {
  if (taken_ == sections_.size()) return damaged(fmt::format("section \"{}\": is missing", name));
  const Section& section = sections_[taken_];
  if (section.name != name) {
    return damaged(fmt::format("section \"{}\" instead of \"{}\"", section.name, name));
  }
  ++taken_;
  if (matches(section.checksum, checksum_of(section.bytes))) return section.bytes;
  return damaged(fmt::format("section \"{}\" does not match its checksum", name));
}

Result<> SectionReader::end() const {
  if (taken_ == sections_.size()) return success();
  return damaged(fmt::format("section \"{}\" is not known", sections_[taken_].name));
}

}  // namespace onggi::codec
