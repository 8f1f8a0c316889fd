// A witness: the fifteen columns that satisfy a circuit.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/vectors.h"
#include "bindings/describe.h"
#include "bindings/handles/vec_vec.h"
#include "bindings/values.h"
#include "core/codec/bytes/flat_vector.h"
#include "core/codec/json/witness.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi::bindings {

template <class C>
class WitnessHandle {
 public:
  using F = typename C::Scalar;

  explicit WitnessHandle(Witness<C> witness)
      : body_(make_body<WitnessHandle>(std::move(witness))) {}

  static Result<std::unique_ptr<WitnessHandle>> from_columns(ColumnsView columns) {
    const size_t rows = columns.bytes.size() / (kColumns * kFieldBytes);
    BOOST_OUTCOME_TRY(witness, witness_from_columns<C>(columns.bytes, rows));
    return std::make_unique<WitnessHandle>(std::move(witness));
  }

  static Result<std::unique_ptr<WitnessHandle>> from_json(JsonView json) {
    BOOST_OUTCOME_TRY(witness, decode_witness<C>(json.text));
    return std::make_unique<WitnessHandle>(std::move(witness));
  }

  static Result<std::unique_ptr<WitnessHandle>> from_vectors(const VecVecHandle<C>& columns) {
    const auto& vectors = columns.items();
    if (vectors.size() != kColumns) {
      return fail(Errc::witness_shape,
                  fmt::format("{} columns instead of {}", vectors.size(), kColumns));
    }
    Witness<C> witness;
    for (size_t i = 0; i < kColumns; ++i) {
      if (vectors[i].size() != vectors[0].size()) {
        return fail(Errc::witness_shape, fmt::format("column {} has {} rows, column 0 has {}", i,
                                                     vectors[i].size(), vectors[0].size()));
      }
      witness.columns[i] = vectors[i];
    }
    return std::make_unique<WitnessHandle>(std::move(witness));
  }

  uint32_t rows() const { return static_cast<uint32_t>(witness().rows()); }

  Result<std::vector<F>> column(uint32_t index) const {
    if (index >= kColumns) {
      return fail(Errc::size_out_of_range,
                  fmt::format("the column must be from 0 to {}, got {}", kColumns - 1, index));
    }
    return witness().columns[index];
  }

  JsonText to_json() const { return {encode_witness<C>(witness())}; }

  // The witness, with its runtime tables and previous challenges replaced by those that are given.
  Result<Witness<C>> witness_with(const std::optional<JsonView>& data) const {
    Witness<C> copy = witness();
    if (data) {
      BOOST_OUTCOME_TRYV(decode_witness_data<C>(data->text, copy));
    }
    return copy;
  }

  const Witness<C>& witness() const { return **body_; }

 private:
  std::shared_ptr<Body<Witness<C>>> body_;
};

inline constexpr Param kWitnessData{
    "extras",
    "kimchi-witness/1: its runtime_tables and prev_challenges, if present, replace the witness's "
    "own; its other members are ignored"};

template <class C>
struct Describe<WitnessHandle<C>> {
  using T = WitnessHandle<C>;
  using Curve = C;
  using Bounds = WitnessBounds<C>;
  static constexpr const char* kNoun = "Witness";
  static constexpr const char* kDoc =
      "The values of a circuit's fifteen columns. Proving copies them, so a witness can be proved "
      "again.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::from_columns, &Bounds::from_columns>(
            "from_columns", "A witness from its fifteen columns, not padded to the domain.",
            Param{"columns", "one flat array of all columns in turn, or an array of fifteen"}),
        slow(factory<&T::from_json, &Bounds::from_json>("from_json", "Reads a witness.",
                                                        Param{"witness", "kimchi-witness/1"})),
        factory<&T::from_vectors, &Bounds::from_vectors>(
            "from_vectors", "A witness from its fifteen columns, not padded to the domain.",
            Param{"columns", "fifteen vectors of the same length, copied"}),
        getter<&T::rows>("rows", "The number of rows."),
        method<&T::column, &Bounds::column>("column", "The values of one column.",
                                            Param{"index", "0 to 14"}),
        slow(method<&T::to_json, &Bounds::to_json>("to_json",
                                                   "The whole witness as kimchi-witness/1.")));
  }
};

}  // namespace onggi::bindings
