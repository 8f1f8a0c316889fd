// Shared code of the fuzz targets. A decoder may reject an input. If it accepts, encoding and
// decoding again must give the same value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>

#include "core/curve/pasta.h"
#include "core/error/error.h"

namespace onggi::fuzz {

using Bytes = std::span<const uint8_t>;

// Aborts the run, so that libFuzzer keeps the input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "requirement failed: %s\n", what);
  std::abort();
}

inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Each error has a code of the library and a message of bounded length.
inline void check_error(const Error& error) {
  require(!errc_name(error.errc()).empty(), "the code has a name");
  require(error.code.category() == error_category(), "the code is one of ours");
  require(error.message().size() < 1000, "the message is short");
}

// Decodes, encodes and decodes again. Compares the encoded forms, so values need no equality
// operator.
template <class Input, class Decode, class Encode>
void check_round_trip(const Input& input, const Decode& decode, const Encode& encode) {
  const auto value = decode(input);
  if (!value) return check_error(value.error());
  const auto encoded = encode(value.value());
  const auto again = decode(Input(encoded));
  require(bool(again), "the encoded value decodes");
  require(encode(again.value()) == encoded, "decoding and encoding again gives the same bytes");
}

// The encoding of a decoded value must equal the input: each value has exactly one encoding.
template <class Input, class Decode, class Encode>
void check_canonical(const Input& input, const Decode& decode, const Encode& encode) {
  const auto value = decode(input);
  if (!value) return check_error(value.error());
  const auto encoded = encode(value.value());
  require(std::equal(input.begin(), input.end(), encoded.begin(), encoded.end()),
          "the encoding equals the input");
}

// Runs the input on both curves.
template <class Target>
int on_both_curves(const uint8_t* data, size_t size, Target&& target) {
  const Bytes bytes(data, size);
  target.template operator()<Vesta>(bytes);
  target.template operator()<Pallas>(bytes);
  return 0;
}

}  // namespace onggi::fuzz
