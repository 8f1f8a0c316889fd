#include "core/codec/json/proof.h"

#include "core/codec/bytes/base64.h"
#include "core/codec/msgpack/proof.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

template <class C>
class Proof : public ::testing::Test {};
TYPED_TEST_SUITE(Proof, Curves);

TYPED_TEST(Proof, JsonRoundTrips) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const std::string text = read_vector(folder + "/proof.json");
    const auto proof = decode_proof_json<C>(text);
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_EQ(encode_proof_json(proof.value()), compact(text));
  }
}

TYPED_TEST(Proof, Base64MatchesThePeer) {
  using C = TypeParam;
  for (const std::string& folder : circuit_folders<C>()) {
    SCOPED_TRACE(folder);
    const Tree roundtrip = read_tree(folder + "/roundtrip.json");
    const auto base64 = roundtrip["proof_serialize_base64"].get<std::string>();
    auto proof = decode_proof_json<C>(read_vector(folder + "/proof.json"));
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_EQ(encode_proof_base64(proof.value()), base64);

    const auto decoded = decode_proof_base64<C>(base64);
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_TRUE(decoded.value().public_input.empty());
    proof.value().public_input.clear();
    EXPECT_TRUE(decoded.value() == proof.value());
    EXPECT_EQ(encode_proof_base64(decoded.value()), base64);
  }
}

// A proof that the peer rejects either decodes, and then the verifier rejects it, or the decoder's
// error names the changed place.
TYPED_TEST(Proof, TamperedProofsDecodeOrErrorsNameTheChange) {
  using C = TypeParam;
  size_t read = 0;
  for (const std::string& folder : circuit_folders<C>()) {
    const Tree tampered = read_tree(folder + "/tampered.json");
    for (const Tree& variant : tampered["variants"]) {
      Tree tree = read_tree(folder + "/proof.json");
      Tree* node = &tree;
      for (const Tree& step : variant["path"]) {
        node = step.is_string() ? &(*node)[step.get<std::string>()] : &(*node)[step.get<size_t>()];
      }
      *node = variant["value"];
      const auto proof = decode_proof_json<C>(tree.dump());
      const auto name = variant["name"].get<std::string>();
      if (name.find("off the curve") != std::string::npos) {
        EXPECT_CODE(proof, Errc::point_not_on_curve) << folder << name;
        continue;
      }
      ASSERT_TRUE(proof) << folder << name << proof.error().message();
      EXPECT_EQ(encode_proof_json(proof.value()), tree.dump()) << name;
      ++read;
    }
  }
  EXPECT_GT(read, 10u);
}

const char kFolder[] = "circuits/fp_generic_nopublic";

Tree small_proof() { return read_tree(std::string(kFolder) + "/proof.json"); }

std::vector<uint8_t> small_bytes() {
  const Tree roundtrip = read_tree(std::string(kFolder) + "/roundtrip.json");
  return decode_base64(roundtrip["proof_serialize_base64"].get<std::string>()).value();
}

TEST(ProofJson, ErrorsNameTheValueOfTheWrongType) {
  Tree tree = small_proof();
  size_t places = 0;
  for_each_node(tree, [&](const std::string& place, Tree& node) {
    for (const char* wrong : {"true", "7", "{\"a\":[]}"}) {
      Tree kept = std::exchange(node, Tree::parse(wrong));
      const auto refused = decode_proof_json<Vesta>(tree.dump());
      // An object in place of another object has missing keys.
      const bool lacks = node.is_object() && (kept.is_object() || kept.is_null()) && !refused &&
                         refused.error().errc() == Errc::missing_field;
      if (!lacks) {
        EXPECT_CODE(refused, Errc::malformed_json) << place << " " << wrong;
      }
      if (!refused) {
        EXPECT_TRUE(starts_at(context_of(refused), place)) << place << " / " << context_of(refused);
      }
      node = std::move(kept);
      ++places;
    }
  });
  EXPECT_GT(places, 1000u);
}

TEST(ProofJson, AcceptsNullOnlyForOptionsAndPoints) {
  Tree tree = small_proof();
  for_each_node(tree, [&](const std::string& place, Tree& node) {
    if (node.is_null()) return;
    Tree kept = std::exchange(node, nullptr);
    const bool point =
        kept.is_array() && kept.size() == 2 && kept[0].is_string() && !place.starts_with("public");
    const bool option = place == "evals.public";
    EXPECT_EQ(bool(decode_proof_json<Vesta>(tree.dump())), point || option) << place;
    node = std::move(kept);
  });
}

