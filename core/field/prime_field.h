// The field operations that code outside core/field may use.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "core/field/u256.h"

namespace onggi {

template <class F>
concept PrimeField = std::regular<F> && std::is_trivially_copyable_v<F> &&
    requires(F a, const F b, const U256 n, uint64_t u) {
  requires std::same_as<const U256, decltype(F::kModulus)>;
  requires std::same_as<const unsigned, decltype(F::kTwoAdicity)>;
  { F::zero() } -> std::same_as<F>;
  { F::one() } -> std::same_as<F>;
  { F::from_u64(u) } -> std::same_as<F>;
  { F::from_canonical(n) } -> std::same_as<std::optional<F>>;
  { b.to_canonical() } -> std::same_as<U256>;
  { F::multiplicative_generator() } -> std::same_as<F>;
  { F::two_adic_root() } -> std::same_as<F>;
  { b + b } -> std::same_as<F>;
  { b - b } -> std::same_as<F>;
  { b* b } -> std::same_as<F>;
  { -b } -> std::same_as<F>;
  { a += b } -> std::same_as<F&>;
  { a -= b } -> std::same_as<F&>;
  { a *= b } -> std::same_as<F&>;
  { b.is_zero() } -> std::same_as<bool>;
  { b.square() } -> std::same_as<F>;
  { b.doubled() } -> std::same_as<F>;
  { b.pow(n) } -> std::same_as<F>;
  { b.pow_u64(u) } -> std::same_as<F>;
  { b.inverse_vartime() } -> std::same_as<F>;
  { b.is_square_vartime() } -> std::same_as<bool>;
  { b.sqrt_vartime() } -> std::same_as<std::optional<F>>;
};

}  // namespace onggi
