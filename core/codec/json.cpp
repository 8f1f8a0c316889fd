#include "core/codec/json.h"

#include <fmt/core.h>

#include <limits>

namespace onggi::codec {
namespace {

// Finds the byte at which a text stops being JSON.
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

// At most 40 bytes of a caller's text, for a message.
std::string_view excerpt(std::string_view text) { return text.substr(0, 40); }

bool check_text(Fault& fault, const Json& node, std::string_view key, std::string_view expected,
                Errc code) {
  const Json* value = value_at(fault, node, key);
  if (value == nullptr) return false;
  const std::string* text = string_of(fault, *value);
  if (text == nullptr) return fault.within(key);
  if (*text == expected) return true;
  fault.fail(code, fmt::format("\"{}\" instead of \"{}\"", excerpt(*text), expected));
  return fault.within(key);
}

// `beyond` is the code for numbers above `max`.
bool read_unsigned(Fault& fault, const Json& node, uint64_t max, Errc beyond, uint64_t& out) {
  const auto* number = node.get_ptr<const Json::number_unsigned_t*>();
  if (number == nullptr) return fault.fail(Errc::malformed_json, "expected a whole number");
  if (*number > max) return fault.fail(beyond, fmt::format("{} is more than {}", *number, max));
  out = *number;
  return true;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  Json tree = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!tree.is_discarded()) return tree;
  ErrorLocator locator;
  Json::sax_parse(text.begin(), text.end(), &locator);
  return fail(Errc::malformed_json, fmt::format("at byte {}", locator.position));
}

const Json::array_t* array_of(Fault& fault, const Json& node) {
  const auto* array = node.get_ptr<const Json::array_t*>();
  if (array == nullptr) fault.fail(Errc::malformed_json, "expected an array");
  return array;
}

const Json::array_t* array_of(Fault& fault, const Json& node, size_t length) {
  const auto* array = array_of(fault, node);
  if (array == nullptr || array->size() == length) return array;
  fault.fail(Errc::invalid_length, fmt::format("{} instead of {}", array->size(), length));
  return nullptr;
}

const Json::object_t* object_of(Fault& fault, const Json& node) {
  const auto* object = node.get_ptr<const Json::object_t*>();
  if (object == nullptr) fault.fail(Errc::malformed_json, "expected an object");
  return object;
}

const std::string* string_of(Fault& fault, const Json& node) {
  const auto* text = node.get_ptr<const std::string*>();
  if (text == nullptr) fault.fail(Errc::malformed_json, "expected a string");
  return text;
}

const Json* value_at(Fault& fault, const Json& node, std::string_view key) {
  const Json::object_t* object = object_of(fault, node);
  if (object == nullptr) return nullptr;
  const auto found = object->find(key);
  if (found != object->end()) return &found->second;
  fault.fail(Errc::missing_field, "is missing");
  fault.within(key);
  return nullptr;
}

bool CommonLeaves::read_leaf(Fault& fault, const Json& node, bool& out) {
  const auto* value = node.get_ptr<const bool*>();
  if (value == nullptr) return fault.fail(Errc::malformed_json, "expected true or false");
  out = *value;
  return true;
}

bool CommonLeaves::read_leaf(Fault& fault, const Json& node, int32_t& out) {
  constexpr int64_t kMin = std::numeric_limits<int32_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  int64_t value = 0;
  if (node.is_number_unsigned() || !node.is_number_integer()) {
    uint64_t number = 0;
    if (!read_unsigned(fault, node, kMax, Errc::size_out_of_range, number)) return false;
    value = static_cast<int64_t>(number);
  } else {
    value = *node.get_ptr<const Json::number_integer_t*>();
  }
  if (value < kMin) {
    return fault.fail(Errc::size_out_of_range, fmt::format("{} is less than {}", value, kMin));
  }
  out = static_cast<int32_t>(value);
  return true;
}

bool CommonLeaves::read_leaf(Fault& fault, const Json& node, uint32_t& out) {
  uint64_t number = 0;
  constexpr uint32_t kMax = std::numeric_limits<uint32_t>::max();
  if (!read_unsigned(fault, node, kMax, Errc::wire_out_of_range, number)) return false;
  out = static_cast<uint32_t>(number);
  return true;
}

bool CommonLeaves::read_leaf(Fault& fault, const Json& node, size_t& out) {
  uint64_t number = 0;
  if (!read_unsigned(fault, node, kMaxCount, Errc::size_out_of_range, number)) return false;
  out = static_cast<size_t>(number);
  return true;
}

bool CommonLeaves::read_leaf(Fault& fault, const Json& node, GateType& out) {
  const std::string* name = string_of(fault, node);
  if (name == nullptr) return false;
  const auto type = gate_type_from_name(*name);
  if (!type) return fault.fail(Errc::unknown_gate, fmt::format("\"{}\"", excerpt(*name)));
  out = *type;
  return true;
}

void CommonLeaves::write_leaf(std::string& out, bool value) { out += value ? "true" : "false"; }

void CommonLeaves::write_leaf(std::string& out, uint32_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonLeaves::write_leaf(std::string& out, size_t value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

void CommonLeaves::write_leaf(std::string& out, GateType value) {
  fmt::format_to(std::back_inserter(out), "\"{}\"", gate_type_name(value));
}

bool check_file_header(Fault& fault, const Json& node, std::string_view format,
                       std::string_view field) {
  return check_text(fault, node, "format", format, Errc::unsupported_format) &&
         check_text(fault, node, "field", field, Errc::wrong_field);
}

}  // namespace onggi::codec
