#include "core/field/packed.h"

#include <array>
#include <span>
#include <vector>

#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

template <class F>
class PackedVectors : public ::testing::Test {
 protected:
  using Vector = Packed<F>;
  static constexpr size_t kN = kLanes<F>;

  const Oracle oracle{F::kModulus};
  RandomIntegers random{3};

  // Values whose vector form (x·2^260 mod p) has limbs at the ends of their range, and the edges of
  // the scalar form.
  std::vector<U256> edges() const {
    const U256 r_inv = oracle.inverse(pow2_mod(260, F::kModulus));
    U256 most, least, one_bit_more;
    for (unsigned k = 0; k < 19; ++k) {
      add_assign(most, U256::from_u64(4095).shl(13 * k));
      add_assign(least, U256::from_u64(4096).shl(13 * k));
      add_assign(one_bit_more, U256::from_u64(4097).shl(13 * k));
    }
    std::vector<U256> forms{most, least, one_bit_more, U256::from_u64(1), F::kModulus.shr1()};
    for (unsigned k = 0; k < 20; ++k) {
      forms.push_back(U256::from_u64(1).shl(13 * k));
      forms.push_back(U256::from_u64(1).shl(13 * k + 12 < 254 ? 13 * k + 12 : 253));
    }
    std::vector<U256> out = oracle.edges();
    for (const U256& form : forms) {
      const U256 x = oracle.mul(form, r_inv);
      out.push_back(x);
      out.push_back(oracle.sub(U256(), x));
    }
    return out;
  }

  // Each lane must be what the oracle says of that lane.
  template <unsigned Bound, class Expected>
  void expect_lanes(const Packed<F, kN, Bound>& value, Expected&& expected,
                    const char* what) const {
    std::array<F, kN> lanes;
    value.store(lanes.data());
    for (size_t i = 0; i < kN; ++i) ASSERT_EQ(lanes[i].to_canonical(), expected(i)) << what << i;
  }

  // Lane i holds x[i], which must have kN elements.
  static Vector vector_of(std::span<const U256> x) {
    std::array<F, kN> lanes;
    for (size_t i = 0; i < kN; ++i) lanes[i] = element<F>(x[i]);
    return Vector::load(lanes.data());
  }

