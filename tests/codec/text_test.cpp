// base64, hex and malformed JSON.
#include "core/codec/bytes/base64.h"
#include "core/codec/bytes/hex.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/proof.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/json/witness.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

TEST(Base64, MatchesTheVectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(encode_base64(as_bytes(plain)), text);
    const auto decoded = decode_base64(text);
    ASSERT_TRUE(decoded) << text;
    EXPECT_EQ(std::string(decoded.value().begin(), decoded.value().end()), plain);
  }
}

TEST(Base64, EveryByteValueRoundTrips) {
  std::vector<uint8_t> bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<uint8_t>(i));
  const std::string text = encode_base64(bytes);
  EXPECT_EQ(text.substr(0, 8), "AAECAwQF");
  EXPECT_EQ(text.substr(text.size() - 12), "+fr7/P3+/w==");
  EXPECT_EQ(decode_base64(text).value(), bytes);
}

TEST(Base64, RejectsNoncanonicalSpellings) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "Z===", "Zg==Zg==",
                           "Zm 9v", "Zm9v\n", "Zm9_", "Zm9-", "=Zg=", "Zm=v"}) {
    EXPECT_CODE(decode_base64(text), Errc::malformed_base64) << text;
  }
  EXPECT_EQ(context_of(decode_base64("Zm9vZm!v")), "not a base64 digit at character 6");
}

TEST(Hex, ReadsBothCasesAndWritesLowerCase) {
  std::array<uint8_t, 3> bytes{};
  EXPECT_TRUE(bytes_from_hex("00aBfF", bytes));
  std::string text;
  append_hex(text, bytes);
  EXPECT_EQ(text, "00abff");
  for (const char* bad : {"00abf", "00abff0", "00abfg", "0x00ab", " 00abf", ""}) {
    EXPECT_FALSE(bytes_from_hex(bad, bytes)) << bad;
  }
}

// All functions that read JSON.
const std::pair<const char*, int (*)(std::string_view)> kDecoders[] = {
    {"circuit", [](std::string_view text) { return code_of(decode_circuit<Vesta>(text)); }},
    {"circuit_serialize",
     [](std::string_view text) { return code_of(decode_circuit_serialize<Vesta>(text)); }},
    {"witness", [](std::string_view text) { return code_of(decode_witness<Vesta>(text)); }},
    {"proof", [](std::string_view text) { return code_of(decode_proof_json<Vesta>(text)); }},
    {"verifier index",
     [](std::string_view text) { return code_of(decode_verifier_index<Vesta>(text)); }},
    {"verifier index file",
     [](std::string_view text) { return code_of(decode_verifier_index_file<Vesta>(text)); }},
};

TEST(Json, EveryDecoderRejectsTextThatIsNotJson) {
  for (const auto& [name, decode] : kDecoders) {
    for (const char* text : {"", " ", "nul", "{", "{}x", "[1,]", "{\"a\":}", "\"\xff\"",
                             "\"\\ud800\"", "1e999", "NaN", "{'a':1}", "// c\n{}", "\x01"}) {
      EXPECT_EQ(decode(text), static_cast<int>(Errc::malformed_json)) << name << ": " << text;
    }
    for (const char* text : {"null", "true", "[]", "17", "\"text\"", "-1", "1.5"}) {
      EXPECT_EQ(decode(text), static_cast<int>(Errc::malformed_json)) << name << ": " << text;
    }
    EXPECT_EQ(decode("{}"), static_cast<int>(Errc::missing_field)) << name;
  }
}

TEST(Json, ErrorsNameTheByte) {
  EXPECT_EQ(context_of(decode_proof_json<Vesta>("{\"a\": 1, }")), "at byte 10");
}

TEST(Json, RejectsTrailingCharacters) {
  using namespace std::string_view_literals;
  for (const auto& [name, decode] : kDecoders) {
    for (std::string_view text :
         {"{}\0"sv, "{}\0garbage"sv, "{} \0{}"sv, "{}{}"sv, "{}]"sv, "\0{}"sv, "{\"a\0\":1}"sv}) {
      EXPECT_EQ(decode(text), static_cast<int>(Errc::malformed_json)) << name << ": " << text;
    }
  }
  const std::string good = read_vector("circuits/fp_generic/circuit.json");
  ASSERT_TRUE(decode_circuit<Vesta>(good));
  const auto refused = decode_circuit<Vesta>(good + std::string("\0garbage", 8));
  EXPECT_CODE(refused, Errc::malformed_json);
  EXPECT_EQ(context_of(refused), "at byte " + std::to_string(good.size() + 1));
}

