// The rows that builders append compute the same values as the library without a circuit.
#include <gtest/gtest.h>

#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/lookup.h"
#include "core/kimchi/builder/poseidon.h"
#include "core/kimchi/prover/prover.h"
#include "core/kimchi/verifier/verifier.h"
#include "core/sponge/arithmetic_sponge.h"
#include "core/sponge/scalar_challenge.h"
#include "tests/kimchi/builders.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

TYPED_TEST_SUITE(Builders, Curves);

TYPED_TEST(Builders, PoseidonMatchesThePermutation) {
  using F = typename TypeParam::Scalar;
  SeededRng rng(1);
  PoseidonState<F> state{rng.field<F>(), rng.field<F>(), rng.field<F>()};
  CircuitBuilder<TypeParam> builder;
  const PoseidonCells cells = build_poseidon(builder, state);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(builder.value(cells.input[i]), state[i]);
  poseidon_permute(state);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(builder.value(cells.output[i]), state[i]);
  this->expect_satisfied(builder);
}

TYPED_TEST(Builders, PoseidonHashMatchesTheSponge) {
  using F = typename TypeParam::Scalar;
  SeededRng rng(4);
  CircuitBuilder<TypeParam> builder;
  for (size_t length = 0; length < 6; ++length) {
    std::vector<Cell> message;
    ArithmeticSponge<F> sponge;
    for (size_t i = 0; i < length; ++i) {
      message.push_back(builder.free_cell(rng.field<F>()));
      sponge.absorb(builder.value(message[i]));
    }
    EXPECT_EQ(builder.value(build_poseidon_hash<TypeParam>(builder, message).value()),
              sponge.squeeze());
  }
  this->expect_satisfied(builder);
  const std::array<Cell, 1> absent{{{builder.rows(), 0}}};
  EXPECT_EQ(build_poseidon_hash<TypeParam>(builder, absent).error().errc(),
            Errc::wire_out_of_range);
}

TYPED_TEST(Builders, AddMulAndGenericGiveTheirResults) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  const Cell three = builder.free_cell(F::from_u64(3));
  const Cell four = builder.free_cell(F::from_u64(4));
  const Cell seven = build_add(builder, three, four).value();
  const Cell twelve = build_mul(builder, three, four).value();
  EXPECT_EQ(builder.value(seven), F::from_u64(7));
  EXPECT_EQ(builder.value(twelve), F::from_u64(12));
  // 2·7 − 12 − 2 = 0
  const std::array<F, 5> line{F::from_u64(2), F::zero(), -F::one(), F::zero(), -F::from_u64(2)};
  EXPECT_TRUE(build_generic(builder, line, {seven, three, twelve}));
  EXPECT_EQ(build_generic(builder, line, {three, three, twelve}).error().errc(),
            Errc::unsatisfied_gate);
  this->expect_satisfied(builder);
  for (const Cell absent : {Cell{99, 0}, Cell{0, kPermuted}}) {
    for (const auto& [left, right] : {std::pair(three, absent), std::pair(absent, three)}) {
      EXPECT_EQ(build_add(builder, left, right).error().errc(), Errc::wire_out_of_range);
      EXPECT_EQ(build_mul(builder, left, right).error().errc(), Errc::wire_out_of_range);
    }
    EXPECT_EQ(build_generic(builder, line, {seven, absent, twelve}).error().errc(),
              Errc::wire_out_of_range);
  }
}

TYPED_TEST(Builders, CompleteAddHandlesDoublingAndInfinity) {
  using Fixture = Builders<TypeParam>;
  using Scalar = typename Fixture::Scalar;
  CircuitBuilder<TypeParam> builder;
  const auto one = Fixture::times(Scalar::one());
  const auto two = Fixture::times(Scalar::from_u64(2));
  const auto sum = build_complete_add(builder, one, two).value();
  EXPECT_EQ(this->point(builder, sum.sum), Fixture::times(Scalar::from_u64(3)));
  EXPECT_TRUE(builder.value(sum.infinity).is_zero());
  EXPECT_EQ(this->point(builder, build_complete_add(builder, one, one).value().sum), two);
  EXPECT_FALSE(builder.value(build_complete_add(builder, one, -one).value().infinity).is_zero());
  this->expect_satisfied(builder);
}

