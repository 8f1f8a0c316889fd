#include "core/field/batch.h"

#include <vector>

#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

template <class F>
class Batch : public ::testing::Test {
 protected:
  RandomIntegers random{11};

  std::vector<F> elements(size_t count) {
    std::vector<F> out(count);
    for (F& a : out) a = element<F>(random.below(F::kModulus));
    return out;
  }
};
TYPED_TEST_SUITE(Batch, PastaFields);

constexpr size_t kSizes[] = {0, 1, 2, 3, 100, 1023, 1024, 1025, 2049};

TYPED_TEST(Batch, InvertsEveryElement) {
  using F = TypeParam;
  for (const size_t size : kSizes) {
    std::vector<F> a = this->elements(size);
    for (size_t i = 0; i < size; i += 7) a[i] = F::zero() * F::from_u64(i);
    const std::vector<F> before = a;
    batch_inverse(std::span<F>(a));
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(a[i] * before[i], i % 7 == 0 ? F::zero() : F::one()) << i << " of " << size;
      ASSERT_EQ(a[i].is_zero(), i % 7 == 0);
    }
  }
}

TYPED_TEST(Batch, InvertsZerosToZeros) {
  std::vector<TypeParam> a(5);
  batch_inverse(std::span<TypeParam>(a));
  EXPECT_EQ(a, std::vector<TypeParam>(5));
}

TYPED_TEST(Batch, MultipliesPointwise) {
  using F = TypeParam;
  for (const size_t size : kSizes) {
    const std::vector<F> a = this->elements(size), b = this->elements(size);
    const F k = F::from_u64(this->random.word());
    std::vector<F> product(size), scaled = a, in_place = a;
    mul_pointwise(std::span<F>(product), a, b);
    add_scaled(std::span<F>(scaled), k, b);
    mul_pointwise(std::span<F>(in_place), in_place, in_place);
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(product[i], a[i] * b[i]);
      ASSERT_EQ(scaled[i], a[i] + k * b[i]);
      ASSERT_EQ(in_place[i], a[i].square());
    }
  }
}

TYPED_TEST(Batch, PacksScalesAndUnpacks) {
  using F = TypeParam;
  for (const size_t size : kSizes) {
    const std::vector<F> a = this->elements(size), b = this->elements(size);
    std::vector<PackedElement<F>> packed(size), factors(size), product(size);
    std::vector<F> unpacked(size);
    pack<F>(packed, a);
    unpack<F>(unpacked, packed);
    ASSERT_EQ(unpacked, a) << size;
    pack<F>(factors, b);
    pack_scaled<F>(product, a, factors);
    unpack<F>(unpacked, product);
    for (size_t i = 0; i < size; ++i) ASSERT_EQ(unpacked[i], a[i] * b[i]) << i << " of " << size;
  }
}

TYPED_TEST(Batch, PacksPowers) {
  using F = TypeParam;
  const F x = F::from_u64(this->random.word()), start = F::from_u64(9);
  for (const size_t size : {size_t{0}, size_t{4}, size_t{1024}}) {
    std::vector<PackedElement<F>> packed(size);
    std::vector<F> expected(size), unpacked(size);
    packed_powers<F>(packed, x, start);
    unpack<F>(unpacked, packed);
    powers<F>(expected, x, start);
    ASSERT_EQ(unpacked, expected) << size;
  }
}

TYPED_TEST(Batch, AddsAScaledShorterArray) {
  using F = TypeParam;
  std::vector<F> acc(3, F::from_u64(1));
  const std::vector<F> x(2, F::from_u64(5));
  add_scaled(std::span<F>(acc), F::from_u64(7), x);
  EXPECT_EQ(acc, (std::vector<F>{F::from_u64(36), F::from_u64(36), F::one()}));
}

TYPED_TEST(Batch, InnerProductHornerAndPowersMatchTheirDefinitions) {
  using F = TypeParam;
  const Oracle oracle(F::kModulus);
  const U256 nine = U256::from_u64(9);
  for (const size_t size : kSizes) {
    const std::vector<F> a = this->elements(size);
    const U256 x = this->random.below(F::kModulus);
    std::vector<F> powers_of_x(size), scaled(size);
    powers(std::span<F>(powers_of_x), element<F>(x));
    powers(std::span<F>(scaled), element<F>(x), element<F>(nine));
    U256 expected, power = U256::from_u64(1);
    for (size_t i = 0; i < size; ++i) {
      ASSERT_EQ(powers_of_x[i].to_canonical(), power);
      ASSERT_EQ(scaled[i].to_canonical(), oracle.mul(nine, power));
      expected = oracle.add(expected, oracle.mul(a[i].to_canonical(), power));
      power = oracle.mul(power, x);
    }
    EXPECT_EQ(horner(a, element<F>(x)).to_canonical(), expected);
    EXPECT_EQ(inner_product(std::span<const F>(a), powers_of_x).to_canonical(), expected);
  }
}

}  // namespace
}  // namespace onggi::testing
