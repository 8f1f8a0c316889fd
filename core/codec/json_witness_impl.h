#pragma once

#include <utility>

#include "core/codec/field_name.h"
#include "core/codec/file_dialect.h"
#include "core/codec/json_witness.h"

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
  static constexpr auto file = std::tuple(
      member("columns", &T::columns), defaulted("runtime_tables", &T::runtime_tables),
      defaulted("prev_challenges", &T::previous_challenges), defaulted("rows", &T::stated_rows));
};

// Every column has as many rows as the file states, or as the first column.
template <class C>
bool check_rows(Fault& fault, const WitnessFile<C>& witness) {
  const bool stated = witness.stated_rows != WitnessFile<C>::kUnstated;
  const size_t rows = stated ? witness.stated_rows : witness.rows();
  for (size_t column = 0; column < kColumns; ++column) {
    const size_t length = witness.columns[column].size();
    if (length == rows) continue;
    fault.fail(Errc::witness_shape, fmt::format("{} rows instead of {}", length, rows));
    fault.within(column);
    return fault.within("columns");
  }
  return true;
}

}  // namespace codec

template <class C>
Result<Witness<C>> decode_witness(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRYV(check_json(json));
  Fault fault;
  JsonReader reader(fault, json);
  WitnessFile<C> witness;
  const bool read =
      check_file_header(fault, json, "kimchi-witness/1", field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(reader, witness, WitnessFields<C>::file) &&
      check_rows(fault, witness);
  return answer(read, fault, Witness<C>(std::move(witness)));
}

}  // namespace onggi