TEST(ProofJson, ErrorsNameEveryMissingKey) {
  const Tree good = small_proof();
  const auto check = [&](const std::string& pointer, const std::string& place) {
    Tree tree = good;
    const Tree::json_pointer at(pointer);
    tree[at.parent_pointer()].erase(at.back());
    const auto refused = decode_proof_json<Vesta>(tree.dump());
    EXPECT_CODE(refused, Errc::missing_field) << pointer;
    EXPECT_EQ(context_of(refused), place + ": is missing");
  };
  for (const auto& [key, value] : good.items()) {
    check("/" + key, key);
    if (!value.is_object()) continue;
    for (const auto& [inner, unused] : value.items()) {
      check("/" + key + "/" + inner, key + "." + inner);
    }
  }
  check("/evals/s/5/zeta_omega", "evals.s[5].zeta_omega");
}

TEST(ProofJson, RejectsInvalidValues) {
  const Change changes[] = {
      {"/field", R"("fq")", Errc::wrong_field, "field: "},
      {"/format", R"("kimchi-proof/2")", Errc::unsupported_format, "format: "},
      {"/commitments/w_comm", "[]", Errc::invalid_length,
       "commitments.w_comm: 0 elements instead of 15"},
      {"/evals/w", "[]", Errc::invalid_length, "evals.w: 0 elements instead of 15"},
      {"/evals/lookup_sorted", "[null]", Errc::invalid_length,
       "evals.lookup_sorted: 1 elements instead"},
      {"/opening/delta", R"(["0x1"])", Errc::invalid_length,
       "opening.delta: 1 elements instead of 2"},
      {"/opening/delta", R"(["0x0","0x0"])", Errc::point_not_on_curve, "opening.delta: "},
      {"/opening/sg", R"(["0x1","0x2"])", Errc::point_not_on_curve, "opening.sg: "},
      {"/opening/lr/2", "[null]", Errc::invalid_length, "opening.lr[2]: 1 elements instead of 2"},
      {"/opening/lr/0/1", R"(["0x1","0x2"])", Errc::point_not_on_curve, "opening.lr[0][1]: "},
      // The modulus of the scalar field is below the modulus of the base field: it is valid as a
      // coordinate, but not as an evaluation.
      {"/evals/z/zeta/0", R"("0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001")",
       Errc::noncanonical_field_element, "evals.z.zeta[0]: "},
      {"/opening/sg/0", R"("0x40000000000000000000000000000000224698fc094cf91b992d30ed00000001")",
       Errc::point_not_on_curve, "opening.sg: "},
      {"/opening/sg/0", R"("0x40000000000000000000000000000000224698fc0994a8dd8c46eb2100000001")",
       Errc::noncanonical_field_element, "opening.sg[0]: "},
  };
  for (const Change& change : changes) {
    Tree tree = small_proof();
    tree[Tree::json_pointer(change.pointer)] = Tree::parse(change.value);
    const auto refused = decode_proof_json<Vesta>(tree.dump());
    EXPECT_EQ(code_of(refused), static_cast<int>(change.code)) << change.pointer << change.value;
    EXPECT_TRUE(context_of(refused).starts_with(change.context)) << context_of(refused);
  }
}

TEST(ProofJson, LeavesCountsOfTheIndexToTheVerifier) {
  for (const char* pointer : {"/commitments/w_comm/3", "/commitments/z_comm", "/commitments/t_comm",
                              "/opening/lr", "/evals/w/9/zeta", "/evals/z/zeta_omega"}) {
    Tree tree = small_proof();
    Tree& list = tree[Tree::json_pointer(pointer)];
    list.push_back(list[0]);
    EXPECT_TRUE(decode_proof_json<Vesta>(tree.dump())) << pointer;
    list.clear();
    EXPECT_TRUE(decode_proof_json<Vesta>(tree.dump())) << pointer;
  }
}

// The first 200 lengths, the last 200, and some between.
template <class Check>
void for_each_prefix(size_t length, Check&& check) {
  for (size_t i = 0; i < length; i += i < 200 || i + 200 > length ? 1 : 13) check(i);
}

TEST(ProofJson, RejectsEveryTruncation) {
  const std::string text = small_proof().dump();
  for_each_prefix(text.size(), [&](size_t i) {
    EXPECT_CODE(decode_proof_json<Vesta>(std::string_view(text).substr(0, i)), Errc::malformed_json)
        << i;
  });
}

