#include "core/kimchi/circuit/constraint_system.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/field/pasta.h"
#include "core/kimchi/permutation/keygen.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {
namespace {

using F = Vesta::Scalar;

Circuit<F> zero_circuit(size_t rows) {
  Circuit<F> circuit;
  for (uint32_t row = 0; row < rows; ++row) {
    circuit.gates.push_back({GateType::Zero, identity_wires(row), {}});
  }
  return circuit;
}

TEST(ConstraintSystem, ZkRowsFollowTheNumberOfChunks) {
  EXPECT_EQ(zk_rows_for_chunks(1), 3u);
  EXPECT_EQ(zk_rows_for_chunks(2), 5u);
  EXPECT_EQ(zk_rows_for_chunks(4), 9u);
  EXPECT_EQ(zk_rows_for_chunks(8), 19u);
}

TEST(ConstraintSystem, DomainIsTheSmallestThatHoldsRowsAndZkRows) {
  struct Case {
    size_t rows, srs, domain, zk_rows;
  };
  // 60 + 3 rows fit 64 with one chunk. With two chunks, 60 + 5 rows need 128, which gives four
  // chunks.
  for (const Case& c :
       {Case{2, 64, 8, 3}, Case{5, 64, 8, 3}, Case{6, 64, 16, 3}, Case{61, 64, 64, 3},
        Case{62, 64, 128, 5}, Case{59, 32, 64, 5}, Case{60, 32, 128, 9}, Case{100, 64, 128, 5}}) {
    const auto system = ConstraintSystem<F>::create(zero_circuit(c.rows), c.srs);
    ASSERT_TRUE(system) << c.rows;
    EXPECT_EQ(system.value().domain().size(), c.domain) << c.rows;
    EXPECT_EQ(system.value().zk_rows(), c.zk_rows) << c.rows;
  }
}

TEST(ConstraintSystem, LookupTablesNeedRowsEvenIfNoGateUsesThem) {
  Circuit<F> circuit = zero_circuit(4);
  circuit.lookup_tables.push_back({3, {std::vector<F>(20, F::one())}});
  // 20 table rows, one for the missing table 0, one spare row and three zero-knowledge rows: 25.
  EXPECT_EQ(ConstraintSystem<F>::create(circuit, 64).value().domain().size(), 32u);
  circuit.lookup_tables[0].columns[0].resize(28, F::one());
  EXPECT_EQ(ConstraintSystem<F>::create(circuit, 64).value().domain().size(), 64u);
}

Errc error_of(Circuit<F> circuit, size_t srs = 64) {
  const auto system = ConstraintSystem<F>::create(std::move(circuit), srs);
  return system ? Errc{} : system.error().errc();
}

TEST(ConstraintSystem, InvalidCircuitsAreTypedErrors) {
  EXPECT_EQ(error_of(zero_circuit(0)), Errc::too_few_gates);
  EXPECT_EQ(error_of(zero_circuit(1)), Errc::too_few_gates);
  EXPECT_EQ(error_of(zero_circuit(kMaxDomainSize + 1)), Errc::size_out_of_range);
  EXPECT_EQ(error_of(zero_circuit(8), 48), Errc::srs_too_small);
  EXPECT_EQ(error_of(zero_circuit(8), 0), Errc::srs_too_small);
  // With this many chunks, the zero-knowledge rows exceed every domain.
  EXPECT_EQ(error_of(zero_circuit(8), 1), Errc::srs_too_small);
  EXPECT_EQ(error_of(zero_circuit(8), 2), Errc::srs_too_small);

  Circuit<F> circuit = zero_circuit(4);
  circuit.gates[2].wires[3] = {4, 0};
  EXPECT_EQ(error_of(circuit), Errc::wire_out_of_range);
  circuit.gates[2].wires[3] = {0, kPermuted};
  EXPECT_EQ(error_of(circuit), Errc::wire_out_of_range);
  circuit.gates[2].wires[3] = {1, 6};
  EXPECT_EQ(ConstraintSystem<F>::create(circuit, 64).error().context,
            "row 1, column 6 and row 2, column 3: both to (1, 6)");
  EXPECT_EQ(error_of(circuit), Errc::wires_not_permutation);

  circuit = zero_circuit(4);
  circuit.gates[1].coefficients.resize(kColumns + 1);
  EXPECT_EQ(error_of(circuit), Errc::invalid_length);

  circuit = zero_circuit(4);
  circuit.public_input_size = 5;
  EXPECT_EQ(error_of(circuit), Errc::wrong_public_input_count);
}

TEST(ConstraintSystem, RejectsTooManyChunks) {
  // 1000 rows and 585 zero-knowledge rows fit a domain of 2048.
  const auto most = ConstraintSystem<F>::create(zero_circuit(1000), 8);
  ASSERT_TRUE(most);
  EXPECT_EQ(most.value().num_chunks(), kMaxChunks);
  EXPECT_EQ(most.value().zk_rows(), 585u);

  Circuit<F> circuit = zero_circuit(4);
  circuit.lookup_tables.push_back({3, {std::vector<F>(300000, F::one())}});
  const auto refused = ConstraintSystem<F>::create(circuit, 16);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().errc(), Errc::srs_too_small);
  EXPECT_EQ(refused.error().context,
            "300002 rows take 32768 chunks with an SRS of 16 points, at most 256");
  EXPECT_TRUE(ConstraintSystem<F>::create(circuit, 2048));
}

TEST(ConstraintSystem, SigmaPermutesTheCellsOutsideTheZkRows) {
  const Sample<Vesta> sample = generic_sample<Vesta>(40, 3, 5);
  const auto system = ConstraintSystem<F>::create(sample.circuit, 16).value();
  ASSERT_EQ(system.num_chunks(), 4u);
  const size_t n = system.domain().size();
  const size_t zeroed_begin = n + 2 - system.zk_rows();
  std::vector<U256> identity, sigma;
  for (size_t column = 0; column < kPermuted; ++column) {
    const std::vector<F> values = sigma_column(system, column);
    for (size_t row = 0; row < n; ++row) {
      if (row >= zeroed_begin && row + 1 < n) {
        EXPECT_TRUE(values[row].is_zero());
        continue;
      }
      identity.push_back((system.shifts()[column] * system.domain().element(row)).to_canonical());
      sigma.push_back(values[row].to_canonical());
    }
  }
  auto less = [](const U256& a, const U256& b) { return a.limb < b.limb; };
  std::sort(identity.begin(), identity.end(), less);
  std::sort(sigma.begin(), sigma.end(), less);
  EXPECT_TRUE(identity == sigma);
}

}  // namespace
}  // namespace onggi::testing
