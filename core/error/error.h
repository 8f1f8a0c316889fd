// Errors as values. Public functions return an Error for invalid input: a code for programs, and a
// message that names the wrong row, gate, byte or size.
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/try.hpp>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace onggi {

// New codes are added at the end. The names are API (`error.code` in JavaScript); the numbers are
// not.
enum class Errc {
  invalid_argument = 1,
  invalid_length,
  size_out_of_range,
  noncanonical_field_element,
  point_not_on_curve,
  malformed_msgpack,
  malformed_base64,
  malformed_json,
  missing_field,
  unsupported_format,
  wrong_field,
  wrong_curve,
  unknown_gate,
  unsupported_gate,
  unsupported_lookup,
  wire_out_of_range,
  too_few_gates,
  srs_too_small,
  witness_shape,
  unsatisfied_gate,
  unsatisfied_copy,
  unsatisfied_public_input,
  wrong_public_input_count,
  wrong_previous_challenges,
  cancelled,
  out_of_memory,
  system_random_failed,
  malformed_point,
  value_not_in_table,
  inconsistent_table_length,
  lookup_table_too_long,
  lookup_table_id_collision,
  table_id_zero_must_have_zero_entry,
  runtime_tables_inconsistent,
  conflicting_lookups,
  damaged_file,
  wrong_srs,
  wires_not_permutation,
};

const std::error_category& error_category() noexcept;
std::error_code make_error_code(Errc code) noexcept;

// The name of the code, e.g. "unsatisfied_gate".
std::string_view errc_name(Errc code) noexcept;
// A general description of the error.
std::string_view errc_message(Errc code) noexcept;
// All codes, in the order of the enum.
std::span<const Errc> all_errc() noexcept;

struct Error {
  std::error_code code;
  std::string context;  // names the place: row, gate, byte, size. Never a secret value.

  Errc errc() const noexcept { return static_cast<Errc>(code.value()); }
  // "message: context"
  std::string message() const;
};

template <class T = void>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

inline auto fail(Errc code, std::string context = {}) {
  return boost::outcome_v2::failure(Error{make_error_code(code), std::move(context)});
}

inline auto success() { return boost::outcome_v2::success(); }

}  // namespace onggi

template <>
struct std::is_error_code_enum<onggi::Errc> : std::true_type {};
