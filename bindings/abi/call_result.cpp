#include "bindings/abi/call_result.h"

#include <utility>

namespace onggi::bindings {
namespace {

struct LastResult {
  int32_t status = 0;
  double number = 0;
  std::vector<uint8_t> bytes;
};

LastResult last;

}  // namespace

void CallResult::succeed() { last = {}; }

void CallResult::succeed(double number) { last = {0, number, {}}; }

void CallResult::succeed(std::vector<uint8_t> bytes) { last = {0, 0, std::move(bytes)}; }

void CallResult::succeed(const std::string& text) { last = {0, 0, {text.begin(), text.end()}}; }

void CallResult::fail(const Error& error) {
  const std::string text = error.message();
  last = {error.code.value(), 0, {text.begin(), text.end()}};
}

int32_t CallResult::status() { return last.status; }

double CallResult::number() { return last.number; }

const std::vector<uint8_t>& CallResult::bytes() { return last.bytes; }

void CallResult::release() { last = {}; }

}  // namespace onggi::bindings
