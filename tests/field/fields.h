// The fields that the tests of core/field cover: both Pasta fields, and other primes that the
// templates must support.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <type_traits>
#include <utility>

#include "core/field/montgomery_impl.h"
#include "core/field/pasta.h"

namespace onggi::testing {

// Scalar field of BLS12-381: 255 bits, no limb is zero, high two-adicity.
struct BlsParams {
  static constexpr U256 kModulus =
      *U256::from_hex("0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");
  static constexpr uint64_t kGenerator = 7;
  static constexpr unsigned kTwoAdicity = 32;
};

// 2^255 − 19, close to the largest modulus that the radices support.
struct LargestParams {
  static constexpr U256 kModulus =
      *U256::from_hex("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
  static constexpr uint64_t kGenerator = 2;
  static constexpr unsigned kTwoAdicity = 2;
};

// 2^34 + 25: the top 29-bit limb has the smallest supported value.
struct ShortTopParams {
  static constexpr U256 kModulus = *U256::from_hex("0x400000019");
  static constexpr uint64_t kGenerator = 3;
  static constexpr unsigned kTwoAdicity = 3;
};

// Each modulus in the radices of the build: one radix in WebAssembly, both in native builds, or one
// of the two each if only half of the list is tested.
#if defined(__EMSCRIPTEN__)
template <class... Params>
using InRadices = ::testing::Types<Montgomery<Params, Radix29x9>...>;
#elif defined(ONGGI_FIRST_TYPES) || defined(ONGGI_SECOND_TYPES)
#if defined(ONGGI_FIRST_TYPES)
inline constexpr size_t kFirst = 0;
#else
inline constexpr size_t kFirst = 1;
#endif
template <size_t I>
using RadixInTurn = std::conditional_t<(I + kFirst) % 2 == 0, Radix64x4, Radix29x9>;
template <class... Params, size_t... I>
::testing::Types<Montgomery<Params, RadixInTurn<I> >...> in_turn(std::index_sequence<I...>);
template <class... Params>
using InRadices = decltype(in_turn<Params...>(std::index_sequence_for<Params...>{}));
#else
template <class... Params>
using InRadices =
    ::testing::Types<Montgomery<Params, Radix64x4>..., Montgomery<Params, Radix29x9>...>;
#endif

using Fields = InRadices<FpParams, FqParams, BlsParams, ShortTopParams, LargestParams>;
using PastaFields = InRadices<FpParams, FqParams>;

}  // namespace onggi::testing
