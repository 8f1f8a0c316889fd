// Finds the table entry for a looked-up tuple.
#pragma once

#include <fmt/format.h>

#include <array>
#include <bit>
#include <optional>
#include <span>
#include <vector>

#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/lookup/constraint_system.h"

namespace onggi {

// The entries of all tables with the first row of each. Does not depend on the joint combiner: two
// entries are equal if they are combined to the same element for every joint combiner. Variable
// time.
template <class F>
class LookupMatcher {
 public:
  // `runtime`: the data of each runtime table of the circuit, with its length. `tables` and
  // `runtime` must outlive the matcher.
  LookupMatcher(const LookupConstraintSystem<F>& lookup, std::span<const RuntimeTable<F>> runtime)
      : tables_(lookup.tables), id_power_(lookup.info.max_joint_size) {
    for (const auto& table : runtime) {
      runtime_.insert(runtime_.end(), table.data.begin(), table.data.end());
    }
    slots_.assign(std::bit_ceil(2 * (tables_.rows + 1)), kFree);
    // The row after the tables has only zeros.
    for (size_t row = 0; row <= tables_.rows; ++row) insert(row);
  }

  // The first row with the entry, or nothing. `cell(i)` must return the row's cell in column i.
  template <class Cell>
  std::optional<size_t> find(const LookupSpec& lookup, const Cell& cell) const {
    Entry entry{};
    for (size_t k = 0; k < lookup.width; ++k) entry[k] = cell(lookup.columns[k]);
    if (lookup.table == LookedUpTable::RangeCheck) entry[id_power_] += F::one();
    if (lookup.table == LookedUpTable::Column0) entry[id_power_] += cell(0);
    const uint32_t row = slots_[slot_of(entry)];
    if (row == kFree) return std::nullopt;
    return row;
  }

  // The first row of zeros, which rows with fewer lookups look up in place of the missing ones.
  size_t zero_row() const { return slots_[slot_of(Entry{})]; }

  // Field multiplications that take about as long as the constructor.
  size_t work() const { return (tables_.rows + 1) * kWorkPerRow; }

 private:
  // The coefficients of the combiner's powers. The id may have the same power as a cell.
  using Entry = std::array<F, kMaxJointSize + 1>;
  static constexpr uint32_t kFree = ~uint32_t{0};
  static constexpr size_t kWorkPerRow = 8;

  // Nothing if a cell that no lookup reaches is not zero.
  std::optional<Entry> entry_at(size_t row) const {
    Entry entry{};
    if (row == tables_.rows) return entry;
    for (size_t k = 0; k < tables_.columns.size(); ++k) {
      F value = tables_.columns[k][row];
      if (k == 1 && row >= tables_.runtime_begin) value += runtime_[row - tables_.runtime_begin];
      if (k < entry.size()) {
        entry[k] = value;
      } else if (!value.is_zero()) {
        return std::nullopt;
      }
    }
    entry[id_power_] += tables_.ids[row];
    return entry;
  }

  void insert(size_t row) {
    const std::optional<Entry> entry = entry_at(row);
    if (!entry) return;
    uint32_t& slot = slots_[slot_of(*entry)];
    if (slot == kFree) slot = static_cast<uint32_t>(row);
  }

  // The slot of an equal entry, or the free slot for this entry.
  size_t slot_of(const Entry& entry) const {
    uint64_t hash = 0;
    for (const F& value : entry) {
      hash = (hash ^ value.to_canonical().limb[0]) * 0x9e3779b97f4a7c15;
      hash ^= hash >> 32;
    }
    size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != kFree && entry_at(slots_[slot]) != entry) {
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
  }

  const LookupTables<F>& tables_;
  size_t id_power_;
  std::vector<F> runtime_;
  std::vector<uint32_t> slots_;
};

// Finds the entries for all lookups of one row. Errors: value_not_in_table with row, lookup and
// columns. Values are secret and do not appear in errors.
template <class F, class Cell>
Result<void> check_lookups(const LookupMatcher<F>& matcher, LookupPattern pattern, size_t row,
                           const Cell& cell) {
  const auto lookups = lookups_of(pattern);
  for (size_t i = 0; i < lookups.size(); ++i) {
    if (matcher.find(lookups[i], cell)) continue;
    const auto& columns = lookups[i].columns;
    return fail(Errc::value_not_in_table,
                fmt::format("row {}: {}, lookup {}, column{} {}", row, pattern_name(pattern), i,
                            lookups[i].width == 1 ? "" : "s",
                            fmt::join(columns.begin(), columns.begin() + lookups[i].width, ", ")));
  }
  return success();
}

// Errors: runtime_tables_inconsistent unless `given` has the same ids and lengths as `config`, in
// order.
template <class F>
Result<void> check_runtime_tables(std::span<const RuntimeTableConfig<F>> config,
                                  std::span<const RuntimeTable<F>> given) {
  if (given.size() != config.size()) {
    return fail(Errc::runtime_tables_inconsistent,
                fmt::format("there must be {} tables, got {}", config.size(), given.size()));
  }
  for (size_t i = 0; i < config.size(); ++i) {
    if (given[i].id != config[i].id || given[i].data.size() != config[i].first_column.size()) {
      return fail(
          Errc::runtime_tables_inconsistent,
          fmt::format("table {} has the id {} and {} rows instead of {} and {}", i, given[i].id,
                      given[i].data.size(), config[i].id, config[i].first_column.size()));
    }
  }
  return success();
}

}  // namespace onggi