TYPED_TEST(Builders, ScalarMultiplicationsMatchTheCurve) {
  using Fixture = Builders<TypeParam>;
  using F = typename TypeParam::Scalar;
  using Scalar = typename Fixture::Scalar;
  SeededRng rng(2);
  const auto base = Fixture::times(Scalar::one());
  for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
    CircuitBuilder<TypeParam> builder(revision);
    const Scalar n = rng.field<Scalar>();
    const auto scaled = build_variable_base_mul(builder, base, n.to_canonical(), 255).value();
    EXPECT_EQ(this->point(builder, scaled.base), base);
    // 2^255 + 2n + 1
    const Scalar expected = Scalar::from_u64(2).pow_u64(255) + n.doubled() + Scalar::one();
    EXPECT_EQ(this->point(builder, scaled.result), Fixture::times(expected));

    const U256 challenge = n.to_canonical().low_bits(128);
    const auto endo = build_endo_mul(builder, base, challenge).value();
    EXPECT_EQ(this->point(builder, endo.base), base);
    const auto as_scalar = ScalarChallenge<Scalar>{challenge.limb[0], challenge.limb[1]};
    EXPECT_EQ(this->point(builder, endo.result),
              Fixture::times(as_scalar.to_field(Fixture::Curve::endo_scalar())));

    const F lambda = TypeParam::endo_scalar();
    const auto expanded = build_endo_mul_scalar(builder, challenge, lambda).value();
    EXPECT_EQ(builder.value(expanded.scalar),
              (ScalarChallenge<F>{challenge.limb[0], challenge.limb[1]}.to_field(lambda)));
    // Both gates read the same challenge.
    EXPECT_TRUE(builder.wire(expanded.challenge, endo.scalar));
    this->expect_satisfied(builder);
  }
}

// The second-to-last addition for the scalar 2·order − 2^254 gives the base itself: (2^254 + scalar
// + 1)·base.
TYPED_TEST(Builders, AppendNothingIfNoWitnessExists) {
  using Fixture = Builders<TypeParam>;
  using Scalar = typename Fixture::Scalar;
  U256 scalar = Scalar::kModulus;
  add_assign(scalar, Scalar::kModulus);
  sub_assign(scalar, Scalar::from_u64(2).pow_u64(254).to_canonical());
  CircuitBuilder<TypeParam> builder;
  const auto base = Fixture::times(Scalar::one());
  const auto scaled = build_variable_base_mul(builder, base, scalar, 255);
  ASSERT_FALSE(scaled);
  EXPECT_EQ(scaled.error().errc(), Errc::invalid_argument);
  EXPECT_EQ(builder.rows(), 0u);
}

// Appending rows moves the witness in memory; references into it as arguments must stay valid.
TYPED_TEST(Builders, AcceptReferencesIntoTheirOwnWitness) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  const Cell word = builder.free_cell(F::from_u64(7));
  for (int i = 0; i < 20; ++i) {
    const Cell checked = build_range_check64(builder, builder.value(word)).value();
    EXPECT_TRUE(builder.wire(word, checked));
  }
}

TYPED_TEST(Builders, RangeChecksXorAndRotationMatchIntegers) {
  using F = typename TypeParam::Scalar;
  const uint64_t a = 0xfedcba9876543210;
  const uint64_t b = 0x0123456789abcdee;
  CircuitBuilder<TypeParam> builder;
  const XorCells x = build_xor(builder, F::from_u64(a), F::from_u64(b), 64).value();
  EXPECT_EQ(builder.value(x.left), F::from_u64(a));
  EXPECT_EQ(builder.value(x.right), F::from_u64(b));
  EXPECT_EQ(builder.value(x.result), F::from_u64(a ^ b));
  // The gates take sixteen bits each, but values may have any length.
  for (const unsigned bits : {1u, 16u, 17u, 50u, 240u}) {
    const F value = *F::from_canonical((-F::one()).to_canonical().low_bits(bits));
    EXPECT_TRUE(builder.value(build_xor(builder, value, value, bits).value().result).is_zero());
  }
  for (const unsigned bits : {0u, 1u, 17u, 63u}) {
    const RotateCells r = build_rotate64(builder, F::from_u64(a), bits).value();
    EXPECT_EQ(builder.value(r.word), F::from_u64(a));
    EXPECT_EQ(builder.value(r.result), F::from_u64(std::rotl(a, static_cast<int>(bits))));
  }
  EXPECT_EQ(builder.value(build_range_check64(builder, F::from_u64(a)).value()), F::from_u64(a));
  this->expect_satisfied(builder);
}

TYPED_TEST(Builders, LookupsFindTheirEntries) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  const std::vector<F> keys{F::from_u64(1), F::from_u64(2)};
  builder.add_table({-7, {keys, {F::from_u64(3), F::from_u64(4)}}});
  builder.add_runtime_table({9, keys}, {F::from_u64(5), F::from_u64(6)});
  const std::array<F, 2> fixed{F::from_u64(2), F::from_u64(4)};
  const std::array<F, 2> first{F::from_u64(1), F::from_u64(5)};
  const std::array<F, 2> second{F::from_u64(2), F::from_u64(6)};
  const std::array<std::array<F, 2>, 3> queries{first, second, first};
  ASSERT_TRUE(build_lookup<TypeParam>(builder, build_table_id(builder, -7), {fixed, fixed, fixed}));
  const LookupCells cells =
      build_lookup<TypeParam>(builder, build_table_id(builder, 9), queries).value();
  EXPECT_EQ(builder.value(cells.table), F::from_u64(9));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(builder.value(cells.keys[i]), queries[i][0]);
    EXPECT_EQ(builder.value(cells.values[i]), queries[i][1]);
  }
  this->expect_satisfied(builder);
}