  void expect_operations_agree(std::span<const U256> x, std::span<const U256> y) const {
    const Oracle& o = oracle;
    const Vector a = vector_of(x), b = vector_of(y);
    expect_lanes(
        a, [&](size_t i) { return x[i]; }, "load ");
    expect_lanes(
        a + b, [&](size_t i) { return o.add(x[i], y[i]); }, "+ ");
    expect_lanes(
        a - b, [&](size_t i) { return o.sub(x[i], y[i]); }, "- ");
    expect_lanes(
        -a, [&](size_t i) { return o.sub(U256(), x[i]); }, "negated ");
    expect_lanes(
        a * b, [&](size_t i) { return o.mul(x[i], y[i]); }, "* ");
    expect_lanes(
        a.square(), [&](size_t i) { return o.mul(x[i], x[i]); }, "square ");
    expect_lanes(
        a.doubled(), [&](size_t i) { return o.add(x[i], x[i]); }, "doubled ");
    expect_lanes((a + b) * (a - b),
                 [&](size_t i) { return o.sub(o.mul(x[i], x[i]), o.mul(y[i], y[i])); }, "lazy * ");
    expect_lanes((a - b).square(),
                 [&](size_t i) { return o.mul(o.sub(x[i], y[i]), o.sub(x[i], y[i])); },
                 "lazy square ");
    // Of the largest bounds: reduced where two add up to more.
    const auto most = a + a + a + a + a + a + b;
    const auto six = [&](size_t i) { return o.add(o.mul(U256::from_u64(6), x[i]), y[i]); };
    expect_lanes(most, six, "sum of seven ");
    expect_lanes(Vector(most), six, "reduced ");
    expect_lanes(
        most + most, [&](size_t i) { return o.add(six(i), six(i)); }, "fourteen ");
    expect_lanes(
        most * most, [&](size_t i) { return o.mul(six(i), six(i)); }, "49 products ");
    expect_lanes(
        most.square(), [&](size_t i) { return o.mul(six(i), six(i)); }, "square of seven ");
    const auto five = a + a + a + a + b;
    expect_lanes(
        five * (-b),
        [&](size_t i) {
          return o.sub(U256(), o.mul(o.add(o.mul(U256::from_u64(4), x[i]), y[i]), y[i]));
        },
        "five products ");
    const auto pair = Vector::products(five, -b, a - b, a + b);
    expect_lanes(
        pair[0],
        [&](size_t i) {
          return o.sub(U256(), o.mul(o.add(o.mul(U256::from_u64(4), x[i]), y[i]), y[i]));
        },
        "first of two products ");
    expect_lanes(
        pair[1], [&](size_t i) { return o.sub(o.mul(x[i], x[i]), o.mul(y[i], y[i])); },
        "second of two products ");
    for (LaneSet set = 0; set < 1u << kN; ++set) {
      const auto in_set = [&](size_t i) { return (set >> i & 1) != 0; };
      expect_lanes(
          Vector::select(set, a, b), [&](size_t i) { return in_set(i) ? x[i] : y[i]; },
          "selected ");
      expect_lanes(
          a.negated_in(set), [&](size_t i) { return in_set(i) ? o.sub(U256(), x[i]) : x[i]; },
          "negated in ");
    }
    for (size_t i = 0; i < kN; ++i) {
      ASSERT_EQ((a - b).reduced().zeros() >> i & 1, x[i] == y[i] ? 1u : 0u);
    }
    // Single elements keep the value, and a zero as zeros.
    std::array<typename Vector::Element, kN> kept;
    std::array<typename Vector::Element*, kN> to;
    std::array<const typename Vector::Element*, kN> from;
    for (size_t i = 0; i < kN; ++i) from[(i + 1) % kN] = to[i] = &kept[i];
    Vector(a - b).scatter(to);
    expect_lanes(
        Vector::gather(from),
        [&](size_t i) {
          const size_t j = (i + kN - 1) % kN;
          return o.sub(x[j], y[j]);
        },
        "gathered ");
    expect_lanes(
        Vector::gather(kept.data()), [&](size_t i) { return o.sub(x[i], y[i]); },
        "gathered in order ");
    Vector(a + b).scatter(kept.data());
    expect_lanes(
        Vector::gather(kept.data()), [&](size_t i) { return o.add(x[i], y[i]); },
        "scattered in order ");
    expect_lanes(
        most.doubled(), [&](size_t i) { return o.add(six(i), six(i)); }, "doubled seven ");
    // An element that was never written is zero.
    kept[0] = {};
    ASSERT_EQ(Vector::gather(to_const(to)).gathered_zeros() & 1, 1u);
  }

  static std::array<const typename Vector::Element*, kN> to_const(
      const std::array<typename Vector::Element*, kN>& lanes) {
    std::array<const typename Vector::Element*, kN> out;
    for (size_t i = 0; i < kN; ++i) out[i] = lanes[i];
    return out;
  }
};

// The vectors of the WebAssembly build are compiled in every build.
using BlsField = Montgomery<BlsParams, Radix29x9>;
using PackedFields = ::testing::Types<Montgomery<FpParams, Radix29x9>,
                                      Montgomery<FqParams, Radix29x9>, Fp, BlsField>;
TYPED_TEST_SUITE(PackedVectors, PackedFields);

