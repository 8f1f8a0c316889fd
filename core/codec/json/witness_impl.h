#pragma once

#include <string>
#include <tuple>
#include <utility>

#include "core/codec/json/file_dialect.h"
#include "core/codec/json/file_header.h"
#include "core/codec/json/text_size.h"
#include "core/codec/json/witness.h"
#include "core/codec/schema/field_name.h"

namespace onggi {
namespace codec {

template <class C>
struct WitnessFile : Witness<C> {
  static constexpr size_t kUnstated = size_t{kMaxCount} + 1;

  size_t stated_rows = kUnstated;
};

template <class C>
struct WitnessFields {
  using T = WitnessFile<C>;
  static constexpr auto data = std::tuple(defaulted("runtime_tables", &T::runtime_tables),
                                          defaulted("prev_challenges", &T::previous_challenges));
  static constexpr auto whole = std::tuple_cat(std::tuple(member("columns", &T::columns)), data);
  static constexpr auto file =
      std::tuple_cat(whole, std::tuple(defaulted("rows", &T::stated_rows)));
};

constexpr std::string_view kWitnessFormat = "kimchi-witness/1";

// Every column has as many rows as the file states, or as the first column.
template <class C>
bool check_rows(DecodeError& error, const WitnessFile<C>& witness) {
  const bool stated = witness.stated_rows != WitnessFile<C>::kUnstated;
  const size_t rows = stated ? witness.stated_rows : witness.rows();
  for (size_t column = 0; column < kColumns; ++column) {
    const size_t length = witness.columns[column].size();
    if (length == rows) continue;
    error.fail(Errc::witness_shape, fmt::format("{} rows instead of {}", length, rows));
    error.within(column);
    return error.within("columns");
  }
  return true;
}

}  // namespace codec

template <class C>
Result<Witness<C>> decode_witness(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  WitnessFile<C> witness;
  const bool read =
      check_file_header(error, json, kWitnessFormat, field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(reader, witness, WitnessFields<C>::file) &&
      check_rows(error, witness);
  return to_result(read, error, Witness<C>(std::move(witness)));
}

template <class C>
Result<void> decode_witness_data(std::string_view json, Witness<C>& witness) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  DecodeError error;
  JsonReader reader(error, json);
  const bool read =
      check_file_header(error, json, kWitnessFormat, field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(reader, witness, WitnessFields<C>::data);
  if (!read) return boost::outcome_v2::failure(error.to_error());
  return success();
}

template <class C>
std::string encode_witness(const Witness<C>& witness) {
  using namespace codec;
  std::string text = fmt::format(R"({{"format":"{}","field":"{}","rows":{})", kWitnessFormat,
                                 field_name<typename C::Scalar>(), witness.rows());
  reserve_text<Zero::file>(text, witness, WitnessFields<C>::whole);
  write_fields<FileDialect>(text, witness, WitnessFields<C>::whole);
  text += "}";
  return text;
}

}  // namespace onggi