// A known key must not appear twice in an object, at any position and in any spelling.
TEST(Json, RejectsDuplicateKeys) {
  const std::string good = read_vector("circuits/fp_generic/circuit.json");
  ASSERT_TRUE(decode_circuit<Vesta>(good));
  const auto with = [&good](const std::string& before, const std::string& added) {
    std::string text = good;
    return text.insert(text.find(before), added);
  };
  const std::pair<std::string, std::string> doubled[] = {
      {with("\"gates\"", "\"srs_depth\": 32, "), "srs_depth: appears twice"},
      {with("\"gates\"", "\"g\\u0061tes\": [], "), "gates: appears twice"},
      {with("\"field\"", "\"field\": \"fp\", "), "field: appears twice"},
      {with("\"typ\"", "\"typ\": \"Zero\", "), "gates[0].typ: appears twice"},
  };
  for (const auto& [text, context] : doubled) {
    const auto refused = decode_circuit<Vesta>(text);
    EXPECT_CODE(refused, Errc::malformed_json) << context;
    EXPECT_EQ(context_of(refused), context);
  }
  Tree index = read_tree("circuits/fp_generic/verifier_index.json")["serialized"];
  const std::string text = index.dump();
  const auto refused =
      decode_verifier_index<Vesta>("{\"psm_comm\":{\"chunks\":[]}," + text.substr(1));
  EXPECT_CODE(refused, Errc::malformed_json);
  EXPECT_EQ(context_of(refused), "psm_comm: appears twice");
}

TEST(Json, IgnoresOrderWhiteSpaceEscapesAndUnknownKeys) {
  const std::string folder = "circuits/fp_recursion_1/";
  const Tree tree = read_tree(folder + "witness.json");
  const auto expected = decode_witness<Vesta>(tree.dump());
  ASSERT_TRUE(expected);
  Tree reversed;
  for (auto it = tree.rbegin(); it != tree.rend(); ++it) reversed[it.key()] = it.value();
  reversed["other"] = Tree::parse(R"([{"a":["]}\"\\",{}],"\\":-1e5,"b":[[],"\u00e9"]}, null])");
  std::string escaped = tree.dump();
  escaped.replace(escaped.find("columns"), 7, R"(\u0063\u006flumns)");
  for (const std::string& text : {reversed.dump(), reversed.dump(3),
                                  "\xef\xbb\xbf \r\n" + tree.dump(1, '\t') + "\n", escaped}) {
    const auto witness = decode_witness<Vesta>(text);
    ASSERT_TRUE(witness) << witness.error().message();
    EXPECT_EQ(witness.value().columns, expected.value().columns);
    EXPECT_EQ(witness.value().previous_challenges, expected.value().previous_challenges);
  }
}

TEST(Json, DecodesEscapes) {
  const auto refusal = [](const std::string& name) {
    return context_of(decode_proof_json<Vesta>("{\"format\":\"" + name + "\"}"));
  };
  const std::string rest = "\" instead of \"kimchi-proof/1\"";
  EXPECT_EQ(refusal(R"(a\"\\\/\b\f\n\r\t)"), "format: \"a\"\\/\b\f\n\r\t" + rest);
  EXPECT_EQ(refusal(R"(\u0041\u00e9\u20AC\ud83d\ude00!)"),
            "format: \"A\u00e9\u20ac\U0001f600!" + rest);
}

// Deep nesting must not overflow the stack, neither while reading nor while destroying.
TEST(Json, RejectsAMillionLevelsOfNesting) {
  const size_t depth = 1'000'000;
  const std::string opened(depth, '[');
  const std::string closed = opened + std::string(depth, ']');
  std::string objects;
  for (size_t i = 0; i < depth; ++i) objects += "{\"a\":";
  const std::string inside = "{\"format\":" + closed + "}";
  for (const std::string& text : {opened, closed, objects, inside}) {
    EXPECT_CODE(decode_proof_json<Vesta>(text), Errc::malformed_json) << text.substr(0, 12);
  }
}

}  // namespace
}  // namespace onggi::test
