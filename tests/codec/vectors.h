// The peer's vectors, and independent ways to inspect them: nlohmann-json trees, a separate hex
// decoder and SHA-256.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/curve/pasta.h"
#include "core/error/error.h"
#include "tests/types.h"

namespace onggi::test {

using Tree = nlohmann::ordered_json;

std::string read_vector(const std::string& path);
Tree read_tree(const std::string& path);
std::vector<uint8_t> read_bytes(const std::string& path);

// The text without white space outside strings.
std::string compact(const std::string& json);

std::string sha256_hex(std::string_view bytes);
std::vector<uint8_t> from_hex(std::string_view text);
// 32 little-endian bytes of a "0x…" element.
std::vector<uint8_t> little_endian(const std::string& element);

inline std::span<const uint8_t> as_bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Folders of circuits/, by the curve that commits.
template <class C>
std::vector<std::string> circuit_folders();

// Replaces one value in a tree, with the error that reading the changed text must return.
struct Change {
  const char* pointer;  // JSON pointer to the replaced value
  const char* value;    // JSON
  Errc code;
  const char* context;  // the start of the error's context
};

// All nodes of a tree with their places in the decoders' notation, e.g. `gates[17].coeffs[2]`.
void for_each_node(Tree& tree,
                   const std::function<void(const std::string& place, Tree& node)>& visit);

// The error code of a result; 0 if it has a value.
template <class T>
int code_of(const Result<T>& result) {
  return result ? 0 : result.error().code.value();
}

// Expects an error with this code.
template <class T>
::testing::AssertionResult has_code(const Result<T>& result, Errc code) {
  if (code_of(result) == static_cast<int>(code)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << (result ? std::string("no error") : result.error().message()) << " instead of "
         << errc_name(code);
}

// Empty for a value.
template <class T>
std::string context_of(const Result<T>& result) {
  return result ? std::string() : result.error().context;
}

#define EXPECT_CODE(result, code) EXPECT_TRUE(::onggi::test::has_code(result, code))

// Whether `context` starts with exactly the place `place`, and not with a longer name.
inline bool starts_at(const std::string& context, const std::string& place) {
  return context.starts_with(place) &&
         (context.size() == place.size() ||
          std::string_view(":[.").find(context[place.size()]) != std::string_view::npos);
}

using testing::Curves;

}  // namespace onggi::test
