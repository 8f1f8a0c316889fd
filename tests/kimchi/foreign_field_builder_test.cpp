// The rows that builders append for arithmetic in another field compute the same values as that
// field.
#include <gtest/gtest.h>

#include "core/kimchi/builder/foreign_field.h"
#include "tests/kimchi/builders.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

template <class C>
class ForeignFieldBuilders : public Builders<C> {};
TYPED_TEST_SUITE(ForeignFieldBuilders, Curves);

// The foreign field is the other curve's base field, whose arithmetic gives the expected results.
TYPED_TEST(ForeignFieldBuilders, OperationsMatchTheField) {
  using F = typename TypeParam::Scalar;
  using Foreign = typename TypeParam::Base;
  SeededRng rng(3);
  CircuitBuilder<TypeParam> builder;
  auto value = [&builder](const LimbCells& limbs) {
    return Foreign::from_canonical(foreign_field_value(builder, limbs).value());
  };
  const std::array<Foreign, 4> elements{rng.field<Foreign>(), rng.field<Foreign>(), Foreign::zero(),
                                        -Foreign::one()};
  for (const Foreign& a : elements) {
    for (const Foreign& b : elements) {
      const U256 left = a.to_canonical();
      const U256 right = b.to_canonical();
      const U256& modulus = Foreign::kModulus;
      EXPECT_EQ(value(build_foreign_field_add(builder, left, right, modulus, false).value().result),
                a + b);
      EXPECT_EQ(value(build_foreign_field_add(builder, left, right, modulus, true).value().result),
                a - b);
      const auto product = build_foreign_field_mul(builder, left, right, modulus).value();
      EXPECT_EQ(value(product.left), a);
      EXPECT_EQ(value(product.right), b);
      EXPECT_EQ(value(product.result), a * b);
    }
  }
  this->expect_satisfied(builder);
  static_assert(!std::is_same_v<F, Foreign>);
}

// Sums of two numbers below 2^256 carry, and a remainder may equal the modulus before its
// reduction.
TYPED_TEST(ForeignFieldBuilders, FieldsMayHaveOtherSizes) {
  CircuitBuilder<TypeParam> builder;
  auto check = [&builder](const Result<ForeignFieldCells>& cells, const U256& expected) {
    EXPECT_EQ(foreign_field_value(builder, cells.value().result).value(), expected);
  };
  U256 largest{};  // −1 modulo 2^256 − 189
  sub_assign(largest, U256::from_u64(190));
  U256 modulus = largest;
  add_assign(modulus, U256::from_u64(1));
  U256 minus_two = largest;
  sub_assign(minus_two, U256::from_u64(1));
  const U256 one = U256::from_u64(1);
  check(build_foreign_field_add(builder, largest, largest, modulus, false), minus_two);
  check(build_foreign_field_add(builder, largest, one, modulus, false), {});
  check(build_foreign_field_add(builder, {}, one, modulus, true), largest);
  check(build_foreign_field_mul(builder, largest, largest, modulus), one);
  check(build_foreign_field_mul(builder, U256::from_u64(2), U256::from_u64(3), U256::from_u64(6)),
        {});
  this->expect_satisfied(builder);
}

TYPED_TEST(ForeignFieldBuilders, BoundCheckAcceptsReducedValues) {
  const U256& prime = TypeParam::Base::kModulus;
  U256 largest = prime;
  sub_assign(largest, U256::from_u64(1));
  CircuitBuilder<TypeParam> builder;
  for (const U256& value : {U256{}, U256::from_u64(1), largest, prime.shr(1)}) {
    const auto cells = build_foreign_field_bound_check(builder, value, prime);
    ASSERT_TRUE(cells);
    EXPECT_EQ(builder.value(cells.value()[1]).to_canonical(), value.shr(88).low_bits(88));
  }
  EXPECT_TRUE(build_foreign_field_bound_check(builder, U256::from_u64(6), U256::from_u64(7)));
  this->expect_satisfied(builder);
}

// If the prover could choose the addend or the overflow, the check would pass for any value.
TYPED_TEST(ForeignFieldBuilders, BoundCheckWiresItsConstants) {
  CircuitBuilder<TypeParam> builder;
  const U256& prime = TypeParam::Base::kModulus;
  const Cell value = build_foreign_field_bound_check(builder, U256::from_u64(5), prime).value()[0];
  const auto gates = builder.circuit().gates;
  for (uint32_t column = 3; column < kPermuted; ++column) {
    Wire at = gates[value.row].wires[column];
    while (gates[at.row].type != GateType::Generic && at != Wire{value.row, column}) {
      at = gates[at.row].wires[at.column];
    }
    EXPECT_EQ(gates[at.row].type, GateType::Generic) << "column " << column;
  }
}

}  // namespace
}  // namespace onggi::testing
