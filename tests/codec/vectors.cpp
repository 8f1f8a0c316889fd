#include "tests/codec/vectors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <iterator>

namespace onggi::test {

std::string read_vector(const std::string& path) {
  std::ifstream file(std::string(ONGGI_VECTORS) + "/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

Tree read_tree(const std::string& path) { return Tree::parse(read_vector(path)); }

std::vector<uint8_t> read_bytes(const std::string& path) {
  const std::string content = read_vector(path);
  return {content.begin(), content.end()};
}

std::string compact(const std::string& json) { return Tree::parse(json).dump(); }

std::vector<uint8_t> from_hex(std::string_view text) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoul(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::vector<uint8_t> little_endian(const std::string& element) {
  const std::string digits = std::string(66 - element.size(), '0') + element.substr(2);
  std::vector<uint8_t> bytes = from_hex(digits);
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

template <>
std::vector<std::string> circuit_folders<Vesta>() {
  return {"circuits/fp_complete_add",    "circuits/fp_endomul",
          "circuits/fp_endomul_scalar",  "circuits/fp_ff_add",
          "circuits/fp_ff_mul",          "circuits/fp_generic",
          "circuits/fp_generic_2chunks", "circuits/fp_generic_nopublic",
          "circuits/fp_generic_random",  "circuits/fp_lookup_fixed",
          "circuits/fp_lookup_ids",      "circuits/fp_lookup_runtime",
          "circuits/fp_poseidon",        "circuits/fp_range_check",
          "circuits/fp_recursion_1",     "circuits/fp_rot",
          "circuits/fp_varbasemul",      "circuits/fp_xor"};
}

template <>
std::vector<std::string> circuit_folders<Pallas>() {
  return {"circuits/fq_complete_add",
          "circuits/fq_endomul",
          "circuits/fq_endomul_scalar",
          "circuits/fq_ff_add",
          "circuits/fq_ff_mul",
          "circuits/fq_generic_nopublic",
          "circuits/fq_generic_random",
          "circuits/fq_lookup_fixed",
          "circuits/fq_lookup_runtime",
          "circuits/fq_poseidon",
          "circuits/fq_range_check",
          "circuits/fq_recursion_2",
          "circuits/fq_rot",
          "circuits/fq_varbasemul",
          "circuits/fq_xor"};
}

namespace {

void visit_below(Tree& tree, const std::string& place,
                 const std::function<void(const std::string&, Tree&)>& visit) {
  for (auto it = tree.begin(); it != tree.end() && tree.is_structured(); ++it) {
    const std::string inner = tree.is_array()
                                  ? place + "[" + std::to_string(it - tree.begin()) + "]"
                                  : place + (place.empty() ? "" : ".") + it.key();
    visit(inner, *it);
    visit_below(*it, inner, visit);
  }
}

}  // namespace

void for_each_node(Tree& tree,
                   const std::function<void(const std::string& place, Tree& node)>& visit) {
  visit_below(tree, "", visit);
}

// FIPS 180-4, section 6.2. The constants are fractional parts of the roots of the first primes.
std::string sha256_hex(std::string_view bytes) {
  constexpr std::array<uint32_t, 64> kRounds = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
      0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
      0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
      0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
      0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
      0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
      0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
      0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
      0xc67178f2};
  std::array<uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::string padded(bytes);
  padded.push_back('\x80');
  while (padded.size() % 64 != 56) padded.push_back('\0');
  for (int i = 7; i >= 0; --i) {
    padded.push_back(static_cast<char>(uint64_t{bytes.size()} * 8 >> (8 * i)));
  }
  for (size_t block = 0; block < padded.size(); block += 64) {
    std::array<uint32_t, 64> w{};
    for (size_t i = 0; i < 64; ++i) w[i / 4] = w[i / 4] << 8 | uint8_t(padded[block + i]);
    for (size_t i = 16; i < 64; ++i) {
      const uint32_t a = w[i - 15];
      const uint32_t b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) +
             (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
    }
    auto s = state;
    for (size_t i = 0; i < 64; ++i) {
      const uint32_t t1 = s[7] + (std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25)) +
                          ((s[4] & s[5]) ^ (~s[4] & s[6])) + kRounds[i] + w[i];
      const uint32_t t2 = (std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22)) +
                          ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      s = {t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]};
    }
    for (size_t i = 0; i < 8; ++i) state[i] += s[i];
  }
  std::string hex;
  for (uint32_t word : state) {
    for (int i = 28; i >= 0; i -= 4) hex.push_back("0123456789abcdef"[word >> i & 15]);
  }
  return hex;
}

}  // namespace onggi::test
