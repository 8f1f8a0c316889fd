// What a reader of nested data stumbled over, and where. The place grows outwards: the leaf says
// what is wrong, and every level around it puts its own step in front.
//   "[2]"  →  ".coeffs[2]"  →  "[17].coeffs[2]"  →  ".gates[17].coeffs[2]"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/error/error.h"

namespace onggi::codec {

// Readers return false when they fail, and then their DecodeError tells. So small a protocol keeps
// the many instances of the readers small; the room's doors turn it into a Result.
class DecodeError {
 public:
  // All of these return false.
  bool fail(Errc code, std::string_view what);
  bool at_byte(size_t position);
  bool within(std::string_view name);
  bool within(size_t index);

  // E.g. `gates[17].coeffs[2]: not reduced`.
  Error to_error() const;

 private:
  Errc code_ = Errc::invalid_argument;
  std::string place_;
  std::string what_;
};

// What a door answers.
template <class T>
Result<T> to_result(bool read, const DecodeError& error, T value) {
  if (!read) return boost::outcome_v2::failure(error.to_error());
  return value;
}

}  // namespace onggi::codec
