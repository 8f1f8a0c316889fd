// base64, and JSON that is no JSON.
#include "core/codec/base64.h"
#include "core/codec/hex.h"
#include "core/codec/json_circuit.h"
#include "core/codec/json_proof.h"
#include "core/codec/json_verifier_index.h"
#include "core/codec/json_witness.h"
#include "tests/codec/vectors.h"

namespace onggi::test {
namespace {

TEST(Base64, Rfc4648Vectors) {
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

TEST(Base64, EveryByteValueComesBack) {
  std::vector<uint8_t> bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<uint8_t>(i));
  const std::string text = encode_base64(bytes);
  EXPECT_EQ(text.substr(0, 8), "AAECAwQF");
  EXPECT_EQ(text.substr(text.size() - 12), "+fr7/P3+/w==");
  EXPECT_EQ(decode_base64(text).value(), bytes);
}

TEST(Base64, RefusesEverySecondSpelling) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "Z===", "Zg==Zg==",
                           "Zm 9v", "Zm9v\n", "Zm9_", "Zm9-", "=Zg=", "Zm=v"}) {
    EXPECT_CODE(decode_base64(text), Errc::malformed_base64) << text;
  }
  EXPECT_EQ(context_of(decode_base64("Zm9vZm!v")), "not a base64 digit at character 6");
}

TEST(Hex, BothCasesAreReadAndLowerIsWritten) {
  std::array<uint8_t, 3> bytes{};
  EXPECT_TRUE(bytes_from_hex("00aBfF", bytes));
  std::string text;
  append_hex(text, bytes);
  EXPECT_EQ(text, "00abff");
  for (const char* bad : {"00abf", "00abff0", "00abfg", "0x00ab", " 00abf", ""}) {
    EXPECT_FALSE(bytes_from_hex(bad, bytes)) << bad;
  }
}

// Every door that takes JSON.
const std::pair<const char*, int (*)(std::string_view)> kDoors[] = {
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

TEST(Json, WhatIsNoJsonIsRefusedAtEveryDoor) {
  for (const auto& [name, door] : kDoors) {
    for (const char* text : {"", " ", "nul", "{", "{}x", "[1,]", "{\"a\":}", "\"\xff\"",
                             "\"\\ud800\"", "1e999", "NaN", "{'a':1}", "// c\n{}", "\x01"}) {
      EXPECT_EQ(door(text), static_cast<int>(Errc::malformed_json)) << name << ": " << text;
    }
    for (const char* text : {"null", "true", "[]", "17", "\"text\"", "-1", "1.5"}) {
      EXPECT_EQ(door(text), static_cast<int>(Errc::malformed_json)) << name << ": " << text;
    }
    EXPECT_EQ(door("{}"), static_cast<int>(Errc::missing_field)) << name;
  }
}

TEST(Json, TheByteAtFaultIsNamed) {
  EXPECT_EQ(context_of(decode_proof_json<Vesta>("{\"a\": 1, }")), "at byte 10");
}

// Nesting is not recursion: neither reading nor forgetting such a tree may use the stack.
TEST(Json, AMillionLevelsAreAnError) {
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
