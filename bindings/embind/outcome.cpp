#include "bindings/embind/outcome.h"

#include <emscripten/emscripten.h>

#include <utility>

namespace onggi::bindings {
namespace {

struct Last {
  int32_t status = 0;
  double number = 0;
  std::vector<uint8_t> bytes;
  std::string text;  // in place of bytes
};

Last last;

}  // namespace

void Outcome::succeed() { last = {}; }

void Outcome::succeed(double number) { last = {0, number, {}, {}}; }

void Outcome::succeed(std::vector<uint8_t> bytes) { last = {0, 0, std::move(bytes), {}}; }

void Outcome::succeed(std::string text) { last = {0, 0, {}, std::move(text)}; }

void Outcome::fail(const Error& error) { last = {error.code.value(), 0, {}, error.message()}; }

extern "C" {

EMSCRIPTEN_KEEPALIVE int32_t onggi_status() { return last.status; }
EMSCRIPTEN_KEEPALIVE double onggi_number() { return last.number; }
EMSCRIPTEN_KEEPALIVE const uint8_t* onggi_bytes() {
  return last.text.empty() ? last.bytes.data() : reinterpret_cast<const uint8_t*>(last.text.data());
}
EMSCRIPTEN_KEEPALIVE size_t onggi_length() { return last.bytes.size() + last.text.size(); }
EMSCRIPTEN_KEEPALIVE void onggi_release() { last = {}; }

}  // extern "C"

}  // namespace onggi::bindings