TEST(ProofMsgpack, RejectsEveryTruncation) {
  const std::vector<uint8_t> bytes = small_bytes();
  ASSERT_TRUE(decode_proof_msgpack<Vesta>(bytes));
  for_each_prefix(bytes.size(), [&](size_t i) {
    const auto refused = decode_proof_msgpack<Vesta>(std::span(bytes).first(i));
    EXPECT_CODE(refused, Errc::malformed_msgpack) << i;
    EXPECT_NE(context_of(refused).find("at byte "), std::string::npos);
  });
}

TEST(ProofMsgpack, RejectsEveryTruncationOfTheBase64) {
  const std::string text = encode_base64(small_bytes());
  for_each_prefix(text.size(), [&](size_t i) {
    EXPECT_CODE(decode_proof_base64<Vesta>(std::string_view(text).substr(0, i)),
                i % 4 == 0 ? Errc::malformed_msgpack : Errc::malformed_base64)
        << i;
  });
}

TEST(ProofMsgpack, RejectsTrailingBytes) {
  std::vector<uint8_t> bytes = small_bytes();
  const size_t length = bytes.size();
  for (uint8_t extra : {0x00, 0xc0, 0x95}) {
    bytes.push_back(extra);
    const auto refused = decode_proof_msgpack<Vesta>(bytes);
    EXPECT_CODE(refused, Errc::malformed_msgpack);
    EXPECT_EQ(context_of(refused), std::to_string(bytes.size() - length) +
                                       " bytes too many at byte " + std::to_string(length));
  }
}

// The position of `needle` in the bytes. `needle` must occur exactly once.
size_t position_of(const std::vector<uint8_t>& bytes, const std::vector<uint8_t>& needle) {
  const auto found = std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end());
  EXPECT_NE(found, bytes.end());
  return static_cast<size_t>(found - bytes.begin());
}

TEST(ProofMsgpack, ErrorsInPrimitiveValuesNamePlaceAndByte) {
  const std::vector<uint8_t> good = small_bytes();
  const Tree tree = small_proof();
  const size_t z1 = position_of(good, little_endian(tree["opening"]["z1"].get<std::string>()));
  const size_t delta =
      position_of(good, little_endian(tree["opening"]["delta"][0].get<std::string>()));

  std::vector<uint8_t> bytes = good;
  bytes[z1 + 31] = 0x7f;
  auto refused = decode_proof_msgpack<Vesta>(bytes);
  EXPECT_CODE(refused, Errc::noncanonical_field_element);
  EXPECT_EQ(context_of(refused), "opening.z1: not reduced at byte " + std::to_string(z1 - 2));

  const std::string place =
      "opening.delta: not a compressed point at byte " + std::to_string(delta - 2);
  bytes = good;
  bytes[delta + 31] = 0x7f;
  refused = decode_proof_msgpack<Vesta>(bytes);
  EXPECT_CODE(refused, Errc::noncanonical_field_element);
  EXPECT_EQ(context_of(refused), place);

  for (uint8_t flag : {0x01, 0x41, 0x40, 0xc0, 0xff}) {
    bytes = good;
    bytes[delta + 32] = flag;
    refused = decode_proof_msgpack<Vesta>(bytes);
    EXPECT_CODE(refused, Errc::malformed_point) << int{flag};
    EXPECT_EQ(context_of(refused), place);
  }

  // About half of all x are not on the curve.
  size_t off_curve = 0;
  for (uint8_t low = 0; low < 16; ++low) {
    bytes = good;
    bytes[delta] = low;
    refused = decode_proof_msgpack<Vesta>(bytes);
    if (refused) continue;
    EXPECT_CODE(refused, Errc::point_not_on_curve);
    ++off_curve;
  }
  EXPECT_GT(off_curve, 0u);
}

