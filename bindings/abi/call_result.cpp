#include "bindings/abi/call_result.h"

#include <utility>

namespace onggi::bindings {
namespace {

struct LastResult {
  int32_t status = 0;
  double number = 0;
  std::vector<uint8_t> bytes;
  std::string text;  // in place of bytes
};

LastResult last;

}  // namespace

void CallResult::succeed() { last = {}; }

void CallResult::succeed(double number) { last = {0, number, {}, {}}; }

void CallResult::succeed(std::vector<uint8_t> bytes) { last = {0, 0, std::move(bytes), {}}; }

void CallResult::succeed(std::string text) { last = {0, 0, {}, std::move(text)}; }

void CallResult::fail(const Error& error) { last = {error.code.value(), 0, {}, error.message()}; }

int32_t CallResult::status() { return last.status; }

double CallResult::number() { return last.number; }

std::span<const uint8_t> CallResult::bytes() {
  if (last.text.empty()) return last.bytes;
  return {reinterpret_cast<const uint8_t*>(last.text.data()), last.text.size()};
}

void CallResult::release() { last = {}; }

}  // namespace onggi::bindings
