#pragma once

#include <utility>

#include "core/codec/field_name.h"
#include "core/codec/file_dialect.h"
#include "core/codec/json_witness.h"

namespace onggi {
namespace codec {

template <class C>
struct WitnessFields {
  using T = Witness<C>;
  static constexpr auto file =
      std::tuple(member("columns", &T::columns), defaulted("runtime_tables", &T::runtime_tables),
                 defaulted("prev_challenges", &T::previous_challenges));
};

// Every column has as many rows as the file states, or as the first column.
template <class C>
bool check_rows(Fault& fault, const Json& tree, const Witness<C>& witness) {
  size_t rows = witness.rows();
  if (tree.contains("rows") && !read_json<FileDialect>(fault, tree.find("rows").value(), rows)) {
    return fault.within("rows");
  }
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
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  Fault fault;
  Witness<C> witness;
  const bool read =
      check_file_header(fault, tree, "kimchi-witness/1", field_name<typename C::Scalar>()) &&
      read_fields<FileDialect>(fault, tree, witness, WitnessFields<C>::file) &&
      check_rows(fault, tree, witness);
  return answer(read, fault, std::move(witness));
}

}  // namespace onggi
