// The container format, and forged files: valid checksums over invalid content.
#include "core/codec/files/section_file.h"

#include <numeric>

#include "core/codec/files/lagrange_file.h"
#include "core/sponge/blake2b.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

using codec::FileKind;
using codec::SectionReader;
using codec::SectionWriter;

constexpr codec::FileHeader kHeader{FileKind::lagrange_basis, "vesta", 4};

std::vector<uint8_t> counting(size_t size) {
  std::vector<uint8_t> bytes(size);
  std::iota(bytes.begin(), bytes.end(), uint8_t{1});
  return bytes;
}

std::vector<uint8_t> written(const std::vector<size_t>& sizes) {
  SectionWriter writer(kHeader);
  for (size_t i = 0; i < sizes.size(); ++i) {
    writer.add("section " + std::to_string(i), counting(sizes[i]));
  }
  return writer.finish();
}

Result<SectionReader> opened(std::span<const uint8_t> bytes) {
  return SectionReader::open(bytes, FileKind::lagrange_basis, "vesta");
}

TEST(SectionFile, AlignsSectionsToMultiplesOf64) {
  const std::vector<size_t> sizes{0, 1, 63, 64, 65, 0, 200};
  const std::vector<uint8_t> bytes = written(sizes);
  auto reader = opened(bytes).value();
  EXPECT_EQ(reader.srs_size(), 4u);
  for (size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(reader.next_size(), sizes[i]);
    const auto section = reader.take("section " + std::to_string(i)).value();
    EXPECT_EQ(std::vector<uint8_t>(section.begin(), section.end()), counting(sizes[i]));
    EXPECT_EQ((section.data() - bytes.data()) % 64, 0) << i;
  }
  EXPECT_EQ(reader.next_size(), 0u);
  EXPECT_TRUE(reader.end());
}

TEST(SectionFile, ErrorsNameUnexpectedSections) {
  const std::vector<uint8_t> bytes = written({3, 4});
  auto reader = opened(bytes).value();
  EXPECT_EQ(context_of(reader.take("section 1")), "section \"section 0\" instead of \"section 1\"");
  EXPECT_TRUE(reader.take("section 0"));
  EXPECT_EQ(context_of(reader.end()), "section \"section 1\" is not known");
  EXPECT_TRUE(reader.take("section 1"));
  EXPECT_EQ(context_of(reader.take("section 2")), "section \"section 2\": is missing");
}

// Changes the header or the table and recomputes the header's checksum.
std::vector<uint8_t> forged(std::vector<uint8_t> bytes, size_t at, std::vector<uint8_t> value) {
  std::copy(value.begin(), value.end(), bytes.begin() + at);
  const size_t count = std::min<size_t>(bytes[24], (bytes.size() - 64) / 64);
  std::vector<uint8_t> covered(bytes.begin(), bytes.begin() + 32);
  covered.insert(covered.end(), bytes.begin() + 64, bytes.begin() + 64 + 64 * count);
  const auto hash = blake2b_512(covered);
  std::copy_n(hash.begin(), 32, bytes.begin() + 32);
  return bytes;
}

TEST(SectionFile, RejectsImpossibleTables) {
  const std::vector<uint8_t> good = written({3, 4});
  const std::vector<uint8_t> absurd{0, 0, 0, 0, 0, 1, 0, 0};  // 2^40
  const std::vector<uint8_t> highest(8, 0xff);
  ASSERT_TRUE(opened(forged(good, 24, {2, 0, 0, 0})));
  for (size_t entry : {64, 128}) {
    for (const auto& value : {absurd, highest}) {
      EXPECT_CODE(opened(forged(good, entry + 16, value)), Errc::damaged_file);
      EXPECT_CODE(opened(forged(good, entry + 24, value)), Errc::damaged_file);
    }
    EXPECT_CODE(opened(forged(good, entry + 24, {2})), Errc::damaged_file);
  }
  EXPECT_EQ(context_of(opened(forged(good, 64 + 24, absurd))),
            "section \"section 0\": 1099511627776 bytes from byte 192 on, in a file of 260");
  EXPECT_CODE(opened(forged(good, 24, {0xff, 0xff, 0xff, 0xff})), Errc::damaged_file);
  EXPECT_CODE(opened(forged(good, 24, {1, 0, 0, 0})), Errc::damaged_file);
  EXPECT_CODE(opened(forged(good, 24, {3, 0, 0, 0})), Errc::damaged_file);
  EXPECT_CODE(opened(forged(good, 8, {2, 0, 0, 0})), Errc::unsupported_format);
  EXPECT_EQ(context_of(opened(forged(good, 8, {2, 0, 0, 0}))), "the version must be 1, got 2");
  EXPECT_CODE(opened(forged(good, 12, {1, 0, 0, 0})), Errc::unsupported_format);
}

TEST(SectionFile, PadsNamesWithZeros) {
  const std::vector<uint8_t> good = written({3, 4});
  EXPECT_CODE(opened(forged(good, 23, {1})), Errc::wrong_curve);
  const auto bytes = forged(good, 64 + 15, {1});
  EXPECT_CODE(opened(bytes).value().take("section 0"), Errc::damaged_file);
}

TEST(SectionFile, RejectsPaddingThatIsNotZero) {
  std::vector<uint8_t> bytes = written({3, 4});
  bytes[192 + 3] = 1;
  EXPECT_CODE(opened(bytes), Errc::damaged_file);
  EXPECT_EQ(context_of(opened(bytes)),
            "section \"section 1\": the padding before byte 256 must be zero");
}

// A Lagrange file of these points for an SRS of four points.
Result<size_t> load_points(const std::vector<uint8_t>& points) {
  const auto srs = Srs<Vesta>::create(4).value();
  const auto genuine = encode_lagrange_basis<Vesta>(*srs, Domain<Vesta::Scalar>::create(4).value());
  auto reader = opened(genuine).value();
  const auto fingerprint = reader.take("srs").value();
  SectionWriter writer(kHeader);
  writer.add("srs", {fingerprint.begin(), fingerprint.end()});
  writer.add("chunk 0", points);
  return load_lagrange_basis<Vesta>(writer.finish(), *srs);
}

TEST(SectionFile, ChecksPoints) {
  std::vector<uint8_t> points(4 * 64);
  ASSERT_TRUE(load_points(points));  // identities
  points[64 + 1] = 1;
  EXPECT_CODE(load_points(points), Errc::point_not_on_curve);
  EXPECT_EQ(context_of(load_points(points)), "section \"chunk 0\": point 1");
  std::fill_n(points.begin() + 64, 32, uint8_t{0xff});
  EXPECT_CODE(load_points(points), Errc::noncanonical_field_element);
  points.assign(3 * 64, 0);
  EXPECT_CODE(load_points(points), Errc::size_out_of_range);  // a domain cannot have three elements
  points.assign(4 * 64 + 1, 0);
  EXPECT_CODE(load_points(points), Errc::invalid_length);
  points.clear();
  EXPECT_CODE(load_points(points), Errc::size_out_of_range);
  points.assign(8 * 64, 0);
  EXPECT_CODE(load_points(points), Errc::damaged_file);  // the second chunk is missing
}

}  // namespace
}  // namespace onggi::test
