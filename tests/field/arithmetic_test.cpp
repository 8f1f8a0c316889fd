#include <vector>

#include "core/field/prime_field.h"
#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

template <class F>
class Arithmetic : public ::testing::Test {
 protected:
  const Int p = modulus<F>();

  void expect_operations_agree(const Int& x, const Int& y) const {
    const F a = element<F>(x), b = element<F>(y);
    ASSERT_EQ(integer(a), x);
    ASSERT_EQ(integer(a + b), (x + y) % p) << x << " + " << y;
    ASSERT_EQ(integer(a - b), mod(x - y, p)) << x << " - " << y;
    ASSERT_EQ(integer(a * b), x * y % p) << x << " * " << y;
    ASSERT_EQ(a == b, x == y) << x << " == " << y;
  }

  void expect_unary_agree(const Int& x) const {
    const F a = element<F>(x);
    ASSERT_EQ(integer(-a), mod(-x, p)) << x;
    ASSERT_EQ(integer(a.square()), x * x % p) << x;
    ASSERT_EQ(integer(a.doubled()), 2 * x % p) << x;
    ASSERT_EQ(a.is_zero(), x == 0) << x;
    ASSERT_EQ(integer(a.inverse_vartime()), pow_mod(x, p - 2, p)) << x;
  }
};
TYPED_TEST_SUITE(Arithmetic, Fields);

TYPED_TEST(Arithmetic, AgreesWithIntegersAtEdges) {
  static_assert(PrimeField<TypeParam>);
  const std::vector<Int> values = edges<TypeParam>();
  for (const Int& x : values) {
    this->expect_unary_agree(x);
    for (const Int& y : values) {
      this->expect_operations_agree(x, y);
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(Arithmetic, AgreesWithIntegersAtRandom) {
  RandomInts random(1);
  for (int i = 0; i < 2000; ++i) {
    const Int x = random.below(this->p), y = random.below(this->p);
    this->expect_unary_agree(x);
    this->expect_operations_agree(x, y);
    if (this->HasFatalFailure()) return;
  }
}

// Results go straight into the next operation, so that inputs which are not the least
// representative of their value occur as they do in use.
TYPED_TEST(Arithmetic, LongChainsAgreeWithIntegers) {
  using F = TypeParam;
  RandomInts random(2);
  const std::vector<Int> constants = edges<F>();
  std::vector<F> a(8);
  std::vector<Int> x(8, 0);
  for (int step = 0; step < 6000; ++step) {
    const auto i = random.word() % 8, j = random.word() % 8, k = random.word() % 8;
    switch (random.word() % 8) {
      case 0:
        a[i] = a[j] * a[k], x[i] = x[j] * x[k];
        break;
      case 1:
        a[i] = a[j] + a[k], x[i] = x[j] + x[k];
        break;
      case 2:
        a[i] = a[j] - a[k], x[i] = x[j] - x[k];
        break;
      case 3:
        a[i] = -a[j], x[i] = -x[j];
        break;
      case 4:
        a[i] += a[j], x[i] += x[j];
        break;
      case 5:
        a[i] -= a[j], x[i] -= x[j];
        break;
      case 6:
        a[i] *= a[j], x[i] *= x[j];
        break;
      default:
        x[i] = constants[random.word() % constants.size()];
        a[i] = element<F>(x[i]);
        break;
    }
    x[i] = mod(x[i], this->p);
    ASSERT_EQ(integer(a[i]), x[i]) << "step " << step;
    ASSERT_EQ(a[i].is_zero(), x[i] == 0) << "step " << step;
    ASSERT_EQ(a[i] == a[k], x[i] == x[k]) << "step " << step;
  }
}

// Sums and products that come to zero, one or a given value in different ways are that value.
TYPED_TEST(Arithmetic, EqualityIsOfValues) {
  using F = TypeParam;
  const std::vector<Int> values = edges<F>();
  for (const Int& x : values) {
    const F a = element<F>(x);
    const F zeros[] = {F::zero(),        a - a,
                       a + -a,           F::zero() * a,
                       a * (a - a),      -(a - a),
                       -F::zero(),       F::zero().square(),
                       -a + a,           (a - a) - (a - a),
                       (a - a) + (a - a)};
    for (const F& zero : zeros) {
      ASSERT_TRUE(zero.is_zero()) << x;
      ASSERT_TRUE(zero == F::zero() && F::zero() == zero) << x;
      ASSERT_FALSE(zero == F::one()) << x;
      ASSERT_EQ(integer(zero), 0);
      for (const F& same : {a + zero, a - zero, zero + a, a * F::one() + zero}) {
        ASSERT_TRUE(same == a && a == same) << x;
        ASSERT_FALSE(same == a + F::one()) << x;
      }
    }
  }
}

TYPED_TEST(Arithmetic, OperandsMayAlias) {
  using F = TypeParam;
  RandomInts random(3);
  for (int i = 0; i < 50; ++i) {
    const Int x = random.below(this->p);
    F a = element<F>(x);
    a *= a;
    EXPECT_EQ(integer(a), x * x % this->p);
    a = element<F>(x);
    a += a;
    EXPECT_EQ(integer(a), 2 * x % this->p);
    a -= a;
    EXPECT_EQ(integer(a), 0);
  }
}

TYPED_TEST(Arithmetic, PowersAgreeWithIntegers) {
  using F = TypeParam;
  RandomInts random(4);
  const Int top = Int(1) << 256;
  std::vector<Int> exponents{0, 1, 2, 15, 16, 17, 255, this->p - 2, this->p - 1, this->p, top - 1};
  for (int i = 0; i < 8; ++i) exponents.push_back(random.below(top));
  for (const Int& e : exponents) {
    for (const Int& x : {Int(0), Int(1), Int(this->p - 1), random.below(this->p)}) {
      EXPECT_EQ(integer(element<F>(x).pow(to_u256(e))), pow_mod(x, e, this->p)) << x << " ^ " << e;
    }
  }
  EXPECT_EQ(integer(element<F>(3).pow_u64(UINT64_MAX)), pow_mod(3, UINT64_MAX, this->p));
}

TYPED_TEST(Arithmetic, ConversionsTakeExactlyTheCanonicalRange) {
  using F = TypeParam;
  EXPECT_EQ(integer(F::from_u64(UINT64_MAX)), Int(UINT64_MAX) % this->p);
  EXPECT_EQ(integer(F::one()), 1);
  EXPECT_EQ(integer(F()), 0);
  EXPECT_TRUE(F::from_canonical(to_u256(this->p - 1)).has_value());
  for (const Int& beyond : {this->p, Int(this->p + 1), Int((Int(1) << 256) - 1)}) {
    EXPECT_FALSE(F::from_canonical(to_u256(beyond)).has_value()) << beyond;
  }
}

// The layouts that callers size their memory by.
static_assert(sizeof(Montgomery<FpParams, Radix64x4>) == 32);
static_assert(sizeof(Montgomery<FpParams, Radix29x9>) == 36);

// Everything but pow, roots and inverses can be computed by the compiler.
template <class F>
constexpr bool computes_at_compile_time() {
  const F two = F::one() + F::one();
  return two * two == F::from_u64(4) && two.square() - two == two && (-two + two).is_zero();
}
static_assert(computes_at_compile_time<Montgomery<FpParams, Radix64x4>>());
static_assert(computes_at_compile_time<Montgomery<FqParams, Radix29x9>>());

}  // namespace
}  // namespace onggi::testing
