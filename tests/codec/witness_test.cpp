#include "core/codec/json/witness.h"

#include "core/codec/bytes/flat_vector.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
class WitnessJson : public ::testing::Test {};
TYPED_TEST_SUITE(WitnessJson, Curves);

TYPED_TEST(WitnessJson, CellsAndChallengesMatchTheText) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const Tree tree = read_tree(folder + "/witness.json");
    const auto decoded = decode_witness<C>(tree.dump());
    ASSERT_TRUE(decoded) << decoded.error().message();
    const Witness<C>& witness = decoded.value();
    EXPECT_EQ(witness.rows(), tree["rows"].get<size_t>());

    std::vector<uint8_t> flat;
    for (size_t column = 0; column < 15; ++column) {
      std::vector<uint8_t> expected;
      for (const Tree& cell : tree["columns"][column]) {
        const auto bytes = little_endian(cell.get<std::string>());
        expected.insert(expected.end(), bytes.begin(), bytes.end());
      }
      EXPECT_EQ(encode_flat_vector<F>(witness.columns[column]), expected);
      flat.insert(flat.end(), expected.begin(), expected.end());
    }
    const auto from_columns = witness_from_columns<C>(flat, witness.rows());
    ASSERT_TRUE(from_columns);
    EXPECT_EQ(from_columns.value().columns, witness.columns);

    const Tree written = Tree::parse(encode_witness<C>(witness));
    EXPECT_EQ(written.size(), 6u);
    for (const auto& [key, value] : written.items()) EXPECT_EQ(value, tree[key]) << key;

    ASSERT_EQ(witness.previous_challenges.size(), tree["prev_challenges"].size());
    for (size_t i = 0; i < witness.previous_challenges.size(); ++i) {
      const auto& previous = witness.previous_challenges[i];
      const Tree& expected = tree["prev_challenges"][i];
      ASSERT_EQ(previous.challenges.size(), expected["chals"].size());
      EXPECT_EQ(encode_flat_vector<F>(std::span(previous.challenges).first(1)),
                little_endian(expected["chals"][0].template get<std::string>()));
      ASSERT_EQ(previous.commitment.chunks.size(), 1u);
      EXPECT_TRUE(previous.commitment.chunks[0].is_on_curve());
      EXPECT_FALSE(previous.commitment.chunks[0].is_identity());
    }
  }
}

// A witness of one row: column i holds i.
Tree small_witness() {
  Tree tree = Tree::parse(R"({"format": "kimchi-witness/1", "field": "fp", "rows": 1, "columns": [],
    "runtime_tables": [{"id": -1, "data": ["0x9"]}], "prev_challenges": []})");
  for (int i = 0; i < 15; ++i)
    tree["columns"].push_back({"0x" + std::string(1, "0123456789abcde"[i])});
  return tree;
}

TEST(WitnessFile, ReadsRuntimeTables) {
  const auto witness = decode_witness<Vesta>(small_witness().dump());
  ASSERT_TRUE(witness) << witness.error().message();
  ASSERT_EQ(witness.value().runtime_tables.size(), 1u);
  EXPECT_EQ(witness.value().runtime_tables[0].id, -1);
  EXPECT_EQ(witness.value().runtime_tables[0].data, std::vector<Fp>{Fp::from_u64(9)});
  EXPECT_EQ(witness.value().columns[14][0], Fp::from_u64(14));
}

TEST(WitnessFile, DecodedRuntimeDataReplaceTheWitnesssOwn) {
  Witness<Vesta> witness = decode_witness<Vesta>(small_witness().dump()).value();
  witness.previous_challenges.resize(2);
  const auto read = [&witness](const char* lists) {
    const std::string header = R"({"format": "kimchi-witness/1", "field": "fp")";
    return decode_witness_data<Vesta>(header + lists + "}", witness);
  };
  ASSERT_TRUE(read(""));
  EXPECT_EQ(witness.runtime_tables.size(), 1u);
  EXPECT_EQ(witness.previous_challenges.size(), 2u);
  ASSERT_TRUE(read(R"(, "prev_challenges": [])"));
  EXPECT_EQ(witness.runtime_tables.size(), 1u);
  EXPECT_TRUE(witness.previous_challenges.empty());
  ASSERT_TRUE(read(R"(, "runtime_tables": [{"id": 5, "data": []}], "columns": 7)"));
  ASSERT_EQ(witness.runtime_tables.size(), 1u);
  EXPECT_EQ(witness.runtime_tables[0].id, 5);
  EXPECT_EQ(witness.rows(), 1u);
  EXPECT_CODE(read(R"(, "runtime_tables": 7)"), Errc::malformed_json);
  EXPECT_CODE(decode_witness_data<Vesta>("{}", witness), Errc::missing_field);
}

