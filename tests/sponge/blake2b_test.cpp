#include "core/sponge/blake2b.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/vectors/vectors.h"

namespace onggi {
namespace {

std::vector<uint8_t> bytes_of(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

// Digests of Python's hashlib around the block size of 128 bytes; "abc" is the example of RFC 7693.
TEST(Blake2bTest, DigestsMatchTheReferenceImplementation) {
  const auto vectors = testing::read_vectors("sponge.json")["blake2b_512"];
  ASSERT_EQ(vectors.size(), 7u);
  for (const auto& vector : vectors) {
    const auto digest = blake2b_512(bytes_of(vector["message"].get<std::string>()));
    EXPECT_EQ(std::vector<uint8_t>(digest.begin(), digest.end()),
              bytes_of(vector["digest"].get<std::string>()))
        << vector["message"];
  }
}

}  // namespace
}  // namespace onggi
