// Counts of the operations that proofs consist of, in builds with ONGGI_COUNT_WORK. In other builds
// count_work does nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace onggi {

enum class Work : uint8_t {
  multiplication,  // in a field, like the three after it
  square,
  addition,  // or subtraction
  inversion,
  transform,       // over a domain
  point_addition,  // or doubling
};

inline constexpr size_t kWorkKinds = 6;

#ifdef ONGGI_COUNT_WORK
// By kind. Only for programs of one thread.
inline std::array<uint64_t, kWorkKinds> work_counts{};

constexpr void count_work(Work kind, uint64_t count = 1) {
  if (!std::is_constant_evaluated()) work_counts[static_cast<size_t>(kind)] += count;
}
#else
constexpr void count_work(Work, uint64_t = 1) {}
#endif

}  // namespace onggi
