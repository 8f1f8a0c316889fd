// The lookup patterns of rows.
// Source: Kimchi book, "Lookup"; kimchi/src/circuits/lookup/lookups.rs of the peer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace onggi {

// In the protocol's order, which selectors, digests and transcripts use.
enum class LookupPattern : uint8_t { Xor, Lookup, RangeCheck, ForeignFieldMul };
inline constexpr std::array<LookupPattern, 4> kLookupPatterns{
    LookupPattern::Xor, LookupPattern::Lookup, LookupPattern::RangeCheck,
    LookupPattern::ForeignFieldMul};

inline constexpr size_t kMaxLookups = 4;    // per row
inline constexpr size_t kMaxJointSize = 3;  // cells per lookup

// The built-in tables of the patterns.
inline constexpr int32_t kXorTableId = 0;
inline constexpr int32_t kRangeCheckTableId = 1;

// The table of a lookup: a built-in one, or the table whose id is in column 0 of the row.
enum class LookedUpTable : uint8_t { Xor, RangeCheck, Column0 };

// One lookup of a row: the tuple of these cells must be an entry of the table.
struct LookupSpec {
  LookedUpTable table;
  uint8_t width;
  std::array<uint8_t, kMaxJointSize> columns;  // only the first `width` are used
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

// Which patterns a circuit uses.
struct LookupPatterns {
  bool xor_ = false;
  bool lookup = false;
  bool range_check = false;
  bool foreign_field_mul = false;

  bool operator==(const LookupPatterns&) const = default;
};

struct LookupPatternInfo {
  std::string_view name;  // the spelling in the peer's JSON
  bool LookupPatterns::*flag;
  std::span<const LookupSpec> lookups;  // the lookups of a row with this pattern
};

// By pattern.
inline constexpr std::array<LookupPatternInfo, kLookupPatterns.size()> kLookupPatternInfos{
    {{"xor", &LookupPatterns::xor_, detail::kXorLookups},
     {"lookup", &LookupPatterns::lookup, detail::kGateLookups},
     {"range_check", &LookupPatterns::range_check, detail::kRangeCheckLookups},
     {"foreign_field_mul", &LookupPatterns::foreign_field_mul, detail::kForeignFieldMulLookups}}};

constexpr const LookupPatternInfo& pattern_info(LookupPattern pattern) {
  return kLookupPatternInfos[static_cast<size_t>(pattern)];
}

constexpr std::span<const LookupSpec> lookups_of(LookupPattern pattern) {
  return pattern_info(pattern).lookups;
}

constexpr std::string_view pattern_name(LookupPattern pattern) {
  return pattern_info(pattern).name;
}

// `patterns` is a (const) LookupPatterns.
template <class Patterns>
constexpr auto& pattern_flag(Patterns& patterns, LookupPattern pattern) {
  return patterns.*pattern_info(pattern).flag;
}

}  // namespace onggi
