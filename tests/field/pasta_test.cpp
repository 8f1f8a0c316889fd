// Known values of the Pasta fields (o1-labs/proof-systems, curves/src/pasta/fields; the
// endomorphism constants from poly-commitment/src/ipa.rs).
#include "core/field/pasta.h"

#include <string_view>

#include "tests/field/fields.h"
#include "tests/field/oracle.h"

namespace onggi::testing {
namespace {

struct Known {
  // third = (p - 1) / 3
  std::string_view modulus, third, two_adic_root, r_256, r_512, cube_root, cube_root_squared,
      minus_three;
};

// The moduli, the cube roots of unity and the roots of −3 in decimal, as o1js prints them.
const Known kFp{"28948022309329048855892746252171976963363056481941560715954676764349967630337",
                "0x1555555555555555555555555555555560c232feadc45309330f104f00000000",
                "0x2bce74deac30ebda362120830561f81aea322bf2b7bb7584bdad6fabd87ea32f",
                "0x3fffffffffffffffffffffffffffffff992c350be41914ad34786d38fffffffd",
                "0x096d41af7b9cb7147797a99bc3c95d18d7d30dbd8b0de0e78c78ecb30000000f",
                "20444556541222657078399132219657928148671392403212669005631716460534733845831",
                "8503465768106391777493614032514048814691664078728891710322960303815233784505",
                "17006931536212783554987228065028097629383328157457783420645920607630467569011"};
const Known kFq{"28948022309329048855892746252171976963363056481941647379679742748393362948097",
                "0x1555555555555555555555555555555560c232feaddc3849d96cf90b00000000",
                "0x2de6a9b8746d3f589e5c4dfd492ae26e9bb97ea3c106f049a70e2c1102b6d05f",
                "0x3fffffffffffffffffffffffffffffff992c350be34205675b2b3e9cfffffffd",
                "0x096d41af7ccfdaa97fae231004ccf59067bb433d891a16e3fc9678ff0000000f",
                "2942865608506852014473558576493638302197734138389222805617480874486368177743",
                "26005156700822196841419187675678338661165322343552424574062261873906994770353",
                "5885731217013704028947117152987276604395468276778445611234961748972736355487"};

template <class F>
class Pasta : public ::testing::Test {
 protected:
  const Known& known() const { return F::kModulus == FpParams::kModulus ? kFp : kFq; }
};
TYPED_TEST_SUITE(Pasta, PastaFields);

TYPED_TEST(Pasta, ConstantsMatchThePeer) {
  using F = TypeParam;
  const Known& known = this->known();
  EXPECT_EQ(F::kModulus, decimal(known.modulus));
  EXPECT_EQ(F::kModulusBits, 255U);
  EXPECT_EQ(F::multiplicative_generator(), F::from_u64(5));
  EXPECT_EQ(F::two_adic_root().to_canonical(), U256::from_hex(known.two_adic_root));
  const F two = F::from_u64(2);
  EXPECT_EQ(two.pow_u64(256).to_canonical(), U256::from_hex(known.r_256));
  EXPECT_EQ(two.pow_u64(512).to_canonical(), U256::from_hex(known.r_512));
}

TYPED_TEST(Pasta, CubeRootsOfUnityMatchThePeer) {
  using F = TypeParam;
  const U256 third = *U256::from_hex(this->known().third);
  const F root = F::multiplicative_generator().pow(third);
  EXPECT_EQ(root.to_canonical(), decimal(this->known().cube_root));
  EXPECT_EQ(root.square().to_canonical(), decimal(this->known().cube_root_squared));
  EXPECT_EQ(root.square() * root, F::one());
}

// The root of −3 that the group map uses.
TYPED_TEST(Pasta, RootOfMinusThreeMatchesThePeer) {
  using F = TypeParam;
  EXPECT_EQ((-F::from_u64(3)).sqrt_vartime()->to_canonical(), decimal(this->known().minus_three));
}

TYPED_TEST(Pasta, RootOfUnityHasOrderTwoToThe32) {
  using F = TypeParam;
  F power = F::two_adic_root();
  for (int i = 0; i < 31; ++i) power = power.square();
  EXPECT_EQ(power, -F::one());
}

TEST(PastaPlatform, SelectsTheRadixOfThePlatform) {
#ifdef __wasm__
  EXPECT_EQ(sizeof(Fp), 36U);
#else
  EXPECT_EQ(sizeof(Fp), 32U);
#endif
}

}  // namespace
}  // namespace onggi::testing
