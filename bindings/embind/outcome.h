// The one exit to JavaScript. Each call leaves here how it ended: status 0 and a number, bytes or
// text, or the number of an error code and its message. JavaScript reads it through the exported
// functions onggi_status … onggi_release before it calls again. A handle that a call gives away is
// returned by the call itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error/error.h"

namespace onggi::bindings {

class Outcome {
 public:
  static void succeed();
  static void succeed(double number);
  static void succeed(std::vector<uint8_t> bytes);
  static void succeed(std::string text);
  static void fail(const Error& error);
};

extern "C" {

int32_t onggi_status();
double onggi_number();

}  // extern "C"

}  // namespace onggi::bindings
