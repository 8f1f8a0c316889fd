#include "core/codec/json/verifier_index.h"

#include "core/codec/msgpack/verifier_index.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
class VerifierIndexJson : public ::testing::Test {};
TYPED_TEST_SUITE(VerifierIndexJson, Curves);

TYPED_TEST(VerifierIndexJson, ThePeersTextRoundTrips) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const std::string text = read_tree(folder + "/verifier_index.json")["serialized"].dump();
    const Tree expected = read_tree(folder + "/roundtrip.json")["verifier_index_serialize"];
    ASSERT_EQ(sha256_hex(text), expected["sha256"].get<std::string>());
    const auto index = decode_verifier_index<C>(text);
    ASSERT_TRUE(index) << index.error().message();
    EXPECT_EQ(encode_verifier_index(index.value()), text);
  }
}

TYPED_TEST(VerifierIndexJson, TheFileMatchesThePeersText) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const Tree tree = read_tree(folder + "/verifier_index.json");
    const auto index = decode_verifier_index_file<C>(tree.dump());
    ASSERT_TRUE(index) << index.error().message();
    EXPECT_EQ(encode_verifier_index(index.value()), tree["serialized"].dump());
    // The order of keys may differ from the peer's.
    EXPECT_EQ(nlohmann::json::parse(encode_verifier_index_file(index.value())),
              nlohmann::json::parse(tree.dump()));
  }
}

const char kFile[] = "circuits/fp_lookup_runtime/verifier_index.json";

Tree peer_text() { return read_tree(kFile)["serialized"]; }

Tree file_text() {
  Tree tree = read_tree(kFile);
  tree.erase("serialized");
  tree.erase("digest");
  return tree;
}

// Puts `wrong` at each place in turn. The error must name the place.
template <class Decode>
void expect_places_named(Tree tree, Decode&& decode) {
  for_each_node(tree, [&](const std::string& place, Tree& node) {
    for (const char* wrong : {"\"-\"", "-1", "[{}]", "{}"}) {
      Tree kept = std::exchange(node, Tree::parse(wrong));
      const auto refused = decode(tree.dump());
      ASSERT_FALSE(refused) << place << wrong;
      EXPECT_TRUE(starts_at(context_of(refused), place))
          << place << wrong << " / " << refused.error().message();
      node = std::move(kept);
    }
  });
}

TEST(VerifierIndexText, TheFileStatesTheRevisionOnlyForMesa) {
  auto index = decode_verifier_index_file<Vesta>(file_text().dump()).value();
  EXPECT_EQ(index.revision, Revision::berkeley);
  EXPECT_FALSE(Tree::parse(encode_verifier_index_file(index)).contains("revision"));
  index.revision = Revision::mesa;
  const std::string text = encode_verifier_index_file(index);
  EXPECT_EQ(Tree::parse(text)["revision"], "mesa");
  EXPECT_EQ(decode_verifier_index_file<Vesta>(text).value().revision, Revision::mesa);
}

TEST(VerifierIndexText, ErrorsNameTheValueOfTheWrongType) {
  expect_places_named(peer_text(), decode_verifier_index<Vesta>);
  expect_places_named(file_text(), decode_verifier_index_file<Vesta>);
}

TEST(VerifierIndexText, RejectsADomainThatDoesNotMatchItsSize) {
  const std::string domain = peer_text()["domain"];
  ASSERT_EQ(domain.size(), 2 * 236u);
  for (size_t i = 0; i < domain.size(); ++i) {
    Tree tree = peer_text();
    std::string changed = domain;
    changed[i] = changed[i] == '0' ? '1' : '0';
    tree["domain"] = changed;
    const auto refused = decode_verifier_index<Vesta>(tree.dump());
    EXPECT_CODE(refused, i < 16 ? Errc::size_out_of_range : Errc::invalid_argument) << i;
    EXPECT_TRUE(starts_at(context_of(refused), "domain"));
  }
  Tree tree = peer_text();
  tree["domain"] = domain + "00";
  EXPECT_CODE(decode_verifier_index<Vesta>(tree.dump()), Errc::malformed_json);
  tree["domain"] = domain.substr(2);
  EXPECT_CODE(decode_verifier_index<Vesta>(tree.dump()), Errc::malformed_json);
}

template <class Decode>
void expect_refused(const Tree& good, const std::vector<Change>& changes, Decode&& decode) {
  ASSERT_TRUE(decode(good.dump()));
  for (const Change& change : changes) {
    Tree tree = good;
    tree[Tree::json_pointer(change.pointer)] = Tree::parse(change.value);
    const auto refused = decode(tree.dump());
    EXPECT_EQ(code_of(refused), static_cast<int>(change.code)) << change.pointer << change.value;
    EXPECT_TRUE(context_of(refused).starts_with(change.context)) << context_of(refused);
  }
}

TEST(VerifierIndexText, RejectsInvalidValuesInThePeersText) {
  const std::string not_reduced = "\"" + std::string(64, 'f') + "\"";
  const std::string off_curve = "\"" + std::string(64, '0') + "00\"";
  const std::string odd_flag = "\"" + std::string(64, '0') + "41\"";
  const std::string x_too_big = "\"" + std::string(64, 'f') + "00\"";
  expect_refused(
      peer_text(),
      {{"/max_poly_size", "1099511627776", Errc::size_out_of_range, "max_poly_size: "},
       {"/shift", "[]", Errc::invalid_length, "shift: 0 elements instead of 7"},
       {"/shift/3", not_reduced.c_str(), Errc::noncanonical_field_element, "shift[3]: "},
       {"/sigma_comm", "[]", Errc::invalid_length, "sigma_comm: 0 elements instead of 7"},
       {"/sigma_comm/2/chunks/0", off_curve.c_str(), Errc::point_not_on_curve,
        "sigma_comm[2].chunks[0]: "},
       {"/psm_comm/chunks/0", odd_flag.c_str(), Errc::malformed_point, "psm_comm.chunks[0]: "},
       {"/lookup_index/table_ids/chunks/0", x_too_big.c_str(), Errc::noncanonical_field_element,
        "lookup_index.table_ids.chunks[0]: "}},
      decode_verifier_index<Vesta>);
}

