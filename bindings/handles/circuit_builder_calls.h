// The calls of a circuit builder.
#pragma once

#include <fmt/core.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bindings/handles/gate_vector.h"
#include "bindings/handles/witness.h"
#include "bindings/values.h"
#include "core/codec/json/circuit.h"
#include "core/codec/json/parts.h"
#include "core/kimchi/builder/arithmetic.h"
#include "core/kimchi/builder/bits.h"
#include "core/kimchi/builder/circuit_builder.h"
#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/foreign_field.h"
#include "core/kimchi/builder/lookup.h"
#include "core/kimchi/builder/poseidon.h"
#include "core/memory/ledger.h"

namespace onggi::bindings {

// The builders of core/kimchi/builder take values; here their rows are wired to the cells that the
// values are read from. A call that fails leaves the circuit as it was.
template <class C>
class CircuitBuilderHandle {
 public:
  using F = typename C::Scalar;
  using Point = Affine<typename C::Other>;

  explicit CircuitBuilderHandle(Revision revision)
      : builder_(revision), entry_(ledger_type<CircuitBuilderHandle>(), sizeof(*this)) {}

  static std::unique_ptr<CircuitBuilderHandle> create(std::optional<Revision> revision) {
    return std::make_unique<CircuitBuilderHandle>(revision.value_or(Revision::berkeley));
  }

  uint32_t rows() const { return builder_.rows(); }
  uint32_t public_input_size() const { return builder_.public_input_size(); }

  Result<F> value(Cell cell) const {
    BOOST_OUTCOME_TRYV(builder_.check(cell));
    return builder_.value(cell);
  }

  Cell variable(F value) { return counted(builder_.free_cell(value)); }
  Cell constant(F value) { return counted(builder_.constant(value)); }

  Cell public_input(F value) {
    const Cell cell = builder_.free_cell(value);
    builder_.make_public(cell).value();
    return counted(cell);
  }
  Result<> make_public(Cell cell) { return counted(builder_.make_public(cell)); }

  Result<> assert_equal(Cell left, Cell right) { return builder_.wire(left, right); }
  Result<Cell> add(Cell left, Cell right) { return counted(build_add(builder_, left, right)); }
  Result<Cell> mul(Cell left, Cell right) { return counted(build_mul(builder_, left, right)); }

  Result<> generic(std::vector<F> coefficients, Cells cells) {
    BOOST_OUTCOME_TRY(c, exactly<5>(coefficients, "coefficients"));
    BOOST_OUTCOME_TRY(w, exactly<3>(cells, "cells"));
    return counted(build_generic(builder_, c, w));
  }

  Result<Cells> poseidon(Cells state) {
    BOOST_OUTCOME_TRY(s, present<kPoseidonWidth>(state));
    const PoseidonCells made =
        build_poseidon(builder_, PoseidonState<F>{at(s[0]), at(s[1]), at(s[2])});
    join(s, made.input);
    return counted(list(made.output));
  }
  Result<Cell> poseidon_hash(Cells message) {
    return counted(build_poseidon_hash<C>(builder_, message));
  }

  Result<Cells> complete_add(Cells left, Cells right) {
    BOOST_OUTCOME_TRY(l, present<2>(left));
    BOOST_OUTCOME_TRY(r, present<2>(right));
    BOOST_OUTCOME_TRY(made, build_complete_add(builder_, point(l), point(r)));
    join(l, made.left);
    join(r, made.right);
    return counted(Cells{made.sum.x, made.sum.y, made.infinity});
  }
  Result<Cells> variable_base_mul(Cells base, Cell scalar, uint32_t bits) {
    BOOST_OUTCOME_TRY(b, present<2>(base));
    BOOST_OUTCOME_TRYV(builder_.check(scalar));
    BOOST_OUTCOME_TRY(made,
                      build_variable_base_mul(builder_, point(b), at(scalar).to_canonical(), bits));
    return scaled(b, scalar, made);
  }
  Result<Cells> endo_mul(Cells base, Cell challenge) {
    BOOST_OUTCOME_TRY(b, present<2>(base));
    BOOST_OUTCOME_TRYV(builder_.check(challenge));
    BOOST_OUTCOME_TRY(made, build_endo_mul(builder_, point(b), at(challenge).to_canonical()));
    return scaled(b, challenge, made);
  }
  Result<Cell> endo_mul_scalar(Cell challenge) {
    BOOST_OUTCOME_TRYV(builder_.check(challenge));
    BOOST_OUTCOME_TRY(
        made, build_endo_mul_scalar(builder_, at(challenge).to_canonical(), C::endo_scalar()));
    join(challenge, made.challenge);
    return counted(made.scalar);
  }

