#include "core/codec/files/index_file.h"

#include "core/codec/files/lagrange_file.h"
#include "core/codec/files/section_file.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/json/witness.h"
#include "core/codec/msgpack/gate_vector.h"
#include "core/codec/msgpack/verifier_index.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "tests/codec/vectors.h"
#include "tests/sanitized.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi::test {
namespace {

using onggi::testing::kSanitized;
using onggi::testing::SeededRng;

template <class C>
using Index = std::shared_ptr<const ProverIndex<C>>;

template <class C>
Index<C> index_of(const std::string& folder) {
  auto circuit = decode_circuit<C>(read_vector(folder + "/circuit.json")).value();
  auto srs = Srs<C>::create(circuit.srs_depth).value();
  auto index = ProverIndex<C>::create(std::move(circuit), std::move(srs));
  EXPECT_TRUE(index) << folder;
  return std::move(index).value();
}

// Circuits without extras, with chunks, with recursion, and with every kind of table.
template <class C>
std::vector<std::string> folders();
template <>
[[maybe_unused]] std::vector<std::string> folders<Vesta>() {
  return {"circuits/fp_generic_nopublic", "circuits/fp_generic_2chunks", "circuits/fp_recursion_1",
          "circuits/fp_lookup_runtime"};
}
template <>
[[maybe_unused]] std::vector<std::string> folders<Pallas>() {
  return {"circuits/fq_generic_nopublic", "circuits/fq_poseidon", "circuits/fq_lookup_fixed"};
}

template <class C>
class IndexFile : public ::testing::Test {};
TYPED_TEST_SUITE(IndexFile, Curves);

TYPED_TEST(IndexFile, DecodedIndexProves) {
  using C = TypeParam;
  for (const std::string& folder : folders<C>()) {
    SCOPED_TRACE(folder);
    const Index<C> index = index_of<C>(folder);
    const std::vector<uint8_t> bytes = encode_index(*index);
    auto decoded = decode_index<C>(bytes, index->srs());
    ASSERT_TRUE(decoded) << decoded.error().message();
    const Index<C> again = decoded.value();
    EXPECT_EQ(encode_index(*again), bytes);
    EXPECT_EQ(again->digest(), index->digest());
    EXPECT_EQ(encode_verifier_index_file(*again->verifier_index()),
              encode_verifier_index_file(*index->verifier_index()));

    SeededRng rng(1);
    auto witness = decode_witness<C>(read_vector(folder + "/witness.json")).value();
    const auto proof = prove<C>(again, std::move(witness), rng);
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_TRUE(verify<C>(*index->verifier_index(), proof.value(), rng).value());
    const auto recorded = decode_proof_json<C>(read_vector(folder + "/proof.json")).value();
    EXPECT_TRUE(verify<C>(*again->verifier_index(), recorded, rng).value());
  }
}

// The bytes that reading takes are bounded by the gates of the file, not by what another section
// claims.
TEST(Index, CountsTheGatesOfAFileWithFewRows) {
  constexpr size_t kGates = 100'000;
  std::vector<uint8_t> circuit;
  codec::MsgpackWriter entries(circuit);
  entries.array(7);
  entries.array(kGates);
  circuit.resize(circuit.size() + kGates * kLeastGateBytes);
  codec::SectionWriter writer({codec::FileKind::index, Vesta::kName, 16});
  writer.add("circuit", circuit);
  writer.add("sigma 0", std::vector<uint8_t>(kFieldBytes));
  const auto srs = Srs<Vesta>::create(16).value();
  EXPECT_GE(decoded_index_bytes<Vesta>(writer.finish(), *srs), kGates * sizeof(Gate<Fp>));
}

TEST(Index, KeepsTheRevision) {
  auto circuit = decode_circuit<Vesta>(read_vector("circuits/fp_endomul/circuit.json")).value();
  circuit.revision = Revision::mesa;
  const auto srs = Srs<Vesta>::create(circuit.srs_depth).value();
  const auto index = ProverIndex<Vesta>::create(circuit, srs).value();
  const auto again = decode_index<Vesta>(encode_index(*index), srs);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(again.value()->constraint_system().revision(), Revision::mesa);
  EXPECT_EQ(again.value()->verifier_index()->revision, Revision::mesa);
}

struct Small {
  Index<Vesta> index = index_of<Vesta>("circuits/fp_generic_nopublic");
  std::vector<uint8_t> bytes = encode_index(*index);
};

const Small& small() {
  static const Small file;
  return file;
}

auto decoded(std::span<const uint8_t> bytes) {
  return decode_index<Vesta>(bytes, small().index->srs());
}

TEST(Index, RejectsTruncationAndTrailingBytes) {
  std::vector<uint8_t> bytes = small().bytes;
  ASSERT_TRUE(decoded(bytes));
  for (size_t i = 0; i < bytes.size(); i += i < 64 ? 1 : 7) {
    EXPECT_CODE(decoded(std::span(bytes).first(i)),
                i < 8 ? Errc::unsupported_format : Errc::damaged_file)
        << i;
  }
  bytes.push_back(0);
  EXPECT_CODE(decoded(bytes), Errc::damaged_file);
}

TEST(Index, RejectsEveryChangedByte) {
  constexpr size_t step = kSanitized ? 7 : 1;
  std::vector<uint8_t> bytes = small().bytes;
  for (size_t i = 0; i < bytes.size(); i += step) {
    bytes[i] ^= 0x10;
    const Errc expected = i < 16   ? Errc::unsupported_format
                          : i < 24 ? Errc::wrong_curve
                                   : Errc::damaged_file;
    EXPECT_CODE(decoded(bytes), expected) << i;
    bytes[i] ^= 0x10;
  }
}

TEST(Index, RejectsFilesOfAnotherKindCurveOrSrs) {
  const auto& srs = small().index->srs();
  const auto other = Srs<Pallas>::create(srs->size()).value();
  EXPECT_CODE(decode_index<Pallas>(small().bytes, other), Errc::wrong_curve);
  const auto larger = Srs<Vesta>::create(2 * srs->size()).value();
  EXPECT_CODE(decode_index<Vesta>(small().bytes, larger), Errc::wrong_srs);
  const auto basis = encode_lagrange_basis<Vesta>(*srs, small().index->domain());
  EXPECT_CODE(decoded(basis), Errc::unsupported_format);
  EXPECT_CODE(decoded({}), Errc::unsupported_format);
}

// The small file with the bytes of one section replaced and all checksums recomputed.
std::vector<uint8_t> forged(const std::string& name,
                            const std::function<void(std::vector<uint8_t>&)>& change) {
  using namespace codec;
  auto reader = SectionReader::open(small().bytes, FileKind::index, "vesta").value();
  SectionWriter writer({FileKind::index, "vesta", reader.srs_size()});
  bool found = false;
  for (size_t entry = 64;; entry += 64) {
    const std::string section(reinterpret_cast<const char*>(&small().bytes[entry]));
    const auto bytes = reader.take(section);
    if (!bytes) break;
    std::vector<uint8_t> content(bytes.value().begin(), bytes.value().end());
    if (section == name) change(content);
    found |= section == name;
    writer.add(section, std::move(content));
  }
  EXPECT_TRUE(found) << name;
  EXPECT_TRUE(reader.end());
  return writer.finish();
}

TEST(Index, ErrorsNameForgedColumns) {
  EXPECT_EQ(forged("srs", [](auto&) {}), small().bytes);
  for (const std::string name : {"sigma 0", "sigma 6", "coefficients 2", "Generic"}) {
    for (const size_t at : {size_t{0}, size_t{32}, size_t{7 * 32 + 3}}) {
      const auto refused = decoded(forged(name, [at](auto& bytes) { bytes[at] ^= 1; }));
      EXPECT_CODE(refused, Errc::invalid_argument);
      EXPECT_EQ(context_of(refused), name + ": the column does not match the circuit");
    }
    const auto emptied = decoded(forged(name, [](auto& bytes) { bytes.clear(); }));
    EXPECT_CODE(emptied, Errc::invalid_argument);
    const auto short_by_one = decoded(forged(name, [](auto& bytes) { bytes.resize(7 * 32); }));
    EXPECT_CODE(short_by_one, Errc::invalid_length);
    const auto not_reduced = decoded(forged(name, [](auto& bytes) { bytes[31] = 0xff; }));
    EXPECT_CODE(not_reduced, Errc::noncanonical_field_element);
    EXPECT_EQ(context_of(not_reduced), "section \"" + name + "\": element 0");
  }
  const auto filled = decoded(forged("Poseidon", [](auto& bytes) { bytes.assign(8 * 32, 0); }));
  EXPECT_EQ(context_of(filled), "Poseidon: the column does not match the circuit");
}

TEST(Index, RejectsForgedParts) {
  EXPECT_CODE(decoded(forged("circuit", [](auto& bytes) { bytes[0] = 0x95; })),
              Errc::invalid_length);
  EXPECT_CODE(decoded(forged("circuit", [](auto& bytes) { bytes.clear(); })),
              Errc::malformed_msgpack);
  EXPECT_CODE(decoded(forged("verifier", [](auto& bytes) { bytes.pop_back(); })),
              Errc::malformed_msgpack);
  EXPECT_CODE(decoded(forged("srs", [](auto& bytes) { bytes[3] ^= 1; })), Errc::wrong_srs);
  EXPECT_CODE(decoded(forged("zk 0", [](auto& bytes) { bytes[3] ^= 1; })),
              Errc::point_not_on_curve);
  EXPECT_CODE(decoded(forged("zk 0", [](auto& bytes) { bytes.resize(64); })), Errc::invalid_length);

  // A valid verifier index of another circuit.
  const auto other = index_of<Vesta>("circuits/fp_recursion_1");
  auto index = *small().index->verifier_index();
  index.zk_rows = 4;
  const auto zk_rows = encode_verifier_index_msgpack(index);
  const auto refused = decoded(forged("verifier", [&](auto& bytes) { bytes = zk_rows; }));
  EXPECT_CODE(refused, Errc::invalid_argument);
  EXPECT_EQ(context_of(refused), "zk_rows: the verifier index does not match the circuit");
  const auto foreign = encode_verifier_index_msgpack(*other->verifier_index());
  EXPECT_CODE(decoded(forged("verifier", [&](auto& bytes) { bytes = foreign; })),
              Errc::invalid_argument);
  index = *small().index->verifier_index();
  index.commitments.psm_comm.chunks.push_back(index.commitments.psm_comm.chunks[0]);
  const auto chunks = encode_verifier_index_msgpack(index);
  EXPECT_CODE(decoded(forged("verifier", [&](auto& bytes) { bytes = chunks; })),
              Errc::invalid_argument);
}

}  // namespace
}  // namespace onggi::test
