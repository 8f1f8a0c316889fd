// The lookup counts of a circuit that prover and verifier share.
#pragma once

#include <algorithm>
#include <cstddef>

#include "core/kimchi/lookup/patterns.h"

namespace onggi {

struct LookupInfo {
  size_t max_per_row = 0;     // number of lookups in the largest pattern
  size_t max_joint_size = 0;  // number of cells in the widest lookup
  LookupPatterns patterns;
  bool joint_lookup_used = false;
  bool uses_runtime_tables = false;

  bool operator==(const LookupInfo&) const = default;
};

inline LookupInfo lookup_info(const LookupPatterns& patterns, bool uses_runtime_tables) {
  LookupInfo info{.patterns = patterns, .uses_runtime_tables = uses_runtime_tables};
  for (LookupPattern pattern : kLookupPatterns) {
    if (!pattern_flag(patterns, pattern)) continue;
    const auto lookups = lookups_of(pattern);
    info.max_per_row = std::max(info.max_per_row, lookups.size());
    info.max_joint_size = std::max<size_t>(info.max_joint_size, lookups[0].width);
  }
  info.joint_lookup_used = info.max_joint_size > 1;
  return info;
}

}  // namespace onggi