TEST(VerifierIndexText, RejectsInvalidValuesInTheFile) {
  expect_refused(file_text(),
                 {{"/field", "\"fq\"", Errc::wrong_field, "field: "},
                  {"/format", "\"kimchi-proof/1\"", Errc::unsupported_format, "format: "},
                  {"/domain/log_size", "5", Errc::invalid_argument, "domain: "},
                  {"/domain/log_size", "29", Errc::size_out_of_range, "domain: "},
                  {"/domain/log_size", "64", Errc::size_out_of_range, "domain: "},
                  {"/domain/group_gen", "\"0x1\"", Errc::invalid_argument, "domain: "},
                  {"/commitments/sigma_comm/1/0", "[\"0x1\",\"0x1\"]", Errc::point_not_on_curve,
                   "commitments.sigma_comm[1][0]: "},
                  {"/lookup_index/lookup_info/features/patterns/xor", "null", Errc::malformed_json,
                   "lookup_index.lookup_info.features.patterns.xor: "}},
                 decode_verifier_index_file<Vesta>);
}

TEST(VerifierIndexText, RejectsTheTextOfTheOtherCurve) {
  EXPECT_FALSE(decode_verifier_index<Pallas>(peer_text().dump()));
  EXPECT_CODE(decode_verifier_index_file<Pallas>(file_text().dump()), Errc::wrong_field);
}

// The peer's own bytes, the second part of a fixture.
std::vector<uint8_t> fixture_index(const std::string& name) {
  const Tree parts = Tree::from_msgpack(read_bytes("fixtures/" + name + ".bin"));
  return parts[1].get<std::vector<uint8_t>>();
}

template <class C>
void expect_bytes_come_back(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const std::vector<uint8_t> bytes = fixture_index(name);
    const auto index = decode_verifier_index_msgpack<C>(bytes);
    ASSERT_TRUE(index) << index.error().message();
    EXPECT_EQ(encode_verifier_index_msgpack(index.value()), bytes);
  }
}

TEST(VerifierIndexBytes, ThePeersBytesRoundTrip) {
  expect_bytes_come_back<Vesta>({"ec_test", "test_generic_gate", "test_poseidon", "test_recursion",
                                 "test_runtime_table", "lookup_gate_proving_works"});
  expect_bytes_come_back<Pallas>({"and_prove_and_verify_pallas"});
}

TYPED_TEST(VerifierIndexJson, BytesMatchTheText) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const std::string text = read_tree(folder + "/verifier_index.json")["serialized"].dump();
    const auto bytes = encode_verifier_index_msgpack(decode_verifier_index<C>(text).value());
    const auto index = decode_verifier_index_msgpack<C>(bytes);
    ASSERT_TRUE(index) << index.error().message();
    EXPECT_EQ(encode_verifier_index(index.value()), text);
  }
}

TEST(VerifierIndexBytes, RejectsTruncationAndTrailingBytes) {
  std::vector<uint8_t> bytes = fixture_index("test_runtime_table");
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_CODE(decode_verifier_index_msgpack<Vesta>(std::span(bytes).first(i)),
                Errc::malformed_msgpack)
        << i;
  }
  bytes.push_back(0);
  EXPECT_CODE(decode_verifier_index_msgpack<Vesta>(bytes), Errc::malformed_msgpack);
}

// Changes each byte in turn. The decoder must either read a value that encodes to the same bytes,
// or name the place.
TEST(VerifierIndexBytes, EveryChangedByteRoundTripsOrErrorsNameIt) {
  const std::vector<uint8_t> good = fixture_index("test_runtime_table");
  for (size_t i = 0; i < good.size(); ++i) {
    std::vector<uint8_t> bytes = good;
    bytes[i] ^= 0x81;
    const auto index = decode_verifier_index_msgpack<Vesta>(bytes);
    if (index) {
      EXPECT_EQ(encode_verifier_index_msgpack(index.value()), bytes) << i;
    } else {
      EXPECT_NE(context_of(index).find(" at byte "), std::string::npos) << context_of(index);
    }
  }
}

TEST(VerifierIndexBytes, ErrorsNameInvalidValues) {
  const std::vector<uint8_t> good = fixture_index("test_runtime_table");
  const auto changed = [&](size_t at, uint8_t value) {
    std::vector<uint8_t> bytes = good;
    bytes[at] = value;
    return decode_verifier_index_msgpack<Vesta>(bytes);
  };
  EXPECT_CODE(changed(3, 0xeb), Errc::malformed_msgpack);  // a domain of 235 bytes
  const auto domain = changed(20, 0xff);
  EXPECT_CODE(domain, Errc::invalid_argument);
  EXPECT_EQ(context_of(domain), "domain: does not match the domain of its size at byte 3");
  EXPECT_CODE(changed(2, 0x14), Errc::invalid_length);  // 20 entries
}

TEST(VerifierIndexText, RejectsEveryTruncation) {
  const std::string text = peer_text().dump();
  for (size_t i = 0; i < text.size(); ++i) {
    EXPECT_CODE(decode_verifier_index<Vesta>(std::string_view(text).substr(0, i)),
                Errc::malformed_json);
  }
}

}  // namespace
}  // namespace onggi::test
