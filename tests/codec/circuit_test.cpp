#include "core/codec/json/circuit.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
class CircuitJson : public ::testing::Test {};
TYPED_TEST_SUITE(CircuitJson, Curves);

TYPED_TEST(CircuitJson, WritesThePeersText) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const auto circuit = decode_circuit<C>(read_vector(folder + "/circuit.json"));
    ASSERT_TRUE(circuit) << circuit.error().message();
    const std::string text = encode_circuit_serialize<C>(circuit.value());

    const Tree expected = read_tree(folder + "/roundtrip.json")["circuit_serialize"];
    EXPECT_EQ(text.size(), expected["length"].get<size_t>());
    EXPECT_EQ(sha256_hex(text), expected["sha256"].get<std::string>());
    if (expected["text"].is_string()) {
      EXPECT_EQ(text, expected["text"].get<std::string>());
    }

    const auto again = decode_circuit_serialize<C>(text);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(encode_circuit_serialize<C>(again.value()), text);
  }
}

TYPED_TEST(CircuitJson, KeepsTheSizes) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    const Tree tree = read_tree(folder + "/circuit.json");
    const auto circuit = decode_circuit<C>(tree.dump());
    ASSERT_TRUE(circuit);
    EXPECT_EQ(circuit.value().gates.size(), tree["gates"].size());
    EXPECT_EQ(circuit.value().public_input_size, tree["public_input_size"].get<size_t>());
    EXPECT_EQ(circuit.value().previous_challenges, tree["prev_challenges"].get<size_t>());
    EXPECT_EQ(circuit.value().srs_depth, tree["srs_depth"].get<size_t>());
  }
}

// A circuit of two rows and two tables.
Tree small_circuit() {
  return Tree::parse(R"({
    "format": "kimchi-circuit/1", "field": "fp", "public_input_size": 1, "prev_challenges": 2,
    "srs_depth": 32,
    "lookup_tables": [{"id": -3, "columns": [["0x1","0x2"],["0x3","0x4"]]}],
    "runtime_table_cfgs": [{"id": 7, "first_column": ["0x5"]}],
    "gates": [
      {"typ": "Generic", "wires": [[1,6],[0,1],[0,2],[0,3],[0,4],[0,5],[0,6]], "coeffs": ["0x1"]},
      {"typ": "Zero", "wires": [[1,0],[1,1],[1,2],[1,3],[1,4],[1,5],[0,0]], "coeffs": []}]})");
}

TEST(Circuit, ReadsTablesAndGates) {
  const auto decoded = decode_circuit<Vesta>(small_circuit().dump());
  ASSERT_TRUE(decoded) << decoded.error().message();
  const Circuit<Fp>& circuit = decoded.value();
  EXPECT_EQ(circuit.previous_challenges, 2u);
  ASSERT_EQ(circuit.lookup_tables.size(), 1u);
  EXPECT_EQ(circuit.lookup_tables[0].id, -3);
  EXPECT_EQ(circuit.lookup_tables[0].columns[1][0], Fp::from_u64(3));
  ASSERT_EQ(circuit.runtime_tables.size(), 1u);
  EXPECT_EQ(circuit.runtime_tables[0].id, 7);
  EXPECT_EQ(circuit.runtime_tables[0].first_column[0], Fp::from_u64(5));
  EXPECT_EQ(circuit.gates[0].type, GateType::Generic);
  EXPECT_EQ(circuit.gates[0].wires[0], (Wire{1, 6}));
  EXPECT_EQ(circuit.gates[0].coefficients, std::vector<Fp>{Fp::one()});
  EXPECT_EQ(circuit.gates[1].wires[6], (Wire{0, 0}));
}

// The outline must state the sizes of the decoded circuit.
template <class C>
void expect_outline(const std::string& text, const Circuit<typename C::Scalar>& circuit) {
  const CircuitOutline outline = circuit_outline(text);
  const CircuitShape shape = shape_of(circuit);
  EXPECT_EQ(outline.shape.gates, shape.gates);
  EXPECT_EQ(outline.shape.table_rows, shape.table_rows);
  EXPECT_EQ(outline.shape.table_columns, shape.table_columns);
  EXPECT_EQ(outline.shape.uses, shape.uses);
  size_t elements = 0;
  for (const auto& gate : circuit.gates) elements += gate.coefficients.size();
  for (const auto& table : circuit.lookup_tables) {
    for (const auto& column : table.columns) elements += column.size();
  }
  for (const auto& table : circuit.runtime_tables) elements += table.first_column.size();
  EXPECT_EQ(outline.elements, elements);
}

TYPED_TEST(CircuitJson, OutlineIsTheSameInBothFormats) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const std::string text = read_vector(folder + "/circuit.json");
    const auto circuit = decode_circuit<C>(text).value();
    expect_outline<C>(text, circuit);
    Circuit<typename C::Scalar> gates;
    gates.gates = circuit.gates;
    expect_outline<C>(encode_circuit_serialize<C>(circuit), gates);
  }
}

