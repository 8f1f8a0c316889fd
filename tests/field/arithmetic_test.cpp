#include <vector>

#include "core/field/prime_field.h"
#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

template <class F>
class Arithmetic : public ::testing::Test {
 protected:
  const Oracle oracle{F::kModulus};
  const std::vector<U256> edges = oracle.edges();
  RandomIntegers random{1};

  U256 draw() { return random.below(F::kModulus); }

  void expect_operations_agree(const U256& x, const U256& y) const {
    const F a = element<F>(x), b = element<F>(y);
    ASSERT_EQ(a.to_canonical(), x);
    ASSERT_EQ((a + b).to_canonical(), oracle.add(x, y)) << x.to_hex() << " + " << y.to_hex();
    ASSERT_EQ((a - b).to_canonical(), oracle.sub(x, y)) << x.to_hex() << " - " << y.to_hex();
    ASSERT_EQ((a * b).to_canonical(), oracle.mul(x, y)) << x.to_hex() << " * " << y.to_hex();
    ASSERT_EQ(a == b, x == y) << x.to_hex() << " == " << y.to_hex();
  }

  void expect_unary_agree(const U256& x) const {
    const F a = element<F>(x);
    ASSERT_EQ((-a).to_canonical(), oracle.sub(U256(), x)) << x.to_hex();
    ASSERT_EQ(a.square().to_canonical(), oracle.mul(x, x)) << x.to_hex();
    ASSERT_EQ(a.doubled().to_canonical(), oracle.add(x, x)) << x.to_hex();
    ASSERT_EQ(a.is_zero(), x.is_zero()) << x.to_hex();
    ASSERT_EQ(a.inverse_vartime().to_canonical(), oracle.inverse(x)) << x.to_hex();
  }
};
TYPED_TEST_SUITE(Arithmetic, Fields);

