// Where an error stands. Readers of nested data return errors whose context begins with the place,
// growing outwards: every level puts its own step in front, and the door removes the first dot.
//   leaf ": what is wrong"  →  "[2]: …"  →  ".coeffs[2]: …"  →  ".gates[17].coeffs[2]: …"
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "core/error/error.h"

namespace onggi::codec {

inline Error error_here(Errc code, std::string_view what) {
  return Error{make_error_code(code), fmt::format(": {}", what)};
}

inline auto fail_here(Errc code, std::string_view what) {
  return boost::outcome_v2::failure(error_here(code, what));
}

inline auto within(std::string_view name, Error error) {
  error.context = fmt::format(".{}{}", name, error.context);
  return boost::outcome_v2::failure(std::move(error));
}

inline auto within(size_t index, Error error) {
  error.context = fmt::format("[{}]{}", index, error.context);
  return boost::outcome_v2::failure(std::move(error));
}

// The result as it leaves the room.
inline Result<> from_root(Result<> result) {
  if (result) return success();
  Error error = std::move(result).error();
  error.context.erase(0, error.context.find_first_not_of(".: "));
  return boost::outcome_v2::failure(std::move(error));
}

}  // namespace onggi::codec
