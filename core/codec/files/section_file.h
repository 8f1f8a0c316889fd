// The container of onggi's own file formats: named sections of bytes, each with a checksum.
//
//   header    64 bytes  magic (8), version u32, kind u32, curve name (8), number of sections u32,
//                       size of the SRS u32, checksum (32) of the 32 bytes before and the table
//   table     64 bytes a section: name (16), offset u64, size u64, checksum (32) of its bytes
//   sections  in the order of the table, each aligned to 64 bytes, with zeros in between
//
// Integers are little-endian. Names are padded with zeros. Checksums are the first half of
// BLAKE2b-512. Elements are 32 canonical little-endian bytes: one multiplication converts them to
// either radix's Montgomery form, so files are the same for all builds, and a section can be read
// from a mapped file without a copy. Checksums detect damage, not forgery: a reader must trust the
// writer of the file.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"

namespace onggi::codec {

enum class FileKind : uint32_t { index = 1, lagrange_basis = 2 };

struct FileHeader {
  FileKind kind;
  std::string_view curve;
  uint32_t srs_size = 0;
};

class SectionWriter {
 public:
  // Fills the given bytes, which are zero before.
  using Fill = std::function<void(std::span<uint8_t>)>;

  explicit SectionWriter(const FileHeader& header) : header_(header) {}

  // `name` has at most 16 characters.
  void add(std::string_view name, size_t size, Fill fill);
  void add(std::string_view name, std::vector<uint8_t> bytes);

  // Returns the file. Each section writes its bytes in place.
  std::vector<uint8_t> finish() const;

 private:
  struct Section {
    std::string name;
    size_t size;
    Fill fill;
  };

  FileHeader header_;
  std::vector<Section> sections_;
};

class SectionReader {
 public:
  // Checks everything except the contents of the sections. `kind` and `curve` are the expected
  // ones. Errors: unsupported_format (magic, version, kind), wrong_curve, damaged_file with the
  // byte or the section.
  static Result<SectionReader> open(std::span<const uint8_t> bytes, FileKind kind,
                                    std::string_view curve);

  uint32_t srs_size() const { return srs_size_; }
  // The checksum in the header, which covers those of all sections.
  std::span<const uint8_t> checksum() const { return checksum_; }
  // The size of the next section in bytes; 0 after the last one.
  size_t next_size() const {
    return taken_ < sections_.size() ? sections_[taken_].bytes.size() : 0;
  }

  // Whether the next `count` sections all have this size.
  bool next_are(size_t count, size_t size) const;
  // The bytes of the section with this name, whether taken or not; none if it does not exist.
  std::span<const uint8_t> find(std::string_view name) const;

  // The bytes of the next section, which must have this name. Errors: damaged_file.
  Result<std::span<const uint8_t>> take(std::string_view name);
  // Fails unless all sections were taken.
  Result<> end() const;

 private:
  struct Section {
    std::string_view name;
    std::span<const uint8_t> bytes;
    std::span<const uint8_t> checksum;
  };

  Result<> read_table(std::span<const uint8_t> bytes, size_t count);

  uint32_t srs_size_ = 0;
  std::span<const uint8_t> checksum_;
  std::vector<Section> sections_;
  size_t taken_ = 0;
};

}  // namespace onggi::codec