TYPED_TEST(PackedVectors, MatchIntegersAtEdgeCases) {
  constexpr size_t kN = TestFixture::kN;
  const std::vector<U256> edges = this->edges();
  std::array<U256, kN> x, y;
  for (size_t i = 0; i < edges.size(); ++i) {
    // Every seventh vector of partners: each edge meets each lane and many partners.
    for (size_t j = i % 7 * kN; j < edges.size(); j += 7 * kN) {
      for (size_t lane = 0; lane < kN; ++lane) {
        x[lane] = edges[(i + lane) % edges.size()];
        y[lane] = edges[(j + 2 * lane) % edges.size()];
      }
      this->expect_operations_agree(x, y);
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(PackedVectors, HoldConstantsInEveryLane) {
  using F = TypeParam;
  using Vector = typename TestFixture::Vector;
  for (const U256& x : this->edges()) {
    const F value = element<F>(x);
    const auto same = [&](size_t) { return x; };
    this->expect_lanes(Vector(value), same, "element ");
    this->expect_lanes(Vector(Vector::constant(value)), same, "constant ");
    // A constant's limbs are those of a reduced value.
    this->expect_lanes(Vector(Vector::constant(value)) + Vector::zero(), same, "constant + 0 ");
  }
  static constexpr auto kTwo = Vector::constant(F::from_u64(2));
  const auto two = [](size_t) { return U256::from_u64(2); };
  this->expect_lanes(Vector(kTwo), two, "two ");
  this->expect_lanes(Vector::one() + Vector::one(), two, "1 + 1 ");
  this->expect_lanes(
      Vector::zero(), [](size_t) { return U256(); }, "zero ");
}

TYPED_TEST(PackedVectors, SumProductsLikeIntegers) {
  constexpr size_t kN = TestFixture::kN;
  const std::vector<U256> edges = this->edges();
  for (size_t terms = 0; terms <= 12; ++terms) {
    for (size_t start = 0; start < edges.size(); ++start) {
      SumOfProducts<Packed<TypeParam>> sum;
      std::array<U256, kN> expected{}, x, y;
      for (size_t k = 0; k < terms; ++k) {
        for (size_t lane = 0; lane < kN; ++lane) {
          // The same edge in the first lane of all terms: its limbs add up.
          x[lane] = edges[(start + lane * k) % edges.size()];
          y[lane] = edges[(start + 2 * lane * k) % edges.size()];
          expected[lane] = this->oracle.add(expected[lane], this->oracle.mul(x[lane], y[lane]));
        }
        sum.add(this->vector_of(x), this->vector_of(y));
        if (terms % 2 == 1 && k % 4 == 1) {
          this->expect_lanes(
              Packed<TypeParam>(sum.value()), [&](size_t i) { return expected[i]; }, "so far ");
        }
      }
      this->expect_lanes(
          Packed<TypeParam>(sum.value()), [&](size_t i) { return expected[i]; }, "sum ");
      if (this->HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(PackedVectors, MatchIntegersAtRandom) {
  using F = TypeParam;
  std::array<U256, TestFixture::kN> x, y;
  for (int i = 0; i < 500; ++i) {
    for (U256& value : x) value = this->random.below(F::kModulus);
    for (U256& value : y) value = this->random.below(F::kModulus);
    y[0] = i % 3 == 0 ? x[0] : y[0];
    this->expect_operations_agree(x, y);
    if (this->HasFatalFailure()) return;
  }
}

// Results are the operands of what follows, so that values occur as they do in use.
TYPED_TEST(PackedVectors, MatchElementsInLongFormulas) {
  using F = TypeParam;
  using Vector = typename TestFixture::Vector;
  constexpr size_t kN = TestFixture::kN;
  std::array<F, kN> s, t;
  for (size_t i = 0; i < kN; ++i) {
    s[i] = element<F>(this->random.below(F::kModulus));
    t[i] = element<F>(this->random.below(F::kModulus));
  }
  Vector a = Vector::load(s.data()), b = Vector::load(t.data());
  const Vector k(F::from_u64(7));
  for (int round = 0; round < 300; ++round) {
    const Vector c = (a + b) * (a - b) - k * a.square() + b;
    b = c - a - b.doubled() + a * k;
    a = c;
    a += b;
    b -= a;
    a *= k;
    std::array<F, kN> out_a, out_b;
    a.store(out_a.data());
    b.store(out_b.data());
    for (size_t i = 0; i < kN; ++i) {
      const F seven = F::from_u64(7);
      const F next = (s[i] + t[i]) * (s[i] - t[i]) - seven * s[i].square() + t[i];
      t[i] = next - s[i] - t[i].doubled() + s[i] * seven;
      s[i] = next;
      s[i] += t[i];
      t[i] -= s[i];
      s[i] *= seven;
      ASSERT_EQ(out_a[i], s[i]) << round;
      ASSERT_EQ(out_b[i], t[i]) << round;
    }
  }
}

}  // namespace
}  // namespace onggi::testing
