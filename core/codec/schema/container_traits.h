// Whether a type is an optional, a list or a pair.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace onggi::codec {

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

// The length of a list type with fixed length; 0 for other types.
template <class T>
inline constexpr size_t kFixedLength = 0;
template <class T, size_t N>
inline constexpr size_t kFixedLength<std::array<T, N>> = N;

template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;

}  // namespace onggi::codec
