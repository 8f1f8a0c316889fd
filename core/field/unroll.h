// A loop whose index is a compile-time constant.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace onggi {

template <size_t I>
using Index = std::integral_constant<size_t, I>;

template <size_t... I, class Body>
[[gnu::always_inline]] constexpr void unroll(std::index_sequence<I...>, Body&& body) {
  (body(Index<I>{}), ...);
}

// Calls body(Index<0>{}), …, body(Index<N − 1>{}) in this order.
template <size_t N, class Body>
[[gnu::always_inline]] constexpr void unroll(Body&& body) {
  unroll(std::make_index_sequence<N>{}, body);
}

}  // namespace onggi