TEST(Circuit, OutlineAcceptsWhiteSpaceAndEscapedKeys) {
  Tree tree = small_circuit();
  expect_outline<Vesta>(tree.dump(2), decode_circuit<Vesta>(tree.dump()).value());
  std::string text = tree.dump();
  for (const char* key : {"gates", "typ", "coeffs", "columns", "first_column"}) {
    const std::string quoted = std::string("\"") + key + "\"";
    const std::string escaped = fmt::format("\"\\u{:04x}{}\"", key[0], key + 1);
    for (size_t at = 0; (at = text.find(quoted)) != std::string::npos;) {
      text.replace(at, quoted.size(), escaped);
    }
  }
  expect_outline<Vesta>(text, decode_circuit<Vesta>(text).value());
}

TEST(Circuit, OutlineAcceptsAnyText) {
  Tree tree = small_circuit();
  const size_t gates = circuit_outline(tree.dump()).shape.gates;
  for_each_node(tree, [&](const std::string&, Tree& node) {
    for (const char* other : {"null", "7", "\"x\"", "[]", "{}", "[[1]]", "[{\"typ\":7}]"}) {
      const Tree before = std::exchange(node, Tree::parse(other));
      EXPECT_LE(circuit_outline(tree.dump()).shape.gates, gates);
      node = before;
    }
  });
  const std::string text = tree.dump();
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(circuit_outline(text.substr(0, size)).shape.gates, 0u);
  }
}

TEST(Circuit, TablesAndSizesAreOptional) {
  Tree tree = small_circuit();
  for (const char* key : {"lookup_tables", "runtime_table_cfgs", "srs_depth", "prev_challenges"}) {
    tree.erase(key);
  }
  const auto circuit = decode_circuit<Vesta>(tree.dump());
  ASSERT_TRUE(circuit) << circuit.error().message();
  EXPECT_EQ(circuit.value().srs_depth, 0u);
  EXPECT_TRUE(circuit.value().lookup_tables.empty());
}

TEST(Circuit, RevisionDefaultsToBerkeley) {
  Tree tree = small_circuit();
  EXPECT_EQ(decode_circuit<Vesta>(tree.dump()).value().revision, Revision::berkeley);
  tree["revision"] = "mesa";
  EXPECT_EQ(decode_circuit<Vesta>(tree.dump()).value().revision, Revision::mesa);
  tree["revision"] = "London";
  const auto refused = decode_circuit<Vesta>(tree.dump());
  EXPECT_CODE(refused, Errc::invalid_argument);
  EXPECT_EQ(context_of(refused), "revision: must be berkeley or mesa, got \"London\"");
}

TEST(Circuit, ErrorsNameTheValueOfTheWrongType) {
  const Tree good = small_circuit();
  Tree tree = good;
  size_t places = 0;
  for_each_node(tree, [&](const std::string& place, Tree& node) {
    for (const char* wrong : {"true", "null", "1.5", "-7.0"}) {
      Tree kept = std::exchange(node, Tree::parse(wrong));
      const auto refused = decode_circuit<Vesta>(tree.dump());
      EXPECT_CODE(refused, Errc::malformed_json) << place << " " << wrong;
      if (!refused) {
        EXPECT_TRUE(starts_at(context_of(refused), place)) << place;
      }
      node = std::move(kept);
      ++places;
    }
  });
  EXPECT_GT(places, 250u);
  EXPECT_EQ(tree, good);
}

struct Change {
  const char* pointer;  // JSON pointer into small_circuit
  const char* value;
  Errc code;
  const char* context;
};

