// An SRS as flat bytes: h and then the bases, x and y of each in 32 little-endian bytes. Faster to
// read than its MessagePack, which takes a square root for each point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"

namespace onggi {

inline constexpr size_t kFlatPointBytes = 64;

// Errors: invalid_length, size_out_of_range; noncanonical_field_element and point_not_on_curve with
// the index of the point, of which h is the first.
template <class C>
Result<std::shared_ptr<const Srs<C>>> decode_flat_srs(std::span<const uint8_t> bytes);

template <class C>
std::vector<uint8_t> encode_flat_srs(const Srs<C>& srs);

}  // namespace onggi
