// Mutates the bytes of sections and recomputes the checksums, so that inputs get past the checksum
// tests.
#pragma once

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include "core/sponge/blake2b.h"
#include "tests/fuzz/fuzz.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace onggi::fuzz {

inline uint64_t integer_at(const uint8_t* bytes, size_t width) {
  uint64_t value = 0;
  for (size_t i = 0; i < width; ++i) value |= uint64_t{bytes[i]} << (8 * i);
  return value;
}

inline void write_checksum(uint8_t* out, Bytes covered) {
  const auto hash = blake2b_512(covered);
  std::copy_n(hash.begin(), 32, out);
}

// Recomputes the checksums of all sections inside the file, then the header's.
inline void repair(uint8_t* data, size_t size) {
  if (size < 64) return;
  const uint64_t count = std::min<uint64_t>(integer_at(data + 24, 4), (size - 64) / 64);
  for (uint64_t i = 0; i < count; ++i) {
    uint8_t* entry = data + 64 + 64 * i;
    const uint64_t offset = integer_at(entry + 16, 8);
    const uint64_t length = integer_at(entry + 24, 8);
    if (offset > size || length > size - offset) continue;
    write_checksum(entry + 32, {data + offset, static_cast<size_t>(length)});
  }
  std::vector<uint8_t> covered(data, data + 32);
  covered.insert(covered.end(), data + 64, data + 64 + 64 * count);
  write_checksum(data + 32, covered);
}

// One input in eight keeps its wrong checksums.
inline size_t mutate_sections(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  std::minstd_rand random(seed);
  size_t mutated = size;
  if (size > 64 && random() % 4 != 0) {
    const size_t at = 64 + random() % (size - 64);
    const size_t length = std::min<size_t>(1 + random() % 64, size - at);
    const size_t written = LLVMFuzzerMutate(data + at, length, length);
    std::memset(data + at + written, 0, length - written);
  } else {
    mutated = LLVMFuzzerMutate(data, size, max_size);
  }
  if (random() % 8 != 0) repair(data, mutated);
  return mutated;
}

}  // namespace onggi::fuzz
