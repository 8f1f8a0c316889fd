#include "core/codec/json/reader.h"

#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace onggi::codec {
namespace {

using Json = nlohmann::json;

// Records only the byte at which a text stops being JSON.
struct ErrorLocator final : nlohmann::json_sax<Json> {
  size_t position = 0;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(size_t at, const std::string&, const nlohmann::detail::exception&) override {
    position = at;
    return false;
  }
};

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

uint32_t four_hex_digits(const char* digits) {
  uint32_t value = 0;
  std::from_chars(digits, digits + 4, value, 16);
  return value;
}

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;  // bytes after the first
  out.push_back(static_cast<char>((0xf00 >> (more + 1) & 0xff) | code >> (6 * more)));
  for (int i = more; i-- > 0;) out.push_back(static_cast<char>(0x80 | (code >> (6 * i) & 0x3f)));
}

// Decodes an escape sequence that starts after its backslash; advances `at` past it.
uint32_t escaped_character(const char*& at) {
  constexpr std::string_view kLetters = "bfnrt";
  constexpr std::string_view kMeanings = "\b\f\n\r\t";
  const char letter = *at++;
  if (letter != 'u') {
    const size_t i = kLetters.find(letter);
    return static_cast<uint8_t>(i == std::string_view::npos ? letter : kMeanings[i]);
  }
  const uint32_t high = four_hex_digits(at);
  at += 4;
  if (high < 0xd800 || high >= 0xe000) return high;
  const uint32_t low = four_hex_digits(at + 2);
  at += 6;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

}  // namespace

Result<> check_json(std::string_view text) {
  ErrorLocator locator;
  if (!Json::sax_parse(text.begin(), text.end(), &locator)) {
    return onggi::fail(Errc::malformed_json, fmt::format("at byte {}", locator.position));
  }
  // The parser treats a NUL after the value as the end of the text.
  const size_t nul = text.find('\0');
  if (nul == std::string_view::npos) return success();
  return onggi::fail(Errc::malformed_json, fmt::format("at byte {}", nul + 1));
}

bool fail_repeated(DecodeError& error, std::string_view key) {
  error.fail(Errc::malformed_json, "appears twice");
  return error.within(key);
}

bool fail_missing(DecodeError& error, std::string_view key) {
  error.fail(Errc::missing_field, "is missing");
  return error.within(key);
}

JsonReader::JsonReader(DecodeError& error, std::string_view text)
    : error_(error), at_(text.data()), end_(text.data() + text.size()) {
  if (text.starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
}

bool JsonReader::fail(std::string_view what) { return error_.fail(Errc::malformed_json, what); }

// The first character of the next value. The text must not be at its end.
char JsonReader::peek() {
  while (is_space(*at_)) ++at_;
  return *at_;
}

bool JsonReader::take_null() {
  if (peek() != 'n') return false;
  at_ += 4;
  return true;
}

bool JsonReader::boolean(bool& out) {
  const char first = peek();
  if (first != 't' && first != 'f') return fail("expected true or false");
  out = first == 't';
  at_ += out ? 4 : 5;
  return true;
}

// The text of the next number; empty if the next value is not a number.
std::string_view JsonReader::number() {
  constexpr std::string_view kOf = "0123456789+-.eE";
  peek();
  const char* start = at_;
  while (at_ != end_ && kOf.find(*at_) != std::string_view::npos) ++at_;
  return {start, static_cast<size_t>(at_ - start)};
}

bool JsonReader::unsigned_integer(uint64_t max, Errc beyond, uint64_t& out) {
  const std::string_view text = number();
  const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
  if (error != std::errc() || end != text.end()) return fail("expected a whole number");
  return out <= max || error_.fail(beyond, fmt::format("must be from 0 to {}, got {}", max, out));
}

bool JsonReader::signed_integer(int64_t min, int64_t max, int64_t& out) {
  if (peek() != '-') {
    uint64_t value = 0;
    if (!unsigned_integer(static_cast<uint64_t>(max), Errc::size_out_of_range, value)) return false;
    out = static_cast<int64_t>(value);
    return true;
  }
  const std::string_view text = number();
  const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
  if (error != std::errc() || end != text.end()) return fail("expected a whole number");
  return out >= min || error_.fail(Errc::size_out_of_range,
                                   fmt::format("must be from {} to {}, got {}", min, max, out));
}

bool JsonReader::string(std::string_view& out) {
  if (peek() != '"') return fail("expected a string");
  out = quoted();
  return true;
}

// The content of the next string.
std::string_view JsonReader::quoted() {
  const char* start = ++at_;
  while (*at_ != '"' && *at_ != '\\') ++at_;
  if (*at_ == '"') return {start, static_cast<size_t>(at_++ - start)};
  unescaped_.assign(start, at_);
  while (*at_ != '"') {
    if (*at_ != '\\') {
      unescaped_.push_back(*at_++);
    } else {
      append_utf8(unescaped_, escaped_character(++at_));
    }
  }
  ++at_;
  return unescaped_;
}

bool JsonReader::begin_array() {
  if (peek() != '[') return fail("expected an array");
  ++at_;
  return true;
}

bool JsonReader::next_element() {
  const char next = peek();
  if (next == ',' || next == ']') ++at_;
  return next != ']';
}

size_t JsonReader::count_elements() {
  const char* start = at_;
  size_t count = 0;
  for (; next_element(); ++count) skip();
  at_ = start;
  return count;
}

bool JsonReader::begin_object() {
  if (peek() != '{') return fail("expected an object");
  ++at_;
  return true;
}

bool JsonReader::next_key(std::string_view& key) {
  if (peek() == ',') ++at_;
  if (peek() == '}') {
    ++at_;
    return false;
  }
  key = quoted();
  peek();
  ++at_;  // skips the colon
  return true;
}

// Counts the nesting instead of recursing.
void JsonReader::skip() {
  size_t depth = 0;
  do {
    switch (peek()) {
      case '[':
      case '{':
        ++depth;
        ++at_;
        break;
      case ']':
      case '}':
        --depth;
        ++at_;
        break;
      case ',':
      case ':':
        ++at_;
        break;
      case '"':
        for (++at_; *at_ != '"'; ++at_) at_ += *at_ == '\\';
        ++at_;
        break;
      default:  // null, true, false or a number
        while (at_ != end_ && !is_space(*at_) && *at_ != ',' && *at_ != ']' && *at_ != '}') ++at_;
    }
  } while (depth > 0);
}

}  // namespace onggi::codec