  Result<> range_check64(Cell cell) {
    BOOST_OUTCOME_TRYV(builder_.check(cell));
    BOOST_OUTCOME_TRY(made, build_range_check64(builder_, at(cell)));
    join(cell, made);
    return counted();
  }
  Result<> multi_range_check(Cells limbs) {
    BOOST_OUTCOME_TRY(l, present<3>(limbs));
    BOOST_OUTCOME_TRY(made, build_multi_range_check(builder_, {at(l[0]), at(l[1]), at(l[2])}));
    join(l, made);
    return counted();
  }
  Result<Cells> compact_multi_range_check(Cell low, Cell high) {
    BOOST_OUTCOME_TRYV(builder_.check(low));
    BOOST_OUTCOME_TRYV(builder_.check(high));
    BOOST_OUTCOME_TRYV(detail::check_bits(at(low), 2 * gates::kLimbBits));
    const auto limbs = detail::limbs_of<F>(at(low).to_canonical());
    BOOST_OUTCOME_TRY(made,
                      build_compact_multi_range_check(builder_, {limbs[0], limbs[1], at(high)}));
    join(low, made.compact);
    join(high, made.limbs[2]);
    return counted(list(made.limbs));
  }

  Result<Cell> xor_bits(Cell left, Cell right, uint32_t bits) {
    BOOST_OUTCOME_TRYV(builder_.check(left));
    BOOST_OUTCOME_TRYV(builder_.check(right));
    BOOST_OUTCOME_TRY(made, build_xor(builder_, at(left), at(right), bits));
    join(left, made.left);
    join(right, made.right);
    return counted(made.result);
  }
  Result<Cell> rotate64(Cell word, uint32_t bits) {
    BOOST_OUTCOME_TRYV(builder_.check(word));
    BOOST_OUTCOME_TRY(made, build_rotate64(builder_, at(word), bits));
    join(word, made.word);
    return counted(made.result);
  }

  Cells foreign_field(U256 value) {
    return counted(list(build_foreign_field_limbs(builder_, value)));
  }
  Result<Cells> foreign_field_add(Cells left, Cells right, U256 modulus) {
    return foreign_field_operation(left, right, [&](const U256& l, const U256& r) {
      return build_foreign_field_add(builder_, l, r, modulus, false);
    });
  }
  Result<Cells> foreign_field_sub(Cells left, Cells right, U256 modulus) {
    return foreign_field_operation(left, right, [&](const U256& l, const U256& r) {
      return build_foreign_field_add(builder_, l, r, modulus, true);
    });
  }
  Result<Cells> foreign_field_mul(Cells left, Cells right, U256 modulus) {
    return foreign_field_operation(left, right, [&](const U256& l, const U256& r) {
      return build_foreign_field_mul(builder_, l, r, modulus);
    });
  }
  Result<> foreign_field_bound_check(Cells limbs, U256 modulus) {
    BOOST_OUTCOME_TRY(l, present<3>(limbs));
    BOOST_OUTCOME_TRY(value, foreign_field_value(builder_, l));
    BOOST_OUTCOME_TRY(made, build_foreign_field_bound_check(builder_, value, modulus));
    join(l, made);
    return counted();
  }

