#include "core/codec/msgpack/gate_vector.h"

#include "core/codec/bytes/sha256.h"
#include "core/codec/json/circuit.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

std::string hex(std::span<const uint8_t> bytes) {
  std::string text;
  for (uint8_t byte : bytes) {
    text.push_back("0123456789abcdef"[byte >> 4]);
    text.push_back("0123456789abcdef"[byte & 15]);
  }
  return text;
}

std::string_view text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Sha256, IsTheOracles) {
  std::string message;
  for (size_t length = 0; length < 200; ++length) {
    for (size_t cut : {size_t{0}, length / 3, length}) {
      Sha256 hash;
      hash.update(as_bytes(message).first(cut));
      hash.update(as_bytes(message).subspan(cut));
      EXPECT_EQ(hex(hash.finish()), sha256_hex(message)) << length << " " << cut;
    }
    message.push_back(static_cast<char>(7 * length + 1));
  }
}

template <class C>
class GateVector : public ::testing::Test {
 protected:
  using F = typename C::Scalar;

  static Circuit<F> circuit(const std::string& folder) {
    return decode_circuit<C>(read_vector(folder + "/circuit.json")).value();
  }
};
TYPED_TEST_SUITE(GateVector, Curves);

TYPED_TEST(GateVector, DigestAndBytesAreThePeers) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const auto circuit = this->circuit(folder);
    const std::span<const Gate<F>> gates = circuit.gates;
    const Tree recorded = read_tree(folder + "/roundtrip.json");
    const auto digest = gate_vector_digest<F>(gates, circuit.public_input_size, Revision::berkeley);
    EXPECT_EQ(hex(digest), recorded["gate_vector_digest"].get<std::string>());

    const std::vector<uint8_t> bytes = encode_gate_vector<F>(gates);
    const Tree& expected = recorded["gate_vector_serialize"];
    EXPECT_EQ(bytes.size(), expected["length"].get<size_t>());
    EXPECT_EQ(sha256_hex(text_of(bytes)), expected["sha256"].get<std::string>());
    const auto decoded = decode_gate_vector<F>(bytes);
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(encode_gate_vector<F>(decoded.value()), bytes);
  }
}

// The revisions agree as long as no gate lies behind the gap.
TYPED_TEST(GateVector, RevisionsDifferInTheNumbersBehindTheGap) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const std::string& folder : circuit_folders<C>()) {
    const auto circuit = this->circuit(folder);
    const bool behind = std::any_of(circuit.gates.begin(), circuit.gates.end(),
                                    [](const auto& g) { return g.type >= GateType::RangeCheck0; });
    const auto digest = [&](Revision revision) {
      return gate_vector_digest<F>(circuit.gates, circuit.public_input_size, revision);
    };
    EXPECT_EQ(digest(Revision::berkeley) != digest(Revision::mesa), behind) << folder;
  }
}

// Two rows, three coefficients: the bytes of the first gate's name are 3 to 9.
std::vector<uint8_t> small_gates() {
  std::vector<Gate<Fp>> gates(2);
  gates[0] = {GateType::Generic, identity_wires(0), {Fp::one(), Fp::zero(), -Fp::one()}};
  gates[1].wires = identity_wires(1);
  return encode_gate_vector<Fp>(gates);
}

TEST(GateVectorBytes, EveryTruncationAndTrailingBytesAreErrors) {
  std::vector<uint8_t> bytes = small_gates();
  ASSERT_TRUE(decode_gate_vector<Fp>(bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_CODE(decode_gate_vector<Fp>(std::span(bytes).first(i)), Errc::malformed_msgpack) << i;
  }
  bytes.push_back(0xc0);
  EXPECT_CODE(decode_gate_vector<Fp>(bytes), Errc::malformed_msgpack);
}

TEST(GateVectorBytes, BadValuesAreNamed) {
  const std::vector<uint8_t> good = small_gates();
  const auto changed = [&](size_t at, uint8_t value) {
    std::vector<uint8_t> bytes = good;
    bytes[at] = value;
    return decode_gate_vector<Fp>(bytes);
  };
  ASSERT_EQ(text_of(good).substr(3, 7), "Generic");
  const auto unknown = changed(3, 'g');
  EXPECT_CODE(unknown, Errc::unknown_gate);
  EXPECT_EQ(context_of(unknown), "[0].typ: \"generic\" at byte 2");
  const auto no_name = changed(2, 0xc0);
  EXPECT_CODE(no_name, Errc::malformed_msgpack);
  EXPECT_EQ(context_of(no_name), "[0].typ: expected a string at byte 2");
  ASSERT_EQ(good[12], 0);  // the first wire's row
  const auto outside = changed(12, 2);
  EXPECT_CODE(outside, Errc::wire_out_of_range);
  EXPECT_TRUE(starts_at(context_of(outside), "[0].wires[0]")) << context_of(outside);
  EXPECT_CODE(changed(13, 7), Errc::wire_out_of_range);
  EXPECT_CODE(changed(13, 0xff), Errc::size_out_of_range);  // −1
  EXPECT_CODE(changed(0, 0x93), Errc::malformed_msgpack);
  EXPECT_CODE(changed(1, 0x92), Errc::invalid_length);
  const size_t top = text_of(good).rfind('\x40');  // the highest byte of −1
  EXPECT_CODE(changed(top, 0x41), Errc::noncanonical_field_element);
}

TEST(GateVectorBytes, AbsurdCountsAllocateNothing) {
  for (const std::vector<uint8_t>& bytes :
       {std::vector<uint8_t>{0xdd, 0xff, 0xff, 0xff, 0xff}, {0x91, 0x93, 0xdb, 0xff, 0xff, 0xff}}) {
    EXPECT_CODE(decode_gate_vector<Fp>(bytes), Errc::malformed_msgpack);
  }
}

TEST(GateVectorBytes, SixteenCoefficientsAreTooMany) {
  std::vector<Gate<Fp>> gates(1);
  gates[0].coefficients.resize(15);
  EXPECT_TRUE(decode_gate_vector<Fp>(encode_gate_vector<Fp>(gates)));
  gates[0].coefficients.resize(16);
  const auto refused = decode_gate_vector<Fp>(encode_gate_vector<Fp>(gates));
  EXPECT_CODE(refused, Errc::invalid_length);
  EXPECT_TRUE(starts_at(context_of(refused), "[0].coeffs"));
}

// The integers of MessagePack at the borders of their widths, by nlohmann's writer.
TEST(GateVectorBytes, WiresOfEveryWidth) {
  for (const uint32_t row : {0u, 127u, 128u, 255u, 256u, 65535u, 65536u, 4294967295u}) {
    std::vector<Gate<Fp>> gates(1);
    gates[0].wires[3] = {row, 6};
    const std::vector<uint8_t> bytes = encode_gate_vector<Fp>(gates);
    Tree wires = Tree::array();
    for (const Wire& wire : gates[0].wires) wires.push_back({wire.row, wire.column});
    const Tree tree = {{"Zero", wires, Tree::array()}};
    EXPECT_EQ(bytes, Tree::to_msgpack(tree)) << row;
    const auto decoded = decode_gate_vector<Fp>(bytes);
    EXPECT_EQ(code_of(decoded), row == 0 ? 0 : static_cast<int>(Errc::wire_out_of_range)) << row;
  }
}

}  // namespace
}  // namespace onggi::test
