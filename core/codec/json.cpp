#include "core/codec/json.h"

#include <fmt/core.h>

#include <limits>

#include "core/codec/place.h"

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

Result<> check_text(const Json& node, std::string_view key, std::string_view expected, Errc code) {
  BOOST_OUTCOME_TRY(value, value_at(node, key));
  const auto text = string_of(*value);
  if (!text) return within(key, text.error());
  if (*text.value() != expected) {
    return within(key, error_here(code, fmt::format("\"{}\" instead of \"{}\"",
                                                    excerpt(*text.value()), expected)));
  }
  return success();
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  Json tree = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!tree.is_discarded()) return tree;
  ErrorLocator locator;
  Json::sax_parse(text.begin(), text.end(), &locator);
  return fail(Errc::malformed_json, fmt::format("at byte {}", locator.position));
}

Result<const Json::array_t*> array_of(const Json& node) {
  if (const auto* array = node.get_ptr<const Json::array_t*>()) return array;
  return fail_here(Errc::malformed_json, "expected an array");
}

Result<const Json::object_t*> object_of(const Json& node) {
  if (const auto* object = node.get_ptr<const Json::object_t*>()) return object;
  return fail_here(Errc::malformed_json, "expected an object");
}

Result<const std::string*> string_of(const Json& node) {
  if (const auto* text = node.get_ptr<const std::string*>()) return text;
  return fail_here(Errc::malformed_json, "expected a string");
}

Result<uint64_t> unsigned_of(const Json& node, uint64_t max, Errc beyond) {
  const auto* number = node.get_ptr<const Json::number_unsigned_t*>();
  if (number == nullptr) return fail_here(Errc::malformed_json, "expected a whole number");
  if (*number > max) return fail_here(beyond, fmt::format("{} is more than {}", *number, max));
  return *number;
}

Result<const Json*> value_at(const Json& node, std::string_view key) {
  BOOST_OUTCOME_TRY(object, object_of(node));
  const auto found = object->find(key);
  if (found == object->end()) return within(key, error_here(Errc::missing_field, "is missing"));
  return &found->second;
}

Result<> CommonLeaves::read_leaf(const Json& node, bool& out) {
  const auto* value = node.get_ptr<const bool*>();
  if (value == nullptr) return fail_here(Errc::malformed_json, "expected true or false");
  out = *value;
  return success();
}

Result<> CommonLeaves::read_leaf(const Json& node, int32_t& out) {
  constexpr int64_t kMin = std::numeric_limits<int32_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  if (node.is_number_unsigned()) {
    BOOST_OUTCOME_TRY(number, unsigned_of(node, kMax, Errc::size_out_of_range));
    out = static_cast<int32_t>(number);
    return success();
  }
  const auto* number = node.get_ptr<const Json::number_integer_t*>();
  if (number == nullptr) return fail_here(Errc::malformed_json, "expected a whole number");
  if (*number < kMin) {
    return fail_here(Errc::size_out_of_range, fmt::format("{} is less than {}", *number, kMin));
  }
  out = static_cast<int32_t>(*number);
  return success();
}

Result<> CommonLeaves::read_leaf(const Json& node, uint32_t& out) {
  constexpr uint32_t kMax = std::numeric_limits<uint32_t>::max();
  BOOST_OUTCOME_TRY(number, unsigned_of(node, kMax, Errc::wire_out_of_range));
  out = static_cast<uint32_t>(number);
  return success();
}

Result<> CommonLeaves::read_leaf(const Json& node, size_t& out) {
  BOOST_OUTCOME_TRY(number, unsigned_of(node, kMaxCount, Errc::size_out_of_range));
  out = static_cast<size_t>(number);
  return success();
}

Result<> CommonLeaves::read_leaf(const Json& node, GateType& out) {
  BOOST_OUTCOME_TRY(name, string_of(node));
  const auto type = gate_type_from_name(*name);
  if (!type) return fail_here(Errc::unknown_gate, fmt::format("\"{}\"", excerpt(*name)));
  out = *type;
  return success();
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

Result<> check_file_header(const Json& node, std::string_view format, std::string_view field) {
  BOOST_OUTCOME_TRYV(check_text(node, "format", format, Errc::unsupported_format));
  return check_text(node, "field", field, Errc::wrong_field);
}

}  // namespace onggi::codec