TEST(Circuit, RejectsInvalidValues) {
  const std::string sixteen = Tree(std::vector<std::string>(16, "0x1")).dump();
  const Change changes[] = {
      {"/format", R"("kimchi-witness/1")", Errc::unsupported_format, "format: "},
      {"/field", R"("fq")", Errc::wrong_field, "field: \"fq\" instead of \"fp\""},
      {"/gates/1/typ", R"("Xor17")", Errc::unknown_gate, "gates[1].typ: \"Xor17\""},
      {"/gates/1/typ", R"("zero")", Errc::unknown_gate, "gates[1].typ: "},
      {"/gates/1/typ", R"("")", Errc::unknown_gate, "gates[1].typ: "},
      {"/gates/0/wires/2", "[2,0]", Errc::wire_out_of_range, "gates[0].wires[2]: row 2, column 0"},
      {"/gates/1/wires/6", "[0,7]", Errc::wire_out_of_range, "gates[1].wires[6]: row 0, column 7"},
      {"/gates/0/wires/0/0", "4294967296", Errc::wire_out_of_range, "gates[0].wires[0][0]: "},
      {"/gates/0/wires/0/1", "1099511627776", Errc::wire_out_of_range, "gates[0].wires[0][1]: "},
      {"/gates/0/wires/0", "[0]", Errc::invalid_length,
       "gates[0].wires[0]: 1 elements instead of 2"},
      {"/gates/0/wires/0", "[0,0,0]", Errc::invalid_length,
       "gates[0].wires[0]: 3 elements instead of 2"},
      {"/gates/0/wires", "[[0,0]]", Errc::invalid_length,
       "gates[0].wires: 1 elements instead of 7"},
      {"/gates/0/wires/0/0", "-1", Errc::malformed_json, "gates[0].wires[0][0]: "},
      {"/gates/0/coeffs", sixteen.c_str(), Errc::invalid_length,
       "gates[0].coeffs: must have at most 15 coefficients, got 16"},
      {"/gates", "[]", Errc::size_out_of_range,
       "public_input_size: must be at most the number of rows, 0, got 1"},
      {"/public_input_size", "3", Errc::size_out_of_range,
       "public_input_size: must be at most the number of rows, 2, got 3"},
      {"/public_input_size", "1099511627776", Errc::size_out_of_range, "public_input_size: "},
      {"/srs_depth", "1099511627776", Errc::size_out_of_range,
       "srs_depth: must be from 0 to 268435456, got 109951"},
      {"/srs_depth", "18446744073709551616", Errc::malformed_json, "srs_depth: "},
      {"/prev_challenges", "1099511627776", Errc::size_out_of_range, "prev_challenges: "},
      {"/lookup_tables/0/id", "2147483648", Errc::size_out_of_range, "lookup_tables[0].id: "},
      {"/lookup_tables/0/id", "-2147483649", Errc::size_out_of_range, "lookup_tables[0].id: "},
      {"/lookup_tables/0/id", "18446744073709551615", Errc::size_out_of_range, "lookup_tables[0]"},
      {"/lookup_tables/0/columns/1", "[]", Errc::invalid_length, "lookup_tables[0].columns[1]: 0 "},
  };
  for (const Change& change : changes) {
    Tree tree = small_circuit();
    tree[Tree::json_pointer(change.pointer)] = Tree::parse(change.value);
    const auto refused = decode_circuit<Vesta>(tree.dump());
    EXPECT_EQ(code_of(refused), static_cast<int>(change.code)) << change.pointer << change.value;
    EXPECT_TRUE(context_of(refused).starts_with(change.context)) << context_of(refused);
  }
}

TEST(Circuit, ReadsTheLargestIdsAndSizes) {
  Tree tree = small_circuit();
  tree["lookup_tables"][0]["id"] = -2147483647LL;
  tree["runtime_table_cfgs"][0]["id"] = 2147483647LL;
  tree["srs_depth"] = 1 << 28;
  const auto circuit = decode_circuit<Vesta>(tree.dump());
  ASSERT_TRUE(circuit);
  EXPECT_EQ(circuit.value().lookup_tables[0].id, -std::numeric_limits<int32_t>::max());
  EXPECT_EQ(circuit.value().runtime_tables[0].id, std::numeric_limits<int32_t>::max());
}

TEST(Circuit, RejectsTableIdsOutOfRange) {
  for (const char* list : {"lookup_tables", "runtime_table_cfgs"}) {
    for (const int64_t id : {-2147483648LL, -9223372036854775807LL, 2147483648LL}) {
      Tree tree = small_circuit();
      tree[list][0]["id"] = id;
      const auto refused = decode_circuit<Vesta>(tree.dump());
      EXPECT_CODE(refused, Errc::size_out_of_range) << list << id;
      EXPECT_TRUE(context_of(refused).starts_with(std::string(list) + "[0].id: must be from "))
          << context_of(refused);
    }
  }
}

TEST(Circuit, ErrorsNameMissingKeys) {
  for (const char* pointer :
       {"/format", "/field", "/public_input_size", "/gates", "/gates/1/typ", "/gates/0/wires",
        "/gates/1/coeffs", "/lookup_tables/0/columns", "/runtime_table_cfgs/0/first_column"}) {
    Tree tree = small_circuit();
    const Tree::json_pointer at(pointer);
    tree[at.parent_pointer()].erase(at.back());
    const auto refused = decode_circuit<Vesta>(tree.dump());
    EXPECT_CODE(refused, Errc::missing_field) << pointer;
    EXPECT_NE(context_of(refused).find(at.back() + ": is missing"), std::string::npos)
        << context_of(refused);
  }
}

TEST(Circuit, MessagesTruncateLongNames) {
  Tree tree = small_circuit();
  tree["gates"][0]["typ"] = std::string(1 << 20, 'x');
  EXPECT_LT(context_of(decode_circuit<Vesta>(tree.dump())).size(), 100u);
}

TEST(Circuit, RejectsEveryTruncation) {
  for (const std::string& text :
       {small_circuit().dump(), read_vector("circuits/fp_generic/circuit.json")}) {
    const size_t length = text.find_last_of('}');
    for (size_t i = 0; i <= length; ++i) {
      EXPECT_CODE(decode_circuit<Vesta>(std::string_view(text).substr(0, i)), Errc::malformed_json)
          << i;
    }
    EXPECT_CODE(decode_circuit<Vesta>(text + "0"), Errc::malformed_json);
  }
}

}  // namespace
}  // namespace onggi::test
