// A witness cell of a circuit that is being built.
#pragma once

#include <compare>
#include <cstdint>

namespace onggi {

// Rows count from the first row that is not a public input's.
struct Cell {
  uint32_t row = 0;
  uint32_t column = 0;

  auto operator<=>(const Cell&) const = default;
};

}  // namespace onggi
