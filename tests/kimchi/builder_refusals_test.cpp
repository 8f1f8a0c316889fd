// Invalid inputs of builders give typed errors and leave the builder unchanged. The largest valid
// inputs are accepted.
#include <gtest/gtest.h>

#include "core/curve/scale.h"
#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/foreign_field.h"
#include "core/kimchi/builder/lookup.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

template <class F>
F power_of_two(unsigned exponent) {
  return *F::from_canonical(U256::from_u64(1).shl(exponent));
}

template <class C>
class BuilderErrors : public ::testing::Test {
 public:
  using F = typename C::Scalar;

  // Expects an error and no new row.
  template <class R>
  void expect_refused(const R& result, Errc code = Errc::invalid_argument) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().errc(), code) << result.error().message();
    EXPECT_EQ(builder.rows(), rows);
  }

  // Expects success and records the number of rows.
  template <class R>
  void expect_accepted(const R& result) {
    EXPECT_TRUE(result) << result.error().message();
    rows = builder.rows();
  }

  CircuitBuilder<C> builder;
  uint32_t rows = 0;
};

TYPED_TEST_SUITE(BuilderErrors, Curves);

TYPED_TEST(BuilderErrors, RejectMissingCellsAndUnequalValues) {
  using F = typename TypeParam::Scalar;
  auto& builder = this->builder;
  const Cell one = builder.free_cell(F::one());
  const Cell zero = builder.free_cell(F::zero());
  const Cell half = builder.constant(F::one());
  this->rows = builder.rows();
  this->expect_refused(builder.wire(one, zero), Errc::unsatisfied_copy);
  // The last two cells exist only after the next free_cell() and the next generic().
  for (const Cell absent : {Cell{this->rows, 0}, Cell{0, kPermuted},
                            Cell{zero.row, zero.column + 1}, Cell{half.row, 3}}) {
    this->expect_refused(builder.wire(one, absent), Errc::wire_out_of_range);
    this->expect_refused(builder.wire(absent, one), Errc::wire_out_of_range);
    this->expect_refused(builder.make_public(absent), Errc::wire_out_of_range);
    this->expect_refused(build_lookup<TypeParam>(builder, absent, {}), Errc::wire_out_of_range);
    this->expect_refused(foreign_field_value(builder, {one, absent, one}), Errc::wire_out_of_range);
  }
  this->expect_refused(builder.generic({F::one(), {}, {}, {}, {}}, F::one(), {}, {}),
                       Errc::unsatisfied_gate);
}

TYPED_TEST(BuilderErrors, RejectInfinityAndPointsOffTheCurve) {
  using Curve = typename TypeParam::Other;
  auto& builder = this->builder;
  const auto base = Curve::generator();
  const Affine<Curve> off_curve{base.x, base.x};
  for (const auto& [point, code] : {std::pair(Affine<Curve>{}, Errc::invalid_argument),
                                    std::pair(off_curve, Errc::point_not_on_curve)}) {
    this->expect_refused(build_complete_add(builder, point, base), code);
    this->expect_refused(build_complete_add(builder, base, point), code);
    this->expect_refused(build_variable_base_mul(builder, point, {}, 5), code);
    this->expect_refused(build_endo_mul(builder, point, {}), code);
  }
}

TYPED_TEST(BuilderErrors, RejectScalarsWithTooManyBits) {
  auto& builder = this->builder;
  const auto base = TypeParam::Other::generator();
  const auto lambda = TypeParam::endo_scalar();
  const U256 one = U256::from_u64(1);
  this->expect_accepted(build_variable_base_mul(builder, base, U256::from_u64(31), 5));
  this->expect_refused(build_variable_base_mul(builder, base, U256::from_u64(32), 5));
  this->expect_refused(build_variable_base_mul(builder, base, {}, 0));
  this->expect_refused(build_variable_base_mul(builder, base, {}, 256));
  this->expect_accepted(build_endo_mul(builder, base, one.shl(127)));
  this->expect_refused(build_endo_mul(builder, base, one.shl(128)));
  this->expect_accepted(build_endo_mul_scalar(builder, one.shl(127), lambda));
  this->expect_refused(build_endo_mul_scalar(builder, one.shl(128), lambda));
}

TYPED_TEST(BuilderErrors, RejectValuesWithTooManyBits) {
  using F = typename TypeParam::Scalar;
  auto& builder = this->builder;
  this->expect_accepted(build_range_check64(builder, power_of_two<F>(63)));
  this->expect_refused(build_range_check64(builder, power_of_two<F>(64)));
  for (size_t i = 0; i < 3; ++i) {
    std::array<F, 3> limbs{};
    limbs[i] = power_of_two<F>(87);
    this->expect_accepted(build_multi_range_check(builder, limbs));
    this->expect_accepted(build_compact_multi_range_check(builder, limbs));
    limbs[i] = power_of_two<F>(88);
    this->expect_refused(build_multi_range_check(builder, limbs));
    this->expect_refused(build_compact_multi_range_check(builder, limbs));
  }
  const F large = power_of_two<F>(31);
  this->expect_accepted(build_xor(builder, large, large, 32));
  this->expect_refused(build_xor(builder, large, F::zero(), 31));
  this->expect_refused(build_xor(builder, F::zero(), large, 31));
  this->expect_refused(build_xor(builder, F::zero(), F::zero(), 0));
  this->expect_refused(build_xor(builder, F::zero(), F::zero(), 241));
  this->expect_accepted(build_rotate64(builder, power_of_two<F>(63), 63));
  this->expect_refused(build_rotate64(builder, power_of_two<F>(64), 63));
  this->expect_refused(build_rotate64(builder, F::one(), 64));
}

TYPED_TEST(BuilderErrors, RejectForeignFieldElementsThatAreNotReduced) {
  auto& builder = this->builder;
  const U256 modulus = U256::from_u64(7);
  const U256 most = U256::from_u64(6);
  for (const bool subtract : {false, true}) {
    this->expect_accepted(build_foreign_field_add(builder, most, most, modulus, subtract));
    this->expect_refused(build_foreign_field_add(builder, modulus, most, modulus, subtract));
    this->expect_refused(build_foreign_field_add(builder, most, modulus, modulus, subtract));
  }
  this->expect_accepted(build_foreign_field_mul(builder, most, most, modulus));
  this->expect_refused(build_foreign_field_mul(builder, modulus, most, modulus));
  this->expect_refused(build_foreign_field_mul(builder, most, modulus, modulus));
  this->expect_accepted(build_foreign_field_bound_check(builder, most, modulus));
  this->expect_refused(build_foreign_field_bound_check(builder, modulus, modulus));
}

TYPED_TEST(BuilderErrors, RejectLimbsWithTooManyBits) {
  using F = typename TypeParam::Scalar;
  auto& builder = this->builder;
  const Cell zero = builder.free_cell(F::zero());
  for (const auto& [limb, bits] : {std::pair(0u, 88u), std::pair(1u, 88u), std::pair(2u, 80u)}) {
    LimbCells limbs{zero, zero, zero};
    limbs[limb] = builder.free_cell(power_of_two<F>(bits - 1));
    EXPECT_EQ(foreign_field_value(builder, limbs).value(),
              U256::from_u64(1).shl(88 * limb + bits - 1));
    limbs[limb] = builder.free_cell(power_of_two<F>(bits));
    this->rows = builder.rows();
    this->expect_refused(foreign_field_value(builder, limbs));
  }
}

}  // namespace
}  // namespace onggi::testing
