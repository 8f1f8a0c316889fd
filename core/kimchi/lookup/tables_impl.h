// Bodies of tables.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "core/kimchi/lookup/tables.h"

namespace onggi {
namespace detail {

inline constexpr size_t kRangeCheckRows = 4096;
inline constexpr uint64_t kXorSide = 16;  // number of values of a nibble

template <class F>
size_t table_rows(const LookupTable<F>& table) {
  return table.columns.empty() ? 0 : table.columns[0].size();
}

// The integers 0 … 4095.
template <class F>
LookupTable<F> range_check_table() {
  LookupTable<F> table{kRangeCheckTableId, {std::vector<F>(kRangeCheckRows)}};
  for (size_t i = 0; i < kRangeCheckRows; ++i) table.columns[0][i] = F::from_u64(i);
  return table;
}

// The entries (i, j, i ⊕ j) with i and j descending, so that the entry of zeros is last.
template <class F>
LookupTable<F> xor_table() {
  LookupTable<F> table{kXorTableId, std::vector<std::vector<F>>(3)};
  for (uint64_t i = kXorSide; i-- > 0;) {
    for (uint64_t j = kXorSide; j-- > 0;) {
      table.columns[0].push_back(F::from_u64(i));
      table.columns[1].push_back(F::from_u64(j));
      table.columns[2].push_back(F::from_u64(i ^ j));
    }
  }
  return table;
}

inline bool needs_range_check_table(const LookupPatterns& patterns) {
  return patterns.range_check || patterns.foreign_field_mul;
}

template <class F>
bool has_zero_entry(const LookupTable<F>& table) {
  for (size_t row = 0; row < table_rows(table); ++row) {
    const bool zero = std::all_of(table.columns.begin(), table.columns.end(),
                                  [row](const auto& column) { return column[row].is_zero(); });
    if (zero) return true;
  }
  return false;
}

template <class F>
Result<void> check_lengths(const LookupTable<F>& table) {
  for (const auto& column : table.columns) {
    if (column.size() != table.columns[0].size()) {
      return fail(Errc::inconsistent_table_length,
                  fmt::format("table {}: columns of {} and {} rows", table.id,
                              table.columns[0].size(), column.size()));
    }
  }
  return success();
}

// A row without a lookup counts as a lookup of zeros in table 0.
template <class F>
Result<void> check_zero_entry(std::span<const LookupTable<F>> tables) {
  bool has_id_zero = false;
  for (const auto& table : tables) {
    if (table.id != 0) continue;
    if (has_zero_entry(table)) return success();
    has_id_zero = true;
  }
  if (has_id_zero) return fail(Errc::table_id_zero_must_have_zero_entry);
  return success();
}

template <class Tables>
Result<void> check_ids(const Tables& tables, const char* kind) {
  std::set<int32_t> seen;
  for (const auto& table : tables) {
    if (table.id < kMinTableId) {
      return fail(Errc::size_out_of_range,
                  fmt::format("the id of a {} table must be from {} to {}, got {}", kind,
                              kMinTableId, kMaxTableId, table.id));
    }
    if (!seen.insert(table.id).second) {
      return fail(Errc::lookup_table_id_collision,
                  fmt::format("two {} tables have the id {}", kind, table.id));
    }
  }
  return success();
}

// Appends a table. Missing columns are filled with zeros.
template <class F>
void append_table(LookupTables<F>& tables, const LookupTable<F>& table) {
  tables.rows += table_rows(table);
  for (size_t k = 0; k < tables.columns.size(); ++k) {
    auto& column = tables.columns[k];
    if (k < table.columns.size()) {
      column.insert(column.end(), table.columns[k].begin(), table.columns[k].end());
    }
    column.resize(tables.rows, F::zero());
  }
  tables.ids.resize(tables.rows, lookup_table_id<F>(table.id));
  tables.uses_ids |= table.id != 0;
}

// The circuit's own tables and the built-in tables of its patterns.
template <class F>
std::vector<LookupTable<F>> fixed_tables(const Circuit<F>& circuit,
                                         const LookupPatterns& patterns) {
  std::vector<LookupTable<F>> tables = circuit.lookup_tables;
  if (needs_range_check_table(patterns)) tables.push_back(range_check_table<F>());
  if (patterns.xor_) tables.push_back(xor_table<F>());
  return tables;
}

}  // namespace detail

template <class F>
size_t LookupTables<F>::heap_bytes() const {
  size_t bytes = ids.capacity() * sizeof(F) + columns.capacity() * sizeof(columns[0]);
  for (const auto& column : columns) bytes += column.capacity() * sizeof(F);
  return bytes;
}

// The number of rows of the built-in tables.
inline size_t built_in_table_rows(const LookupPatterns& patterns) {
  size_t rows = 0;
  if (patterns.xor_) rows += detail::kXorSide * detail::kXorSide;
  if (detail::needs_range_check_table(patterns)) rows += detail::kRangeCheckRows;
  return rows;
}

template <class F>
size_t lookup_rows_needed(const Circuit<F>& circuit, const LookupPatterns& patterns) {
  bool has_id_zero = false;
  for (const auto& table : circuit.lookup_tables) has_id_zero |= table.id == kXorTableId;
  return shape_of(circuit).table_rows + built_in_table_rows(patterns) + (has_id_zero ? 0 : 1);
}

template <class F>
Result<LookupTables<F>> stack_tables(const Circuit<F>& circuit, const LookupInfo& info,
                                     size_t usable_rows) {
  for (const auto& table : circuit.lookup_tables) {
    BOOST_OUTCOME_TRYV(detail::check_lengths(table));
  }
  std::vector<LookupTable<F>> all = detail::fixed_tables(circuit, info.patterns);
  const size_t fixed = all.size();
  BOOST_OUTCOME_TRYV(detail::check_ids(all, "fixed"));
  BOOST_OUTCOME_TRYV(detail::check_ids(circuit.runtime_tables, "runtime"));
  for (const auto& table : circuit.runtime_tables) {
    const std::vector<F> data(table.first_column.size(), F::zero());
    all.push_back({table.id, {table.first_column, data}});
  }
  BOOST_OUTCOME_TRYV(detail::check_zero_entry<F>(all));

  size_t width = info.max_joint_size;
  for (const auto& table : all) width = std::max(width, table.columns.size());
  LookupTables<F> tables{.columns = std::vector<std::vector<F>>(width), .ids = {}};
  for (size_t i = 0; i < all.size(); ++i) {
    if (i == fixed) tables.runtime_begin = tables.rows;
    detail::append_table(tables, all[i]);
  }
  if (fixed == all.size()) tables.runtime_begin = tables.rows;
  if (tables.rows >= usable_rows) {
    return fail(Errc::lookup_table_too_long,
                fmt::format("{} rows, fewer than {} fit the domain", tables.rows, usable_rows));
  }
  return tables;
}

}  // namespace onggi
