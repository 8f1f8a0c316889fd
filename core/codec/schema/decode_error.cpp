#include "core/codec/schema/decode_error.h"

#include <fmt/core.h>

namespace onggi::codec {

bool DecodeError::fail(Errc code, std::string_view what) {
  code_ = code;
  what_ = what;
  return false;
}

bool DecodeError::at_byte(size_t position) {
  what_ += fmt::format(" at byte {}", position);
  return false;
}

bool DecodeError::within(std::string_view name) {
  place_ = fmt::format(".{}{}", name, place_);
  return false;
}

bool DecodeError::within(size_t index) {
  place_ = fmt::format("[{}]{}", index, place_);
  return false;
}

Error DecodeError::to_error() const {
  if (place_.empty()) return {make_error_code(code_), what_};
  const std::string_view place = std::string_view(place_).substr(place_[0] == '.' ? 1 : 0);
  return {make_error_code(code_), fmt::format("{}: {}", place, what_)};
}

}  // namespace onggi::codec
