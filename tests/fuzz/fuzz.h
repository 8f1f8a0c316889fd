// What the fuzz targets share. A decoder may refuse its input or read it; what it reads, its
// encoder must write so that it is read again as the same.
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

// Ends the run, and libFuzzer keeps the input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Every refusal has a code of ours and a message of bounded length.
inline void check_refusal(const Error& error) {
  require(!errc_name(error.errc()).empty(), "the code has a name");
  require(error.code.category() == error_category(), "the code is one of ours");
  require(error.message().size() < 1000, "the message is short");
}

// `decode` and `encode` are inverse on what decodes; encoded forms are compared, and so it is
// enough that the values can be encoded.
template <class Input, class Decode, class Encode>
void check_round_trip(const Input& input, const Decode& decode, const Encode& encode) {
  const auto value = decode(input);
  if (!value) return check_refusal(value.error());
  const auto encoded = encode(value.value());
  const auto again = decode(Input(encoded));
  require(bool(again), "what was written is read");
  require(encode(again.value()) == encoded, "what was written comes back");
}

// What decodes is encoded as the very same bytes: a value has one spelling.
template <class Input, class Decode, class Encode>
void check_canonical(const Input& input, const Decode& decode, const Encode& encode) {
  const auto value = decode(input);
  if (!value) return check_refusal(value.error());
  const auto encoded = encode(value.value());
  require(std::equal(input.begin(), input.end(), encoded.begin(), encoded.end()),
          "the input comes back");
}

// The input on both curves.
template <class Target>
int on_both_curves(const uint8_t* data, size_t size, Target&& target) {
  const Bytes bytes(data, size);
  target.template operator()<Vesta>(bytes);
  target.template operator()<Pallas>(bytes);
  return 0;
}

}  // namespace onggi::fuzz