TEST(ProofMsgpack, RejectsWrongHeaders) {
  const std::vector<uint8_t> good = small_bytes();
  // [commitments, …] = 95, [w_comm, …] = 94, [15 ×] = 9f, [chunks] = 91, [1 ×] = 91, c4 21 …
  ASSERT_EQ(std::vector<uint8_t>(good.begin(), good.begin() + 7),
            (std::vector<uint8_t>{0x95, 0x94, 0x9f, 0x91, 0x91, 0xc4, 0x21}));
  struct Case {
    size_t at;
    uint8_t byte;
    Errc code;
    const char* context;
  };
  const Case cases[] = {
      {0, 0x94, Errc::invalid_length, "4 elements instead of 5 at byte 0"},
      {0, 0x85, Errc::malformed_msgpack, "expected an array at byte 0"},
      {1, 0x95, Errc::invalid_length, "commitments: 5 elements instead of 4 at byte 1"},
      {2, 0x9e, Errc::invalid_length, "commitments.w_comm: 14 elements instead of 15 at byte 2"},
      {3, 0xc0, Errc::malformed_msgpack, "commitments.w_comm[0]: expected an array at byte 3"},
      {4, 0x92, Errc::malformed_msgpack,
       "commitments.w_comm[0].chunks[1]: expected a byte string at byte 40"},
      {5, 0xd9, Errc::malformed_msgpack,
       "commitments.w_comm[0].chunks[0]: expected a byte string at byte 5"},
      {6, 0x20, Errc::malformed_msgpack,
       "commitments.w_comm[0].chunks[0]: 32 bytes instead of 33 at byte 5"},
  };
  for (const Case& c : cases) {
    std::vector<uint8_t> bytes = good;
    bytes[c.at] = c.byte;
    const auto refused = decode_proof_msgpack<Vesta>(bytes);
    EXPECT_EQ(code_of(refused), static_cast<int>(c.code)) << c.at;
    EXPECT_EQ(context_of(refused), c.context);
  }
}

TEST(ProofMsgpack, HugeLengthsAllocateNothing) {
  const std::vector<uint8_t> good = small_bytes();
  const std::vector<uint8_t> lengths[] = {{0xdd, 0xff, 0xff, 0xff, 0xff}, {0xdc, 0xff, 0xff}};
  for (const std::vector<uint8_t>& length : lengths) {
    std::vector<uint8_t> bytes(good.begin(), good.begin() + 4);
    bytes.insert(bytes.end(), length.begin(), length.end());
    bytes.insert(bytes.end(), good.begin() + 5, good.end());
    const auto refused = decode_proof_msgpack<Vesta>(bytes);
    EXPECT_CODE(refused, Errc::malformed_msgpack);
    EXPECT_TRUE(context_of(refused).starts_with("commitments.w_comm[0].chunks: an array of "))
        << context_of(refused);
  }
}

TEST(ProofMsgpack, RejectsHeadersThatAreNotTheShortest) {
  const std::vector<uint8_t> good = small_bytes();
  struct Case {
    size_t at;  // position of the replaced header in the valid bytes
    size_t length;
    std::vector<uint8_t> longer;
    const char* context;
  };
  const Case cases[] = {
      {0, 1, {0xdc, 0, 5}, "not the shortest form at byte 0"},
      {0, 1, {0xdd, 0, 0, 0, 5}, "not the shortest form at byte 0"},
      {2, 1, {0xdc, 0, 15}, "commitments.w_comm: not the shortest form at byte 2"},
      {5, 2, {0xc5, 0, 33}, "commitments.w_comm[0].chunks[0]: not the shortest form at byte 5"},
      {5,
       2,
       {0xc6, 0, 0, 0, 33},
       "commitments.w_comm[0].chunks[0]: not the shortest form at byte 5"},
  };
  for (const Case& c : cases) {
    std::vector<uint8_t> bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(c.at));
    bytes.insert(bytes.end(), c.longer.begin(), c.longer.end());
    bytes.insert(bytes.end(), good.begin() + static_cast<std::ptrdiff_t>(c.at + c.length),
                 good.end());
    const auto refused = decode_proof_msgpack<Vesta>(bytes);
    EXPECT_CODE(refused, Errc::malformed_msgpack);
    EXPECT_EQ(context_of(refused), c.context);
  }
}

TEST(ProofMsgpack, AnyByteValueIsReadOrRejected) {
  const std::vector<uint8_t> good = small_bytes();
  for_each_prefix(good.size(), [&](size_t i) {
    std::vector<uint8_t> bytes = good;
    for (uint8_t change : {0x01, 0x80, 0xff}) {
      bytes[i] = good[i] ^ change;
      const auto proof = decode_proof_msgpack<Vesta>(bytes);
      if (proof) {
        EXPECT_EQ(encode_proof_msgpack(proof.value()), bytes) << i;
      }
    }
  });
}

}  // namespace
}  // namespace onggi::test