TEST(WitnessFile, ListsAndRowsAreOptional) {
  Tree tree = small_witness();
  for (const char* key : {"rows", "runtime_tables", "prev_challenges"}) tree.erase(key);
  EXPECT_TRUE(decode_witness<Vesta>(tree.dump()));
}

TEST(WitnessFile, ErrorsNameTheWrongShape) {
  Tree tree = small_witness();
  tree["columns"][4].push_back("0x1");
  auto refused = decode_witness<Vesta>(tree.dump());
  EXPECT_CODE(refused, Errc::witness_shape);
  EXPECT_EQ(context_of(refused), "columns[4]: 2 rows instead of 1");

  tree = small_witness();
  tree.erase("rows");
  tree["columns"][14].clear();
  refused = decode_witness<Vesta>(tree.dump());
  EXPECT_CODE(refused, Errc::witness_shape);
  EXPECT_EQ(context_of(refused), "columns[14]: 0 rows instead of 1");

  tree = small_witness();
  tree["rows"] = 2;
  EXPECT_CODE(decode_witness<Vesta>(tree.dump()), Errc::witness_shape);
  tree["rows"] = uint64_t{1} << 40;
  EXPECT_CODE(decode_witness<Vesta>(tree.dump()), Errc::size_out_of_range);

  tree = small_witness();
  tree["columns"].erase(14);
  refused = decode_witness<Vesta>(tree.dump());
  EXPECT_CODE(refused, Errc::invalid_length);
  EXPECT_EQ(context_of(refused), "columns: 14 elements instead of 15");
}

TEST(WitnessFile, RejectsTheOtherField) {
  EXPECT_CODE(decode_witness<Pallas>(small_witness().dump()), Errc::wrong_field);
  Tree tree = small_witness();
  tree["format"] = "kimchi-witness/2";
  EXPECT_CODE(decode_witness<Vesta>(tree.dump()), Errc::unsupported_format);
}

TEST(WitnessFile, ErrorsNameTheValueOfTheWrongType) {
  Tree tree = small_witness();
  for_each_node(tree, [&](const std::string& place, Tree& node) {
    for (const char* wrong : {"true", "null", "1.5"}) {
      Tree kept = std::exchange(node, Tree::parse(wrong));
      const auto refused = decode_witness<Vesta>(tree.dump());
      EXPECT_CODE(refused, Errc::malformed_json) << place << " " << wrong;
      if (!refused) {
        EXPECT_TRUE(starts_at(context_of(refused), place)) << place;
      }
      node = std::move(kept);
    }
  });
}

TEST(WitnessFile, RejectsPreviousCommitmentsOffTheCurve) {
  Tree tree = read_tree("circuits/fp_recursion_1/witness.json");
  ASSERT_TRUE(decode_witness<Vesta>(tree.dump()));
  Tree& point = tree["prev_challenges"][0]["comm"][0];
  for (const char* wrong : {R"(["0x1","0x1"])", R"(["0x0","0x0"])"}) {
    point = Tree::parse(wrong);
    const auto refused = decode_witness<Vesta>(tree.dump());
    EXPECT_CODE(refused, Errc::point_not_on_curve);
    EXPECT_EQ(context_of(refused), "prev_challenges[0].comm[0]: not on the curve");
  }
}

TEST(WitnessFile, RejectsEveryTruncation) {
  const std::string text = read_vector("circuits/fp_generic_nopublic/witness.json");
  const size_t length = text.find_last_of('}');
  for (size_t i = 0; i <= length; ++i) {
    EXPECT_CODE(decode_witness<Vesta>(std::string_view(text).substr(0, i)), Errc::malformed_json);
  }
}

}  // namespace
}  // namespace onggi::test
