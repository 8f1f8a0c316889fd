// Rows of range checks and bit operations.
// Source: Kimchi book, "Range Check", "Xor", "Rotation".
#pragma once

#include "core/field/u256.h"
#include "core/kimchi/builder/circuit_builder.h"
#include "core/kimchi/gates/formula.h"

namespace onggi {
namespace detail {

// Fills cells[begin … end) with the `width`-bit digits of `value`, most significant first. The
// least significant digit starts at bit `low`.
template <class F>
void put_digits(std::array<F, kColumns>& cells, size_t begin, size_t end, const U256& value,
                unsigned low, unsigned width) {
  for (size_t i = end; i-- > begin; low += width) cells[i] = F::from_u64(value.bits(low, width));
}

template <class F>
Result<void> check_bits(const F& value, unsigned bits) {
  if (value.to_canonical().bit_length() <= bits) return success();
  return fail(Errc::invalid_argument, fmt::format("a value must have at most {} bits", bits));
}

// A RangeCheck0 row for a value below 2^88.
template <class C>
uint32_t append_range_check0(CircuitBuilder<C>& builder, const typename C::Scalar& value,
                             bool compact) {
  using F = typename C::Scalar;
  const U256 bits = value.to_canonical();
  std::array<F, kColumns> cells{value};
  put_digits(cells, 1, 7, bits, 16, 12);
  put_digits(cells, 7, kColumns, bits, 0, 2);
  return builder.append(GateType::RangeCheck0, cells, {compact ? F::one() : F::zero()});
}

// The final rows of a multi range check: RangeCheck1 and a Zero row, whose looked-up cells are
// wired to the highest limbs of the two RangeCheck0 rows before them. `second` is in column 1 of
// the RangeCheck1 row.
template <class C>
void append_range_check1(CircuitBuilder<C>& builder, const typename C::Scalar& value,
                         const typename C::Scalar& second) {
  using F = typename C::Scalar;
  const U256 bits = value.to_canonical();
  std::array<F, kColumns> current{value, second};
  current[2] = F::from_u64(bits.bits(86, 2));
  put_digits(current, 3, 7, bits, 38, 12);
  put_digits(current, 7, kColumns, bits, 22, 2);
  std::array<F, kColumns> next{};
  put_digits(next, 0, 3, bits, 16, 2);
  put_digits(next, 7, kColumns, bits, 0, 2);
  const uint32_t row = builder.rows();
  for (uint32_t i = 0; i < 4; ++i) next[3 + i] = builder.value({row - 2 + i / 2, 1 + i % 2});
  builder.append(GateType::RangeCheck1, current);
  builder.append(GateType::Zero, next);
  for (uint32_t i = 0; i < 4; ++i) {
    builder.wire({row - 2 + i / 2, 1 + i % 2}, {row + 1, 3 + i}).value();
  }
}

}  // namespace detail

// Checks value < 2^64 with one RangeCheck0 row. Returns the value's cell. Errors: invalid_argument.
template <class C>
Result<Cell> build_range_check64(CircuitBuilder<C>& builder, const typename C::Scalar& value) {
  BOOST_OUTCOME_TRYV(detail::check_bits(value, 64));
  const Cell zero = builder.constant(C::Scalar::zero());
  const uint32_t row = detail::append_range_check0(builder, value, false);
  builder.wire(zero, {row, 1}).value();
  builder.wire(zero, {row, 2}).value();
  return Cell{row, 0};
}

// Checks three values below 2^88: two RangeCheck0 rows, a RangeCheck1 row and a Zero row. Returns
// their cells. Errors: invalid_argument.
template <class C>
Result<std::array<Cell, 3>> build_multi_range_check(
    CircuitBuilder<C>& builder, const std::array<typename C::Scalar, 3>& limbs) {
  for (const auto& limb : limbs) {
    BOOST_OUTCOME_TRYV(detail::check_bits(limb, gates::kLimbBits));
  }
  const uint32_t row = detail::append_range_check0(builder, limbs[0], false);
  detail::append_range_check0(builder, limbs[1], false);
  detail::append_range_check1(builder, limbs[2], C::Scalar::zero());
  return std::array<Cell, 3>{{{row, 0}, {row + 1, 0}, {row + 2, 0}}};
}

struct CompactRangeCheckCells {
  std::array<Cell, 3> limbs;
  Cell compact;  // limb 0 + 2^88·limb 1
};

// The same for a value whose low two limbs share one cell. The high limb comes first. Errors:
// invalid_argument.
template <class C>
Result<CompactRangeCheckCells> build_compact_multi_range_check(
    CircuitBuilder<C>& builder, const std::array<typename C::Scalar, 3>& limbs) {
  for (const auto& limb : limbs) {
    BOOST_OUTCOME_TRYV(detail::check_bits(limb, gates::kLimbBits));
  }
  const auto compact = limbs[0] + gates::shift_left<gates::kLimbBits>(limbs[1]);
  const uint32_t row = detail::append_range_check0(builder, limbs[2], false);
  detail::append_range_check0(builder, limbs[0], true);
  detail::append_range_check1(builder, limbs[1], compact);
  return CompactRangeCheckCells{{{{row + 1, 0}, {row + 2, 0}, {row, 0}}}, {row + 2, 1}};
}

struct XorCells {
  Cell left;
  Cell right;
  Cell result;
};

// left xor right for values of at most `bits` bits: ceil(bits / 16) Xor16 rows and a Zero row. The
// rows prove that all three values are below 2^(16·ceil(bits / 16)). There are at most 15 Xor16
// rows: with 16, digits could represent a value and the value plus the modulus, because the field
// has fewer than 2^256 elements. Errors: invalid_argument.
template <class C>
Result<XorCells> build_xor(CircuitBuilder<C>& builder, const typename C::Scalar& left,
                           const typename C::Scalar& right, unsigned bits) {
  using F = typename C::Scalar;
  if (bits == 0 || bits > 240) {
    return fail(Errc::invalid_argument, fmt::format("bits must be from 1 to 240, got {}", bits));
  }
  BOOST_OUTCOME_TRYV(detail::check_bits(left, bits));
  BOOST_OUTCOME_TRYV(detail::check_bits(right, bits));
  std::array<U256, 3> rest{left.to_canonical(), right.to_canonical(), {}};
  for (size_t i = 0; i < 4; ++i) rest[2].limb[i] = rest[0].limb[i] ^ rest[1].limb[i];
  const Cell zero = builder.constant(F::zero());
  const uint32_t first = builder.rows();
  for (unsigned bit = 0; bit < bits; bit += 16) {
    std::array<F, kColumns> cells;
    for (size_t i = 0; i < 3; ++i) {
      cells[i] = *F::from_canonical(rest[i]);
      for (unsigned j = 0; j < 4; ++j) cells[3 + 4 * i + j] = F::from_u64(rest[i].bits(4 * j, 4));
      rest[i] = rest[i].shr(16);
    }
    builder.append(GateType::Xor16, cells);
  }
  const uint32_t last = builder.append(GateType::Zero, {});
  for (uint32_t i = 0; i < 3; ++i) builder.wire(zero, {last, i}).value();
  return XorCells{{first, 0}, {first, 1}, {first, 2}};
}

struct RotateCells {
  Cell word;
  Cell result;
};

// Rotates a word below 2^64 left by `bits` < 64: a Rot64 row and two RangeCheck0 rows, for the
// shifted word and the word. Errors: invalid_argument.
template <class C>
Result<RotateCells> build_rotate64(CircuitBuilder<C>& builder, const typename C::Scalar& word,
                                   unsigned bits) {
  using F = typename C::Scalar;
  if (bits >= 64) {
    return fail(Errc::invalid_argument, fmt::format("bits must be from 0 to 63, got {}", bits));
  }
  BOOST_OUTCOME_TRYV(detail::check_bits(word, 64));
  const uint64_t value = word.to_canonical().limb[0];
  const uint64_t shifted = value << bits;
  const uint64_t excess = bits == 0 ? 0 : value >> (64 - bits);
  // excess − 2^bits + 2^64 must be below 2^64
  const U256 bound = U256::from_u64(excess - (uint64_t{1} << bits));
  const Cell zero = builder.constant(F::zero());
  std::array<F, kColumns> cells{word, F::from_u64(shifted | excess), F::from_u64(excess)};
  detail::put_digits(cells, 3, 7, bound, 16, 12);
  detail::put_digits(cells, 7, kColumns, bound, 0, 2);
  const uint32_t row = builder.append(GateType::Rot64, cells, {F::from_u64(uint64_t{1} << bits)});
  for (const F& checked : {F::from_u64(shifted), word}) {
    const uint32_t check = detail::append_range_check0(builder, checked, false);
    builder.wire(zero, {check, 1}).value();
    builder.wire(zero, {check, 2}).value();
  }
  builder.wire({row, 0}, {row + 2, 0}).value();
  return RotateCells{{row, 0}, {row, 1}};
}

}  // namespace onggi
