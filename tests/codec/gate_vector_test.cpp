#include "core/codec/msgpack/gate_vector.h"

#include "core/codec/bytes/flat_gates.h"
#include "core/codec/bytes/flat_vector.h"
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

TEST(Sha256, MatchesTheReferenceImplementation) {
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

TYPED_TEST(GateVector, DigestAndBytesMatchThePeer) {
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

// Both revisions write the same bytes if no gate has a number after the gap.
TYPED_TEST(GateVector, RevisionsDifferInTheNumbersAfterTheGap) {
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

// Two rows with three coefficients. Bytes 3 to 9 hold the name of the first gate.
std::vector<uint8_t> small_gates() {
  std::vector<Gate<Fp>> gates(2);
  gates[0] = {GateType::Generic, identity_wires(0), {Fp::one(), Fp::zero(), -Fp::one()}};
  gates[1].wires = identity_wires(1);
  return encode_gate_vector<Fp>(gates);
}

TEST(GateVectorBytes, RejectsTruncationAndTrailingBytes) {
  std::vector<uint8_t> bytes = small_gates();
  ASSERT_TRUE(decode_gate_vector<Fp>(bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_CODE(decode_gate_vector<Fp>(std::span(bytes).first(i)), Errc::malformed_msgpack) << i;
  }
  bytes.push_back(0xc0);
  EXPECT_CODE(decode_gate_vector<Fp>(bytes), Errc::malformed_msgpack);
}

TEST(GateVectorBytes, ErrorsNameInvalidValues) {
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

TEST(GateVectorBytes, HugeCountsAllocateNothing) {
  for (const std::vector<uint8_t>& bytes :
       {std::vector<uint8_t>{0xdd, 0xff, 0xff, 0xff, 0xff}, {0x91, 0x93, 0xdb, 0xff, 0xff, 0xff}}) {
    EXPECT_CODE(decode_gate_vector<Fp>(bytes), Errc::malformed_msgpack);
  }
}

TEST(GateVectorBytes, RejectsSixteenCoefficients) {
  std::vector<Gate<Fp>> gates(1);
  gates[0].coefficients.resize(15);
  EXPECT_TRUE(decode_gate_vector<Fp>(encode_gate_vector<Fp>(gates)));
  gates[0].coefficients.resize(16);
  const auto refused = decode_gate_vector<Fp>(encode_gate_vector<Fp>(gates));
  EXPECT_CODE(refused, Errc::invalid_length);
  EXPECT_TRUE(starts_at(context_of(refused), "[0].coeffs"));
}

// Replaces the header of the first name, or the row of the first wire.
TEST(GateVectorBytes, RejectsNamesAndIntegersThatAreNotTheShortest) {
  const std::vector<uint8_t> good = small_gates();
  ASSERT_EQ(good[2], 0xa7);
  ASSERT_EQ(good[12], 0);
  struct Case {
    size_t at;
    std::vector<uint8_t> longer;
    const char* context;
  };
  const Case cases[] = {
      {2, {0xd9, 7}, "[0].typ: not the shortest form at byte 2"},
      {2, {0xda, 0, 7}, "[0].typ: not the shortest form at byte 2"},
      {2, {0xdb, 0, 0, 0, 7}, "[0].typ: not the shortest form at byte 2"},
      {12, {0xcc, 0x7f}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xcd, 0, 0xff}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xce, 0, 0, 0xff, 0xff}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12,
       {0xcf, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff},
       "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xd0, 0}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xd0, 0xe0}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xd1, 0xff, 0x80}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12, {0xd2, 0xff, 0xff, 0x80, 0}, "[0].wires[0].row: not the shortest form at byte 12"},
      {12,
       {0xd3, 0xff, 0xff, 0xff, 0xff, 0x80, 0, 0, 0},
       "[0].wires[0].row: not the shortest form at byte 12"},
  };
  for (const Case& c : cases) {
    std::vector<uint8_t> bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(c.at));
    bytes.insert(bytes.end(), c.longer.begin(), c.longer.end());
    bytes.insert(bytes.end(), good.begin() + static_cast<std::ptrdiff_t>(c.at + 1), good.end());
    const auto refused = decode_gate_vector<Fp>(bytes);
    EXPECT_CODE(refused, Errc::malformed_msgpack) << c.context;
    EXPECT_EQ(context_of(refused), c.context);
  }
}

// These integers are in their shortest form, but no row can have their values.
TEST(GateVectorBytes, ReadsTheShortestFormOfNegativeIntegers) {
  const std::vector<uint8_t> good = small_gates();
  const std::pair<std::vector<uint8_t>, const char*> cases[] = {
      {{0xe0}, "-32"},
      {{0xd0, 0xdf}, "-33"},
      {{0xd0, 0x80}, "-128"},
      {{0xd1, 0xff, 0x7f}, "-129"},
      {{0xd1, 0x80, 0}, "-32768"},
      {{0xd2, 0xff, 0xff, 0x7f, 0xff}, "-32769"},
      {{0xd3, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}, "-2147483649"},
  };
  for (const auto& [integer, value] : cases) {
    std::vector<uint8_t> bytes(good.begin(), good.begin() + 12);
    bytes.insert(bytes.end(), integer.begin(), integer.end());
    bytes.insert(bytes.end(), good.begin() + 13, good.end());
    const auto refused = decode_gate_vector<Fp>(bytes);
    EXPECT_CODE(refused, Errc::size_out_of_range) << value;
    EXPECT_EQ(context_of(refused),
              std::string("[0].wires[0].row: must be from 0 to 4294967295, got ") + value +
                  " at byte 12");
  }
}

// nlohmann-json writes integers at the limits of each MessagePack width.
TEST(GateVectorBytes, ReadsWiresOfEveryIntegerWidth) {
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

template <class F>
struct FlatBytes {
  explicit FlatBytes(std::span<const Gate<F>> gates)
      : types(flat_types<F>(gates)),
        wires(flat_wires<F>(gates)),
        counts(flat_coeff_counts<F>(gates)),
        coeffs(flat_coeffs<F>(gates)) {}

  auto decode() const { return decode_flat_gates<F>({types, wires, counts, coeffs}); }

  std::vector<uint8_t> types, wires, counts, coeffs;
};

TYPED_TEST(GateVector, FlatArraysMakeTheSameGates) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const std::string& folder : circuit_folders<C>()) {
    const auto circuit = this->circuit(folder);
    const std::span<const Gate<F>> gates = circuit.gates;
    const FlatBytes<F> flat(gates);
    EXPECT_EQ(flat.types.size(), gates.size());
    EXPECT_EQ(flat.wires.size(), 56 * gates.size());
    const auto decoded = flat.decode().value();
    EXPECT_EQ(encode_gate_vector<F>(decoded), encode_gate_vector<F>(gates)) << folder;
  }
  const FlatBytes<F> none({});
  EXPECT_TRUE(none.decode().value().empty());
}

TYPED_TEST(GateVector, FlatArraysAreLittleEndian) {
  using F = typename TypeParam::Scalar;
  std::vector<Gate<F>> gates(2);
  gates[0].type = GateType::Rot64;
  gates[0].wires[6] = {0x01020304, 5};
  gates[1].coefficients = {F::from_u64(0x0506)};
  const FlatBytes<F> flat(gates);
  EXPECT_EQ(flat.types, (std::vector<uint8_t>{13, 0}));
  EXPECT_EQ(flat.counts, (std::vector<uint8_t>{0, 1}));
  const std::vector<uint8_t> last(flat.wires.begin() + 48, flat.wires.begin() + 56);
  EXPECT_EQ(last, (std::vector<uint8_t>{4, 3, 2, 1, 5, 0, 0, 0}));
  ASSERT_EQ(flat.coeffs.size(), 32u);
  EXPECT_EQ(flat.coeffs[0], 6);
  EXPECT_EQ(flat.coeffs[1], 5);
}

TYPED_TEST(GateVector, FlatArraysThatAreWrongNameTheGate) {
  using F = typename TypeParam::Scalar;
  std::vector<Gate<F>> gates(3);
  for (Gate<F>& gate : gates) gate.coefficients = {F::one(), F::one()};
  const FlatBytes<F> good{std::span<const Gate<F>>(gates)};
  ASSERT_TRUE(good.decode().has_value());
  const auto expect = [&](auto change, Errc errc, std::string_view context) {
    FlatBytes<F> bad = good;
    change(bad);
    const auto decoded = bad.decode();
    ASSERT_FALSE(decoded.has_value()) << context;
    EXPECT_EQ(decoded.error().errc(), errc) << context;
    EXPECT_NE(decoded.error().context.find(context), std::string::npos) << decoded.error().context;
  };
  expect([](auto& flat) { flat.types[1] = 200; }, Errc::unknown_gate, "gate 1: the type");
  expect([](auto& flat) { flat.wires[56 * 2 + 8 * 3 + 4] = 7; }, Errc::wire_out_of_range,
         "gate 2: the column of wire 3 must be from 0 to 6, got 7");
  expect([](auto& flat) { flat.counts[2] = 16; }, Errc::invalid_length, "gate 2: at most 15");
  expect([](auto& flat) { flat.coeffs[32 * 4 - 1] = 255; }, Errc::noncanonical_field_element,
         "gate 1: coefficient 1");
  expect([](auto& flat) { flat.counts[0] = 1; }, Errc::invalid_length, "5 coefficients");
  expect([](auto& flat) { flat.coeffs.pop_back(); }, Errc::invalid_length, "6 coefficients");
  expect([](auto& flat) { flat.wires.pop_back(); }, Errc::invalid_length, "3 gates");
  expect([](auto& flat) { flat.counts.pop_back(); }, Errc::invalid_length, "3 gates");
  expect([](auto& flat) { flat.types.pop_back(); }, Errc::invalid_length, "2 gates");
}

}  // namespace
}  // namespace onggi::test