  Result<Cell> add_table(JsonView json) {
    LookupTable<F> table;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, table));
    const int32_t id = table.id;
    builder_.add_table(std::move(table));
    return counted(build_table_id(builder_, id));
  }
  Result<Cell> add_runtime_table(JsonView json, std::vector<F> data) {
    RuntimeTableConfig<F> table;
    BOOST_OUTCOME_TRYV(JsonParts<C>::read(json.text, table));
    if (data.size() != table.first_column.size()) {
      return fail(Errc::runtime_tables_inconsistent,
                  fmt::format("{} values for {} rows", data.size(), table.first_column.size()));
    }
    const int32_t id = table.id;
    builder_.add_runtime_table(std::move(table), std::move(data));
    return counted(build_table_id(builder_, id));
  }
  Result<> lookup(Cell table, Cells entries) {
    BOOST_OUTCOME_TRY(e, present<6>(entries));
    BOOST_OUTCOME_TRY(
        made, build_lookup(builder_, table,
                           {{{at(e[0]), at(e[1])}, {at(e[2]), at(e[3])}, {at(e[4]), at(e[5])}}}));
    for (size_t i = 0; i < 3; ++i) {
      join(e[2 * i], made.keys[i]);
      join(e[2 * i + 1], made.values[i]);
    }
    return counted();
  }

  std::unique_ptr<GateVectorHandle<C>> gates() const {
    return std::make_unique<GateVectorHandle<C>>(builder_.circuit().gates);
  }
  std::unique_ptr<WitnessHandle<C>> witness() const {
    return std::make_unique<WitnessHandle<C>>(builder_.witness());
  }
  const CircuitBuilder<C>& builder() const { return builder_; }

  JsonText circuit(uint32_t srs_depth) const { return {encode_circuit<C>(circuit_for(srs_depth))}; }
  Circuit<F> circuit_for(uint32_t srs_depth) const {
    Circuit<F> circuit = builder_.circuit();
    circuit.srs_depth = srs_depth;
    return circuit;
  }

 private:
  F at(Cell cell) const { return builder_.value(cell); }
  Point point(const std::array<Cell, 2>& cells) const { return {at(cells[0]), at(cells[1])}; }
  static Cells list(std::span<const Cell> cells) { return {cells.begin(), cells.end()}; }

  // Wires cells that have the same value.
  void join(Cell a, Cell b) { builder_.wire(a, b).value(); }
  void join(std::span<const Cell> a, std::span<const Cell> b) {
    for (size_t i = 0; i < a.size(); ++i) join(a[i], b[i]);
  }
  void join(const std::array<Cell, 2>& a, const PointCells& b) {
    join(a[0], b.x);
    join(a[1], b.y);
  }

  template <size_t N, class T>
  static Result<std::array<T, N>> exactly(const std::vector<T>& items, const char* what) {
    if (items.size() != N) {
      return fail(Errc::invalid_length, fmt::format("{} {} instead of {}", items.size(), what, N));
    }
    std::array<T, N> out;
    std::copy(items.begin(), items.end(), out.begin());
    return out;
  }

  template <size_t N>
  Result<std::array<Cell, N>> present(const Cells& cells) const {
    BOOST_OUTCOME_TRY(found, exactly<N>(cells, "cells"));
    for (const Cell cell : found) {
      BOOST_OUTCOME_TRYV(builder_.check(cell));
    }
    return found;
  }

  Result<Cells> scaled(const std::array<Cell, 2>& base, Cell scalar, const ScaleCells& made) {
    join(base, made.base);
    join(scalar, made.scalar);
    return counted(Cells{made.result.x, made.result.y});
  }

  template <class Build>
  Result<Cells> foreign_field_operation(const Cells& left, const Cells& right, Build&& build) {
    BOOST_OUTCOME_TRY(l, present<3>(left));
    BOOST_OUTCOME_TRY(r, present<3>(right));
    BOOST_OUTCOME_TRY(l_value, foreign_field_value(builder_, l));
    BOOST_OUTCOME_TRY(r_value, foreign_field_value(builder_, r));
    BOOST_OUTCOME_TRY(made, build(l_value, r_value));
    join(l, made.left);
    join(r, made.right);
    return counted(list(made.result));
  }

  // The result, after the builder's bytes are updated in the ledger.
  Result<> counted() { return counted(Result<>(success())); }
  template <class R>
  R counted(R made) {
    entry_.resize(sizeof(*this) + builder_.heap_bytes());
    return made;
  }

  CircuitBuilder<C> builder_;
  LedgerEntry entry_;
};

}  // namespace onggi::bindings
