// A 256-bit unsigned integer: the canonical value of a field element.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/field/carry.h"

namespace onggi {

// Value = Σ_i limb[i]·2^(64·i).
struct U256 {
  std::array<uint64_t, 4> limb{};

  static constexpr U256 from_u64(uint64_t value) { return {{value, 0, 0, 0}}; }

  // Parses hexadecimal digits of either case after an optional "0x". Leading zeros are allowed.
  // nullopt if there are no digits, for any other character, and for a value of more than 256 bits.
  static constexpr std::optional<U256> from_hex(std::string_view text);
  // "0x" and the lower-case digits without leading zeros. Zero is "0x0".
  std::string to_hex() const;

  // i < 256. Bit 0 is the least significant.
  constexpr bool bit(unsigned i) const { return (limb[i / 64] >> (i % 64)) & 1; }
  // Position of the highest set bit plus one; 0 for zero.
  constexpr unsigned bit_length() const {
    for (unsigned i = 4; i-- > 0;) {
      if (limb[i] != 0) return 64 * i + static_cast<unsigned>(std::bit_width(limb[i]));
    }
    return 0;
  }
  constexpr bool is_zero() const { return (limb[0] | limb[1] | limb[2] | limb[3]) == 0; }
  // The `count` bits from bit `i` upwards; count ≤ 64. Bits above 256 are zero.
  constexpr uint64_t bits(unsigned i, unsigned count) const;
  constexpr U256 shr(unsigned count) const;
  // Modulo 2^256.
  constexpr U256 shl(unsigned count) const;
  // The value modulo 2^count; count ≤ 256.
  constexpr U256 low_bits(unsigned count) const;
  constexpr U256 shr1() const { return shr(1); }

  friend constexpr bool operator==(const U256& a, const U256& b) {
    return a.limb[0] == b.limb[0] && a.limb[1] == b.limb[1] && a.limb[2] == b.limb[2] &&
           a.limb[3] == b.limb[3];
  }
  friend constexpr std::strong_ordering operator<=>(const U256& a, const U256& b) {
    for (unsigned i = 4; i-- > 0;) {
      if (a.limb[i] != b.limb[i]) return a.limb[i] <=> b.limb[i];
    }
    return std::strong_ordering::equal;
  }
};

// a += b modulo 2^256. Returns the carry.
constexpr bool add_assign(U256& a, const U256& b) {
  uint8_t carry = 0;
  for (unsigned i = 0; i < 4; ++i) a.limb[i] = add_carry(a.limb[i], b.limb[i], carry);
  return carry != 0;
}

// a −= b modulo 2^256. Returns the borrow.
constexpr bool sub_assign(U256& a, const U256& b) {
  uint8_t borrow = 0;
  for (unsigned i = 0; i < 4; ++i) a.limb[i] = sub_borrow(a.limb[i], b.limb[i], borrow);
  return borrow != 0;
}

constexpr uint64_t U256::bits(unsigned i, unsigned count) const {
  const unsigned word = i / 64;
  const unsigned offset = i % 64;
  if (word >= 4 || count == 0) return 0;
  uint64_t value = limb[word] >> offset;
  if (offset != 0 && word < 3) value |= limb[word + 1] << (64 - offset);
  return count == 64 ? value : value & ((uint64_t{1} << count) - 1);
}

constexpr U256 U256::shr(unsigned count) const {
  U256 out;
  for (unsigned i = 0; i < 4; ++i) out.limb[i] = bits(64 * i + count, 64);
  return out;
}

constexpr U256 U256::shl(unsigned count) const {
  const unsigned words = count / 64;
  const unsigned offset = count % 64;
  U256 out;
  for (unsigned i = words; i < 4; ++i) {
    out.limb[i] = limb[i - words] << offset;
    if (offset != 0 && i > words) out.limb[i] |= limb[i - words - 1] >> (64 - offset);
  }
  return out;
}

constexpr U256 U256::low_bits(unsigned count) const {
  U256 out;
  for (unsigned i = 0; i < count; i += 64) {
    out.limb[i / 64] = bits(i, count - i < 64 ? count - i : 64);
  }
  return out;
}

constexpr std::optional<U256> U256::from_hex(std::string_view text) {
  if (text.substr(0, 2) == "0x") text.remove_prefix(2);
  if (text.empty()) return std::nullopt;
  U256 out;
  for (const char c : text) {
    uint64_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<uint64_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<uint64_t>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    if (out.limb[3] >> 60 != 0) return std::nullopt;
    out = out.shl(4);
    out.limb[0] |= digit;
  }
  return out;
}

}  // namespace onggi
