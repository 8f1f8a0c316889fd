#pragma once

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

template <class C>
Result<> check_witness(const Json& tree, const Witness<C>& witness) {
  size_t rows = witness.rows();
  if (tree.contains("rows")) {
    BOOST_OUTCOME_TRY(node, value_at(tree, "rows"));
    if (auto read = read_json<FileDialect>(*node, rows); !read) return within("rows", read.error());
  }
  for (size_t column = 0; column < kColumns; ++column) {
    const size_t length = witness.columns[column].size();
    if (length == rows) continue;
    return fail(Errc::witness_shape,
                fmt::format("columns[{}]: {} rows instead of {}", column, length, rows));
  }
  return success();
}

}  // namespace codec

template <class C>
Result<Witness<C>> decode_witness(std::string_view json) {
  using namespace codec;
  BOOST_OUTCOME_TRY(tree, parse_json(json));
  BOOST_OUTCOME_TRYV(
      from_root(check_file_header(tree, "kimchi-witness/1", field_name<typename C::Scalar>())));
  Witness<C> witness;
  BOOST_OUTCOME_TRYV(from_root(read_fields<FileDialect>(tree, witness, WitnessFields<C>::file)));
  BOOST_OUTCOME_TRYV(from_root(check_witness(tree, witness)));
  return witness;
}

}  // namespace onggi
