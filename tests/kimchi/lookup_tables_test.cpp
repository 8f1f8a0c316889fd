// Lookup tables: stacking, finding entries, and the rows with lookups.
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <vector>

#include "core/curve/pasta.h"
#include "core/kimchi/circuit/check_witness_impl.h"
#include "core/kimchi/lookup/constraint_system_impl.h"

namespace onggi::testing {
namespace {

using F = Vesta::Scalar;

std::vector<F> small(std::vector<uint64_t> values) {
  std::vector<F> column;
  for (uint64_t value : values) column.push_back(F::from_u64(value));
  return column;
}

// Two rows with lookups into these tables.
Circuit<F> circuit_with(std::vector<LookupTable<F>> tables,
                        std::vector<RuntimeTableConfig<F>> runtime = {}) {
  Circuit<F> circuit;
  for (uint32_t row = 0; row < 2; ++row) {
    circuit.gates.push_back({GateType::Lookup, identity_wires(row), {}});
  }
  circuit.lookup_tables = std::move(tables);
  circuit.runtime_tables = std::move(runtime);
  return circuit;
}

Errc table_error(const Circuit<F>& circuit) {
  const auto system = ConstraintSystem<F>::create(circuit, 64);
  return system ? Errc{} : system.error().errc();
}

TEST(LookupTables, InvalidTablesAreTypedErrors) {
  const auto column = small({0, 1, 2});
  EXPECT_EQ(table_error(circuit_with({{1, {column, column}}, {2, {column}}})), Errc{});
  EXPECT_EQ(table_error(circuit_with({{1, {column, small({0, 1})}}})),
            Errc::inconsistent_table_length);
  EXPECT_EQ(table_error(circuit_with({{1, {column}}, {1, {column}}})),
            Errc::lookup_table_id_collision);
  EXPECT_EQ(table_error(circuit_with({}, {{4, column}, {4, column}})),
            Errc::lookup_table_id_collision);
  constexpr int32_t kBelowAll = std::numeric_limits<int32_t>::min();
  EXPECT_EQ(table_error(circuit_with({{kBelowAll, {column}}})), Errc::size_out_of_range);
  EXPECT_EQ(table_error(circuit_with({}, {{kBelowAll, column}})), Errc::size_out_of_range);
  EXPECT_EQ(table_error(circuit_with({{kBelowAll + 1, {column}}})), Errc{});
  // A runtime table may have the id of a fixed one.
  EXPECT_EQ(table_error(circuit_with({{4, {column}}}, {{4, column}})), Errc{});

  EXPECT_EQ(table_error(circuit_with({{0, {column, small({0, 1, 2})}}})), Errc{});
  EXPECT_EQ(table_error(circuit_with({{0, {column, small({1, 0, 2})}}})),
            Errc::table_id_zero_must_have_zero_entry);
  EXPECT_EQ(table_error(circuit_with({}, {{0, small({1, 2})}})),
            Errc::table_id_zero_must_have_zero_entry);

  // 59 + 1 rows and one more fit 64 with three zero-knowledge rows. A table with the id 0 needs one
  // row less when the domain is chosen, and then lacks an entry of zeros.
  EXPECT_EQ(table_error(circuit_with({{2, {std::vector<F>(59)}}})), Errc{});
  EXPECT_EQ(table_error(circuit_with({{0, {std::vector<F>(59)}}})), Errc{});
  EXPECT_EQ(table_error(circuit_with({{0, {std::vector<F>(60)}}})), Errc::lookup_table_too_long);
}

TEST(LookupTables, RowsNeededIncludeBuiltInTables) {
  Circuit<F> circuit;
  EXPECT_EQ(lookup_rows_needed(circuit, {}), 1u);
  EXPECT_EQ(lookup_rows_needed(circuit, {.xor_ = true}), 257u);
  EXPECT_EQ(lookup_rows_needed(circuit, {.range_check = true}), 4097u);
  EXPECT_EQ(lookup_rows_needed(circuit, {.foreign_field_mul = true}), 4097u);
  EXPECT_EQ(lookup_rows_needed(circuit, {.xor_ = true, .range_check = true}), 4353u);
  circuit.runtime_tables.push_back({9, small({1, 2})});
  circuit.lookup_tables.push_back({7, {small({1, 2, 3})}});
  EXPECT_EQ(lookup_rows_needed(circuit, {.lookup = true}), 6u);
  circuit.lookup_tables.push_back({0, {small({0})}});
  EXPECT_EQ(lookup_rows_needed(circuit, {.lookup = true}), 6u);
}

TEST(LookupTables, BuiltInTablesFollowTheOrderOfTheProtocol) {
  Circuit<F> circuit;
  circuit.lookup_tables.push_back({7, {small({5, 6})}});
  circuit.runtime_tables.push_back({9, small({8})});
  const LookupInfo info = lookup_info({.xor_ = true, .range_check = true}, true);
  const LookupTables<F> tables = stack_tables(circuit, info, 8192).value();
  ASSERT_EQ(tables.columns.size(), 3u);
  ASSERT_EQ(tables.rows, 2u + 4096 + 256 + 1);
  EXPECT_EQ(tables.runtime_begin, tables.rows - 1);
  auto row = [&](size_t r) {
    return std::vector<F>{tables.columns[0][r], tables.columns[1][r], tables.columns[2][r],
                          tables.ids[r]};
  };
  EXPECT_EQ(row(1), small({6, 0, 0, 7}));
  EXPECT_EQ(row(2), small({0, 0, 0, 1}));
  EXPECT_EQ(row(2 + 4095), small({4095, 0, 0, 1}));
  EXPECT_EQ(row(2 + 4096), small({15, 15, 0, 0}));
  EXPECT_EQ(row(2 + 4096 + 20), small({14, 11, 5, 0}));
  EXPECT_EQ(row(2 + 4096 + 255), small({0, 0, 0, 0}));
  EXPECT_EQ(row(2 + 4096 + 256), small({8, 0, 0, 9}));
  EXPECT_EQ(stack_tables(circuit, info, tables.rows).error().errc(), Errc::lookup_table_too_long);
}

// Two entries are equal if every joint combiner gives them the same number.
TEST(LookupMatcher, FindsEntriesThatAreEqualForEveryJointCombiner) {
  // Wider than any lookup: no lookup reaches some cells of the second row.
  const Circuit<F> circuit = circuit_with({{0,
                                            {small({0, 1, 2}), small({0, 1, 2}), small({0, 0, 5}),
                                             small({0, 0, 0}), small({0, 7, 0})}}},
                                          {{6, small({1, 1})}});
  const auto system = ConstraintSystem<F>::create(circuit, 64).value();
  const std::vector<RuntimeTable<F>> runtime{{6, small({3, 4})}};
  const LookupMatcher<F> matcher(*system.lookup(), runtime);
  auto find = [&](uint64_t id, uint64_t a, uint64_t b) -> std::optional<size_t> {
    const auto cells = small({id, a, b});
    return matcher.find(lookups_of(LookupPattern::Lookup)[0], [&](size_t i) { return cells[i]; });
  };
  EXPECT_EQ(matcher.zero_row(), 0u);
  EXPECT_EQ(find(0, 0, 0), 0u);
  EXPECT_EQ(find(0, 1, 1), std::nullopt);
  // (2, 2) with a third cell 5 in table 0 equals (2, 2) in table 5: the third cell and the id have
  // the same power.
  EXPECT_EQ(find(0, 2, 2), std::nullopt);
  EXPECT_EQ(find(5, 2, 2), 2u);
  EXPECT_EQ(find(6, 1, 3), 3u);
  EXPECT_EQ(find(6, 1, 4), 4u);
  EXPECT_EQ(find(6, 1, 0), std::nullopt);
}

TEST(LookupPatterns, RowTakesThePatternOfItsGateOrTheGateAbove) {
  std::vector<Gate<F>> gates(4);
  gates[1].type = GateType::RangeCheck1;
  gates[3].type = GateType::ForeignFieldMul;
  EXPECT_EQ(pattern_of(gates, 0), std::nullopt);
  EXPECT_EQ(pattern_of(gates, 1), LookupPattern::RangeCheck);
  EXPECT_EQ(pattern_of(gates, 2), LookupPattern::RangeCheck);
  EXPECT_EQ(pattern_of(gates, 3), LookupPattern::ForeignFieldMul);
  EXPECT_EQ(pattern_of(gates, 4), LookupPattern::ForeignFieldMul);
  EXPECT_EQ(pattern_of(gates, 5), std::nullopt);

  Circuit<F> circuit;
  circuit.gates = gates;
  circuit.gates[2].type = GateType::RangeCheck0;
  const LookupPatterns patterns = patterns_of(circuit.gates);
  EXPECT_EQ(patterns, (LookupPatterns{.range_check = true, .foreign_field_mul = true}));
  EXPECT_TRUE(lookup_constraint_system(circuit, patterns, 8192, 3));
  circuit.gates[2].type = GateType::Xor16;
  const auto refused = lookup_constraint_system(circuit, patterns_of(circuit.gates), 8192, 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().errc(), Errc::conflicting_lookups);
  EXPECT_EQ(refused.error().context,
            "row 2: xor for its own gate, range_check for the RangeCheck1 above");
}

}  // namespace
}  // namespace onggi::testing
