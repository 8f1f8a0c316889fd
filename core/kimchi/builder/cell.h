// A witness cell of a circuit under construction.
#pragma once

#include <compare>
#include <cstdint>

namespace onggi {

// Row 0 is the first row after the public inputs.
struct Cell {
  uint32_t row = 0;
  uint32_t column = 0;

  auto operator<=>(const Cell&) const = default;
};

}  // namespace onggi
