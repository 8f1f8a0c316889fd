// How the last call ended. Every call leaves its result here: status 0 and a number or bytes, or
// the number of an error code and its message as bytes. The caller reads the result before it calls
// again. A new handle is not stored here: the exported function returns its address.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/error/error.h"

namespace onggi::bindings {

class CallResult {
 public:
  static void succeed();
  static void succeed(double number);
  static void succeed(std::vector<uint8_t> bytes);
  static void succeed(std::string text);
  static void fail(const Error& error);

  static int32_t status();
  static double number();
  // Valid until the next call, or until release() frees them.
  static std::span<const uint8_t> bytes();
  static void release();
};

}  // namespace onggi::bindings
