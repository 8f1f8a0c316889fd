// Flat vectors of field elements, and the spelling of elements in JSON.
#include <limits>

#include "core/codec/bytes/flat_vector.h"
#include "core/codec/json/witness.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

const char kFpModulus[] = "0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001";
const char kFpLargest[] = "0x40000000000000000000000000000000224698fc094cf91b992d30ed00000000";

TEST(FlatVector, EncodesReducedElementsLittleEndian) {
  std::vector<uint8_t> bytes = little_endian("0x102");
  const auto largest = little_endian(kFpLargest);
  bytes.insert(bytes.end(), largest.begin(), largest.end());
  const auto elements = decode_flat_vector<Fp>(bytes);
  ASSERT_TRUE(elements);
  ASSERT_EQ(elements.value().size(), 2u);
  EXPECT_EQ(elements.value()[0], Fp::from_u64(258));
  EXPECT_EQ(elements.value()[1], -Fp::one());
  EXPECT_EQ(encode_flat_vector<Fp>(elements.value()), bytes);

  const auto modulus = little_endian(kFpModulus);
  bytes.insert(bytes.end(), modulus.begin(), modulus.end());
  const auto refused = decode_flat_vector<Fp>(bytes);
  EXPECT_CODE(refused, Errc::noncanonical_field_element);
  EXPECT_EQ(context_of(refused), "element 2");
  EXPECT_TRUE(decode_flat_vector<Fq>(bytes)) << "the modulus of Fp is an element of Fq";
}

TEST(FlatVector, RejectsPartialElements) {
  const std::vector<uint8_t> bytes(33);
  EXPECT_CODE(decode_flat_vector<Fp>(bytes), Errc::invalid_length);
  EXPECT_TRUE(decode_flat_vector<Fp>(std::span(bytes).first(32)));
  EXPECT_TRUE(decode_flat_vector<Fp>({}));
}

TEST(WitnessFromColumns, ErrorsNameColumnAndRow) {
  const size_t rows = 4;
  std::vector<uint8_t> bytes(15 * rows * 32);
  for (size_t i = 0; i < 15 * rows; ++i) bytes[32 * i] = static_cast<uint8_t>(i);
  const auto witness = witness_from_columns<Vesta>(bytes, rows);
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness.value().rows(), rows);
  for (size_t column = 0; column < 15; ++column) {
    for (size_t row = 0; row < rows; ++row) {
      EXPECT_EQ(witness.value().columns[column][row], Fp::from_u64(column * rows + row));
    }
  }
  const auto modulus = little_endian(kFpModulus);
  std::copy(modulus.begin(), modulus.end(), bytes.begin() + 32 * (7 * rows + 3));
  const auto refused = witness_from_columns<Vesta>(bytes, rows);
  EXPECT_CODE(refused, Errc::noncanonical_field_element);
  EXPECT_EQ(context_of(refused), "column 7, row 3");
}

TEST(WitnessFromColumns, RejectsWrongSizes) {
  const std::vector<uint8_t> bytes(15 * 4 * 32);
  for (size_t rows : {size_t{0}, size_t{3}, size_t{5}, std::numeric_limits<size_t>::max(),
                      std::numeric_limits<size_t>::max() / 480 + 1}) {
    EXPECT_CODE(witness_from_columns<Vesta>(bytes, rows), Errc::invalid_length) << rows;
  }
  for (size_t length : {size_t{0}, size_t{1}, bytes.size() - 1, bytes.size() - 32}) {
    EXPECT_CODE(witness_from_columns<Vesta>(std::span(bytes).first(length), 4),
                Errc::invalid_length)
        << length;
  }
}

// A witness of one row whose first cell has this spelling.
std::string witness_with(const std::string& cell) {
  std::string columns = "[" + cell + "]";
  for (int i = 1; i < 15; ++i) columns += ",[\"0x0\"]";
  return "{\"format\":\"kimchi-witness/1\",\"field\":\"fp\",\"columns\":[" + columns + "]}";
}

TEST(JsonElement, AcceptsOnlyValidSpellings) {
  const std::pair<const char*, Fp> good[] = {
      {"\"0x0\"", Fp::zero()},
      {"\"0xa\"", Fp::from_u64(10)},
      {"\"0xABC\"", Fp::from_u64(0xabc)},
      {"\"0x000001\"", Fp::one()},
      {"\"0x40000000000000000000000000000000224698fc094cf91b992d30ed00000000\"", -Fp::one()}};
  for (const auto& [cell, value] : good) {
    const auto witness = decode_witness<Vesta>(witness_with(cell));
    ASSERT_TRUE(witness) << cell << witness.error().message();
    EXPECT_EQ(witness.value().columns[0][0], value) << cell;
  }
  const std::string long_zero = "\"0x" + std::string(65, '0') + "\"";
  for (const char* cell :
       {"\"\"", "\"0\"", "\"0x\"", "\"x0\"", "\"0X1\"", "\"1\"", "\"0x-1\"", "\"-0x1\"", "\"0x1g\"",
        "\" 0x1\"", "\"0x1 \"", "1", "null", "[\"0x1\"]", "true", "1.0", long_zero.c_str()}) {
    const auto refused = decode_witness<Vesta>(witness_with(cell));
    EXPECT_CODE(refused, Errc::malformed_json) << cell;
    EXPECT_TRUE(starts_at(context_of(refused), "columns[0][0]")) << context_of(refused);
  }
  for (const std::string& cell :
       {std::string(kFpModulus), "0x" + std::string(64, 'f'), "0x8" + std::string(63, '0')}) {
    const auto refused = decode_witness<Vesta>(witness_with("\"" + cell + "\""));
    EXPECT_CODE(refused, Errc::noncanonical_field_element) << cell;
    EXPECT_EQ(context_of(refused).find("224698fc"), std::string::npos)
        << "witness values stay out of messages";
  }
}

}  // namespace
}  // namespace onggi::test
