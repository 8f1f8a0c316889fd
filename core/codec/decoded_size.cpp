#include "core/codec/decoded_size.h"

#include <algorithm>

#include "core/memory/byte_count.h"

namespace onggi {
namespace {

constexpr size_t kElement = 32;
constexpr size_t kPoint = 64;
// A structure in a list that grows by doubling.
constexpr size_t kStructure = size_t{3} * 24;
constexpr size_t kList = size_t{3} * 12;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The end of the string that begins at `at`.
size_t end_of_string(std::string_view json, size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\';
  return at + 1;
}

size_t skip_spaces(std::string_view json, size_t at) {
  while (at < json.size() && is_space(json[at])) ++at;
  return at;
}

// Walks over MessagePack; at(i) is byte i.
template <class At>
size_t msgpack_size(size_t length, At&& at) {
  size_t size = 0;
  const auto number = [&](size_t first, size_t width) {
    size_t value = 0;
    for (size_t i = first; i < first + width && i < length; ++i) value = value << 8 | at(i);
    return value;
  };
  for (size_t i = 0; i < length;) {
    const uint8_t head = at(i++);
    size_t content = 0;
    if ((head & 0xf0) == 0x90 || head == 0xdc || head == 0xdd) {  // an array
      i += head == 0xdc ? 2 : head == 0xdd ? 4 : 0;
      size += kList + kAllocatorOverhead;
    } else if (head >= 0xc4 && head <= 0xc6) {  // bytes
      const size_t width = size_t{1} << (head - 0xc4);
      content = number(i, width);
      size += content <= kElement ? kElement : kPoint;
      i += width;
    } else if (head >= 0xd9 && head <= 0xdb) {  // a string
      const size_t width = size_t{1} << (head - 0xd9);
      content = number(i, width);
      i += width;
    } else if ((head & 0xe0) == 0xa0) {
      content = head & 31;
    } else if (head >= 0xcc && head <= 0xd3) {  // an integer
      content = size_t{1} << ((head - 0xcc) & 3);
    }
    if (content > length - std::min(i, length)) return size;
    i += content;
  }
  return size;
}

unsigned sextet(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  return c == '+' ? 62 : 63;
}

}  // namespace

size_t decoded_json_size(std::string_view json, size_t string_bytes) {
  size_t size = 0;
  for (size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at = skip_spaces(json, end_of_string(json, at));
      const bool is_key = at < json.size() && json[at] == ':';
      if (!is_key) size += string_bytes;
      continue;
    }
    if (c == '[') {
      const size_t next = skip_spaces(json, at + 1);
      const char first = next < json.size() ? json[next] : ']';
      // Coordinates are not allocated separately.
      size += first == '"' ? kElement : kAllocatorOverhead + kList;
    } else if (c == '{') {
      size += kAllocatorOverhead + kStructure;
    } else if (c == 'n' || c == 't' || c == 'f' || c == '-' || (c >= '0' && c <= '9')) {
      size += kPoint;
      while (at + 1 < json.size() && json[at + 1] != ',' && json[at + 1] != ']' &&
             json[at + 1] != '}') {
        ++at;
      }
    }
    ++at;
  }
  return size;
}

size_t decoded_msgpack_size(std::span<const uint8_t> bytes) {
  return msgpack_size(bytes.size(), [&](size_t i) { return bytes[i]; });
}

size_t decoded_base64_size(std::string_view text) {
  const size_t length = text.size() / 4 * 3;
  const auto at = [&](size_t i) {
    const size_t place = i / 3 * 4 + i % 3;
    const unsigned pair = sextet(text[place]) << 6 | sextet(text[place + 1]);
    return static_cast<uint8_t>(pair >> (4 - 2 * (i % 3)));
  };
  return length + msgpack_size(length, at);
}

}  // namespace onggi