TYPED_TEST(Arithmetic, MatchesIntegersAtEdgeCases) {
  static_assert(PrimeField<TypeParam>);
  for (const U256& x : this->edges) {
    this->expect_unary_agree(x);
    for (const U256& y : this->edges) {
      this->expect_operations_agree(x, y);
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(Arithmetic, MatchesIntegersAtRandom) {
  for (int i = 0; i < 2000; ++i) {
    const U256 x = this->draw(), y = this->draw();
    this->expect_unary_agree(x);
    this->expect_operations_agree(x, y);
    if (this->HasFatalFailure()) return;
  }
}

// Results are operands of the next operation, so that representatives other than the least one
// occur as they do in use.
TYPED_TEST(Arithmetic, LongChainsMatchIntegers) {
  using F = TypeParam;
  std::vector<F> a(8);
  std::vector<U256> x(8);
  const auto& o = this->oracle;
  for (int step = 0; step < 6000; ++step) {
    const auto i = this->random.word() % 8, j = this->random.word() % 8,
               k = this->random.word() % 8;
    switch (this->random.word() % 8) {
      case 0:
        a[i] = a[j] * a[k], x[i] = o.mul(x[j], x[k]);
        break;
      case 1:
        a[i] = a[j] + a[k], x[i] = o.add(x[j], x[k]);
        break;
      case 2:
        a[i] = a[j] - a[k], x[i] = o.sub(x[j], x[k]);
        break;
      case 3:
        a[i] = -a[j], x[i] = o.sub(U256(), x[j]);
        break;
      case 4:
        a[i] += a[j], x[i] = o.add(x[i], x[j]);
        break;
      case 5:
        a[i] -= a[j], x[i] = o.sub(x[i], x[j]);
        break;
      case 6:
        a[i] *= a[j], x[i] = o.mul(x[i], x[j]);
        break;
      default:
        x[i] = this->edges[this->random.word() % this->edges.size()];
        a[i] = element<F>(x[i]);
        break;
    }
    ASSERT_EQ(a[i].to_canonical(), x[i]) << "step " << step;
    ASSERT_EQ(a[i].is_zero(), x[i].is_zero()) << "step " << step;
    ASSERT_EQ(a[i] == a[k], x[i] == x[k]) << "step " << step;
  }
}

// Values that are not the least representative must stay in range without a product that reduces
// them.
TYPED_TEST(Arithmetic, LongSumsStayInRange) {
  using F = TypeParam;
  constexpr unsigned kSteps = 300;
  const auto& o = this->oracle;
  const U256 steps = U256::from_u64(kSteps);
  const U256 power = o.pow(U256::from_u64(2), steps);
  for (const U256& x : this->edges) {
    for (int i = 0; i < 8; ++i) {
      const U256 y = this->edges[this->random.word() % this->edges.size()];
      const F start = element<F>(x) + element<F>(y);
      const U256 start_value = o.add(x, y);
      F doubled = start, sum = start, difference = start, flipped = start;
      for (unsigned step = 0; step < kSteps; ++step) {
        doubled += doubled;
        sum += start;
        difference -= start;
        flipped = flipped - doubled;
      }
      ASSERT_EQ(doubled.to_canonical(), o.mul(start_value, power)) << x.to_hex();
      ASSERT_EQ(sum.to_canonical(), o.mul(start_value, o.add(steps, U256::from_u64(1))));
      ASSERT_EQ(difference.to_canonical(), o.sub(start_value, o.mul(start_value, steps)));
      // 1 - (2 + 4 + ... + 2^n) = 3 - 2^(n + 1)
      const U256 factor = o.sub(U256::from_u64(3), o.add(power, power));
      ASSERT_EQ(flipped.to_canonical(), o.mul(start_value, factor));
    }
  }
}

// Sums and products that give the same value in different ways must be equal.
TYPED_TEST(Arithmetic, EqualityComparesValues) {
  using F = TypeParam;
  for (const U256& x : this->edges) {
    const F a = element<F>(x);
    const std::vector<F> zeros{F::zero(),        a - a,
                               a + -a,           F::zero() * a,
                               a * (a - a),      -(a - a),
                               -F::zero(),       F::zero().square(),
                               -a + a,           (a - a) - (a - a),
                               (a - a) + (a - a)};
    for (const F& zero : zeros) {
      ASSERT_TRUE(zero.is_zero()) << x.to_hex();
      ASSERT_TRUE(zero == F::zero() && F::zero() == zero) << x.to_hex();
      ASSERT_FALSE(zero == F::one()) << x.to_hex();
      ASSERT_EQ(zero.to_canonical(), U256());
      for (const F& same : {a + zero, a - zero, zero + a, a * F::one() + zero}) {
        ASSERT_TRUE(same == a && a == same) << x.to_hex();
        ASSERT_FALSE(same == a + F::one()) << x.to_hex();
      }
    }
  }
}

TYPED_TEST(Arithmetic, OperandsMayAlias) {
  using F = TypeParam;
  for (int i = 0; i < 50; ++i) {
    const U256 x = this->draw();
    F a = element<F>(x);
    a *= a;
    EXPECT_EQ(a.to_canonical(), this->oracle.mul(x, x));
    a = element<F>(x);
    a += a;
    EXPECT_EQ(a.to_canonical(), this->oracle.add(x, x));
    const F& same = a;
    a -= same;
    EXPECT_EQ(a.to_canonical(), U256());
  }
}

TYPED_TEST(Arithmetic, PowersMatchIntegers) {
  using F = TypeParam;
  std::vector<U256> exponents{F::kModulus, {{~0ULL, ~0ULL, ~0ULL, ~0ULL}}};
  for (const uint64_t e : {0, 1, 2, 15, 16, 17, 255}) exponents.push_back(U256::from_u64(e));
  for (int i = 0; i < 8; ++i) exponents.push_back(this->random.any());
  const U256 minus_one = this->oracle.sub(U256(), U256::from_u64(1));
  for (const U256& e : exponents) {
    for (const U256& x : {U256(), U256::from_u64(1), minus_one, this->draw()}) {
      EXPECT_EQ(element<F>(x).pow(e).to_canonical(), this->oracle.pow(x, e))
          << x.to_hex() << " ^ " << e.to_hex();
    }
  }
  EXPECT_EQ(F::from_u64(3).pow_u64(UINT64_MAX).to_canonical(),
            this->oracle.pow(U256::from_u64(3), U256::from_u64(UINT64_MAX)));
}

TYPED_TEST(Arithmetic, ConversionsAcceptExactlyTheCanonicalRange) {
  using F = TypeParam;
  EXPECT_EQ(F::one().to_canonical(), U256::from_u64(1));
  EXPECT_EQ(F().to_canonical(), U256());
  EXPECT_EQ(F::from_u64(UINT64_MAX).to_canonical(),
            this->oracle.add(U256::from_u64(UINT64_MAX), U256()));
  U256 value = F::kModulus;
  EXPECT_FALSE(F::from_canonical(value).has_value());
  sub_assign(value, U256::from_u64(1));
  EXPECT_TRUE(F::from_canonical(value).has_value());
  EXPECT_FALSE(F::from_canonical({{~0ULL, ~0ULL, ~0ULL, ~0ULL}}).has_value());
}

// The sizes that callers use to estimate memory.
static_assert(sizeof(Montgomery<FpParams, Radix64x4>) == 32);
static_assert(sizeof(Montgomery<FpParams, Radix29x9>) == 36);

// The compiler can evaluate everything except pow, roots and inverses.
template <class F>
constexpr bool computes_at_compile_time() {
  const F two = F::one() + F::one();
  return two * two == F::from_u64(4) && two.square() - two == two && (-two + two).is_zero();
}
static_assert(computes_at_compile_time<Montgomery<FpParams, Radix64x4>>());
static_assert(computes_at_compile_time<Montgomery<FqParams, Radix29x9>>());

}  // namespace
}  // namespace onggi::testing