// Lookups in the last row before the zero-knowledge rows are not proved.
TYPED_TEST(Builders, AppendAZeroRowAfterALastRowWithLookups) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  EXPECT_TRUE(builder.make_public(builder.free_cell(F::one())));
  auto expect_rows_added = [&builder](size_t count) {
    const auto gates = builder.circuit().gates;
    ASSERT_EQ(gates.size(), 1 + builder.rows() + count);
    for (size_t row = gates.size() - count; row < gates.size(); ++row) {
      EXPECT_EQ(gates[row].type, GateType::Zero);
      EXPECT_EQ(gates[row].wires, identity_wires(static_cast<uint32_t>(row)));
    }
    for (const auto& column : builder.witness().columns) EXPECT_EQ(column.size(), gates.size());
  };
  expect_rows_added(0);
  builder.append(GateType::Lookup, {});
  expect_rows_added(1);
  builder.append(GateType::Zero, {});
  expect_rows_added(0);
  ASSERT_TRUE(build_multi_range_check(builder, {F::one(), F::one(), F::one()}));
  expect_rows_added(1);  // a RangeCheck1 row also looks up values of its next row
  builder.append(GateType::RangeCheck1, {});
  expect_rows_added(2);
}

TYPED_TEST(Builders, WiringTwiceNeverSplitsACycle) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  const std::array<Cell, 3> cells{builder.free_cell(F::one()), builder.free_cell(F::one()),
                                  builder.free_cell(F::one())};
  for (int repeat = 0; repeat < 2; ++repeat) {
    EXPECT_TRUE(builder.wire(cells[0], cells[1]));
    EXPECT_TRUE(builder.wire(cells[1], cells[2]));
    EXPECT_TRUE(builder.wire(cells[2], cells[0]));
  }
  const auto circuit = builder.circuit();
  Wire at{0, 0};
  for (int i = 0; i < 3; ++i) at = circuit.gates[at.row].wires[at.column];
  EXPECT_EQ(at, (Wire{0, 0}));
  EXPECT_NE(circuit.gates[0].wires[0], (Wire{0, 0}));
}

TYPED_TEST(Builders, AnyPermutedCellCanBeWired) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  Cell last = builder.free_cell(F::one());
  for (size_t i = 1; i < 3 * kPermuted; ++i) {
    const Cell cell = builder.free_cell(F::one());
    EXPECT_TRUE(builder.wire(last, cell));
    last = cell;
  }
  EXPECT_EQ(builder.rows(), 3u);
  const auto circuit = builder.circuit();
  Wire at{0, 0};
  for (size_t i = 1; i < 3 * kPermuted; ++i) {
    at = circuit.gates[at.row].wires[at.column];
    EXPECT_NE(at, (Wire{0, 0}));
  }
}

TYPED_TEST(Builders, ReuseConstantsAndShareRowsBetweenHalves) {
  using F = typename TypeParam::Scalar;
  CircuitBuilder<TypeParam> builder;
  const Cell two = builder.constant(F::from_u64(2));
  const Cell three = builder.constant(F::from_u64(3));
  EXPECT_EQ(builder.rows(), 1u);
  EXPECT_EQ(builder.constant(F::from_u64(2)), two);
  EXPECT_EQ(builder.constant(F::from_u64(3)), three);
  EXPECT_TRUE(build_add(builder, two, three));
  EXPECT_TRUE(build_mul(builder, two, three));
  EXPECT_EQ(builder.rows(), 2u);
}

TYPED_TEST(Builders, CircuitsProveAndVerify) {
  using C = TypeParam;
  using F = typename C::Scalar;
  for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
    CircuitBuilder<C> builder(revision);
    const auto base = Builders<C>::times(Builders<C>::Scalar::from_u64(5));
    const auto scaled = build_endo_mul(builder, base, U256::from_u64(0x123456789abcdef)).value();
    const PoseidonCells hash = build_poseidon(
        builder,
        PoseidonState<F>{builder.value(scaled.result.x), builder.value(scaled.result.y), {}});
    ASSERT_TRUE(builder.wire(scaled.result.x, hash.input[0]));
    ASSERT_TRUE(builder.wire(scaled.result.y, hash.input[1]));
    ASSERT_TRUE(builder.wire(builder.constant(F::zero()), hash.input[2]));
    ASSERT_TRUE(builder.make_public(hash.output[0]));
    ASSERT_TRUE(builder.make_public(scaled.scalar));
    const F expected = builder.value(hash.output[0]);
    auto circuit = builder.circuit();
    auto witness = builder.witness();
    const auto index = ProverIndex<C>::create(std::move(circuit), shared_srs<C>(64)).value();
    SystemRng rng;
    const auto proof = prove<C>(index, std::move(witness), rng);
    ASSERT_TRUE(proof) << proof.error().message();
    EXPECT_EQ(proof.value().public_input[0], expected);
    EXPECT_TRUE(verify(*index->verifier_index(), proof.value(), rng).value());
  }
}

}  // namespace
}  // namespace onggi::testing
