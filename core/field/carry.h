// 64-bit additions and subtractions with carry.
#pragma once

#include <cstdint>
#include <type_traits>

namespace onggi {

// The builtins behind _addcarry_u64 and _subborrow_u64, whose header would take half of the compile
// time of each file. gcc 12 and clang 14 generate add-with-carry chains only for these builtins.
#ifdef __x86_64__
#define ONGGI_ADD_CARRY_U64 __builtin_ia32_addcarryx_u64
#ifdef __clang__
#define ONGGI_SUB_BORROW_U64 __builtin_ia32_subborrow_u64
#else
#define ONGGI_SUB_BORROW_U64 __builtin_ia32_sbb_u64
#endif
#endif

// a + b + carry modulo 2^64. `carry` is 0 or 1 on input and output.
constexpr uint64_t add_carry(uint64_t a, uint64_t b, uint8_t& carry) {
#ifdef ONGGI_ADD_CARRY_U64
  if (!std::is_constant_evaluated()) {
    unsigned long long out = 0;
    carry = ONGGI_ADD_CARRY_U64(carry, a, b, &out);
    return out;
  }
#endif
  const uint64_t sum = a + b;
  const uint64_t out = sum + carry;
  carry = static_cast<uint8_t>((sum < a) | (out < sum));
  return out;
}

// a − b − borrow modulo 2^64. `borrow` is 0 or 1 on input and output.
constexpr uint64_t sub_borrow(uint64_t a, uint64_t b, uint8_t& borrow) {
#ifdef ONGGI_SUB_BORROW_U64
  if (!std::is_constant_evaluated()) {
    unsigned long long out = 0;
    borrow = ONGGI_SUB_BORROW_U64(borrow, a, b, &out);
    return out;
  }
#endif
  const uint64_t difference = a - b;
  const uint64_t out = difference - borrow;
  borrow = static_cast<uint8_t>((a < b) | (difference < borrow));
  return out;
}

#undef ONGGI_ADD_CARRY_U64
#undef ONGGI_SUB_BORROW_U64

}  // namespace onggi
