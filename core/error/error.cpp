#include "core/error/error.h"

#include <array>

namespace onggi {
namespace {

struct Entry {
  Errc code;
  std::string_view name;
  std::string_view message;
};

constexpr std::array kEntries{
    Entry{Errc::invalid_argument, "invalid_argument", "an argument has the wrong type or value"},
    Entry{Errc::invalid_length, "invalid_length", "an input has the wrong length"},
    Entry{Errc::size_out_of_range, "size_out_of_range", "a size is outside the supported range"},
    Entry{Errc::noncanonical_field_element, "noncanonical_field_element",
          "a field element is not reduced"},
    Entry{Errc::point_not_on_curve, "point_not_on_curve", "a point is not on the curve"},
    Entry{Errc::malformed_msgpack, "malformed_msgpack", "the MessagePack is malformed"},
    Entry{Errc::malformed_base64, "malformed_base64", "the base64 text is malformed"},
    Entry{Errc::malformed_json, "malformed_json", "the JSON is malformed"},
    Entry{Errc::missing_field, "missing_field", "a required field is missing"},
    Entry{Errc::unsupported_format, "unsupported_format", "the format is not known"},
    Entry{Errc::wrong_field, "wrong_field", "the input belongs to the other field"},
    Entry{Errc::wrong_curve, "wrong_curve", "the object belongs to the other curve"},
    Entry{Errc::unknown_gate, "unknown_gate", "the gate name is unknown"},
    Entry{Errc::unsupported_gate, "unsupported_gate", "this build does not have the gate"},
    Entry{Errc::unsupported_lookup, "unsupported_lookup", "this build does not have lookups"},
    Entry{Errc::wire_out_of_range, "wire_out_of_range", "a wire points outside the circuit"},
    Entry{Errc::too_few_gates, "too_few_gates", "a circuit needs at least two gates"},
    Entry{Errc::srs_too_small, "srs_too_small", "the SRS is too small or has the wrong size"},
    Entry{Errc::witness_shape, "witness_shape", "the witness has the wrong shape"},
    Entry{Errc::unsatisfied_gate, "unsatisfied_gate", "the witness does not satisfy a gate"},
    Entry{Errc::unsatisfied_copy, "unsatisfied_copy", "two wired cells differ"},
    Entry{Errc::unsatisfied_public_input, "unsatisfied_public_input",
          "a public input row is not a public input gate"},
    Entry{Errc::wrong_public_input_count, "wrong_public_input_count",
          "the number of public inputs is wrong"},
    Entry{Errc::wrong_previous_challenges, "wrong_previous_challenges",
          "the previous challenges do not match the index"},
    Entry{Errc::cancelled, "cancelled", "the work was cancelled"},
    Entry{Errc::out_of_memory, "out_of_memory", "native memory is exhausted"},
    Entry{Errc::system_random_failed, "system_random_failed",
          "the system's random generator failed"},
    Entry{Errc::malformed_point, "malformed_point", "the bytes of a point have an unknown form"},
    Entry{Errc::value_not_in_table, "value_not_in_table",
          "a looked-up value is not in the lookup table"},
    Entry{Errc::inconsistent_table_length, "inconsistent_table_length",
          "a lookup table has columns of different lengths"},
    Entry{Errc::lookup_table_too_long, "lookup_table_too_long",
          "the lookup tables are too long for the domain"},
    Entry{Errc::lookup_table_id_collision, "lookup_table_id_collision",
          "two lookup tables have the same id"},
    Entry{Errc::table_id_zero_must_have_zero_entry, "table_id_zero_must_have_zero_entry",
          "the lookup table with the id 0 must have an entry of zeros"},
    Entry{Errc::runtime_tables_inconsistent, "runtime_tables_inconsistent",
          "the runtime tables do not match the circuit's"},
    Entry{Errc::conflicting_lookups, "conflicting_lookups",
          "two gates ask for different lookups on one row"},
    Entry{Errc::damaged_file, "damaged_file", "a file is damaged or cut off"},
    Entry{Errc::wrong_srs, "wrong_srs", "a file was made with another SRS"},
    Entry{Errc::wires_not_permutation, "wires_not_permutation",
          "the wires must form a permutation of the cells"},
};

const Entry& entry(Errc code) noexcept {
  for (const Entry& e : kEntries) {
    if (e.code == code) return e;
  }
  return kEntries.front();
}

class Category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "onggi"; }
  std::string message(int value) const override {
    return std::string(errc_message(static_cast<Errc>(value)));
  }
};

}  // namespace

const std::error_category& error_category() noexcept {
  static const Category category;
  return category;
}

std::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), error_category()};
}

std::string_view errc_name(Errc code) noexcept { return entry(code).name; }

std::string_view errc_message(Errc code) noexcept { return entry(code).message; }

std::span<const Errc> all_errc() noexcept {
  static constexpr auto kCodes = [] {
    std::array<Errc, kEntries.size()> codes{};
    for (size_t i = 0; i < codes.size(); ++i) codes[i] = kEntries[i].code;
    return codes;
  }();
  return kCodes;
}

std::string Error::message() const {
  std::string text = code.message();
  if (!context.empty()) text += ": " + context;
  return text;
}

}  // namespace onggi
