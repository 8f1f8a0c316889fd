// The ways in which rows look values up in tables.
// Source: Kimchi book, "Lookup"; kimchi/src/circuits/lookup/lookups.rs of the peer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/kimchi/circuit/gate.h"

namespace onggi {

// In the order of the protocol: selectors, digests and transcripts follow it.
enum class LookupPattern : uint8_t { Xor, Lookup, RangeCheck, ForeignFieldMul };
inline constexpr std::array<LookupPattern, 4> kLookupPatterns{
    LookupPattern::Xor, LookupPattern::Lookup, LookupPattern::RangeCheck,
    LookupPattern::ForeignFieldMul};

inline constexpr size_t kMaxLookups = 4;    // of one row
inline constexpr size_t kMaxJointSize = 3;  // cells of one lookup

// The tables that come with the patterns.
inline constexpr int32_t kXorTableId = 0;
inline constexpr int32_t kRangeCheckTableId = 1;

// The table that a lookup goes to: a built-in one, or that whose id the row's column 0 holds.
enum class LookedUpTable : uint8_t { Xor, RangeCheck, Column0 };

// One lookup of a row: is the tuple of these cells an entry of the table?
struct LookupSpec {
  LookedUpTable table;
  uint8_t width;
  std::array<uint8_t, kMaxJointSize> columns;  // the first `width` of them
};

namespace detail {

inline constexpr std::array<LookupSpec, 4> kXorLookups{{{LookedUpTable::Xor, 3, {3, 7, 11}},
                                                        {LookedUpTable::Xor, 3, {4, 8, 12}},
                                                        {LookedUpTable::Xor, 3, {5, 9, 13}},
                                                        {LookedUpTable::Xor, 3, {6, 10, 14}}}};
inline constexpr std::array<LookupSpec, 3> kGateLookups{{{LookedUpTable::Column0, 2, {1, 2}},
                                                         {LookedUpTable::Column0, 2, {3, 4}},
                                                         {LookedUpTable::Column0, 2, {5, 6}}}};
inline constexpr std::array<LookupSpec, 4> kRangeCheckLookups{
    {{LookedUpTable::RangeCheck, 1, {3}},
     {LookedUpTable::RangeCheck, 1, {4}},
     {LookedUpTable::RangeCheck, 1, {5}},
     {LookedUpTable::RangeCheck, 1, {6}}}};
inline constexpr std::array<LookupSpec, 4> kForeignFieldMulLookups{
    {{LookedUpTable::RangeCheck, 1, {7}},
     {LookedUpTable::RangeCheck, 1, {8}},
     {LookedUpTable::RangeCheck, 1, {9}},
     {LookedUpTable::RangeCheck, 1, {10}}}};

}  // namespace detail

constexpr std::span<const LookupSpec> lookups_of(LookupPattern pattern) {
  switch (pattern) {
    case LookupPattern::Xor:
      return detail::kXorLookups;
    case LookupPattern::Lookup:
      return detail::kGateLookups;
    case LookupPattern::RangeCheck:
      return detail::kRangeCheckLookups;
    default:
      return detail::kForeignFieldMulLookups;
  }
}

// The lookups of a gate's own row.
constexpr std::optional<LookupPattern> pattern_of_row(GateType type) {
  switch (type) {
    case GateType::Xor16:
      return LookupPattern::Xor;
    case GateType::Lookup:
      return LookupPattern::Lookup;
    case GateType::RangeCheck0:
    case GateType::RangeCheck1:
    case GateType::Rot64:
      return LookupPattern::RangeCheck;
    case GateType::ForeignFieldMul:
      return LookupPattern::ForeignFieldMul;
    default:
      return std::nullopt;
  }
}

// The lookups that a gate demands of the row after it.
constexpr std::optional<LookupPattern> pattern_of_next_row(GateType type) {
  if (type != GateType::RangeCheck1 && type != GateType::ForeignFieldMul) return std::nullopt;
  return pattern_of_row(type);
}

// As the peer's JSON spells it.
constexpr std::string_view pattern_name(LookupPattern pattern) {
  constexpr std::array<std::string_view, kLookupPatterns.size()> kNames{
      "xor", "lookup", "range_check", "foreign_field_mul"};
  return kNames[static_cast<size_t>(pattern)];
}

}  // namespace onggi
