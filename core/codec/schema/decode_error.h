// The error of a decoder of nested data, with its place. The place is built from the inside out:
// the innermost reader describes the error, and each enclosing level prepends its step.
//   "[2]"  →  ".coeffs[2]"  →  "[17].coeffs[2]"  →  ".gates[17].coeffs[2]"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error/error.h"

namespace onggi::codec {

// Readers return false on failure and describe the error in their DecodeError. This keeps the many
// template instances of readers small. The public functions convert it to a Result.
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

// The value, or the error if it was not read.
template <class T>
Result<T> to_result(bool read, const DecodeError& error, T value) {
  if (!read) return boost::outcome_v2::failure(error.to_error());
  return value;
}

}  // namespace onggi::codec
