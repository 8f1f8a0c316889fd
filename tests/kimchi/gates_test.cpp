// Every gate of the list, unasked: an honest witness is accepted and each cell that matters is
// checked.
#include <gtest/gtest.h>

#include "core/kimchi/check_witness.h"
#include "core/kimchi/gate_list.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {
namespace {

// A satisfied circuit for each gate that has constraints.
template <class C>
Sample<C> sample_of(GateType type) {
  switch (type) {
    case GateType::Generic:
      return generic_sample<C>(6, 0, 1);
    case GateType::Poseidon:
      return poseidon_sample<C>(2);
    default:
      return {};
  }
}

template <class F>
using Columns = std::array<std::vector<F>, kColumns>;

template <class C>
void unwire(Sample<C>& sample) {
  for (uint32_t row = 0; row < sample.circuit.gates.size(); ++row) {
    sample.circuit.gates[row].wires = identity_wires(row);
  }
}

// Padded to the domain, the last rows filled with something.
template <class F>
Columns<F> pad(Columns<F> columns, const ConstraintSystem<F>& system) {
  SeededRng rng(7);
  const size_t n = system.domain().size();
  for (auto& column : columns) {
    column.resize(n, F::zero());
    for (size_t row = n - system.zk_rows(); row < n; ++row) column[row] = rng.template field<F>();
  }
  return columns;
}

template <class C>
class Gates : public ::testing::Test {};
using Curves = ::testing::Types<Vesta, Pallas>;
TYPED_TEST_SUITE(Gates, Curves);

TYPED_TEST(Gates, HonestWitnessIsAcceptedAndEveryReadCellIsChecked) {
  using F = typename TypeParam::Scalar;
  GateList::for_each([]<class G>() {
    if constexpr (G::kConstraints > 0) {
      Sample<TypeParam> sample = sample_of<TypeParam>(G::kType);
      if (sample.circuit.gates.empty()) return;
      unwire(sample);
      const auto system = ConstraintSystem<F>::create(sample.circuit, 32).value();
      Columns<F> columns = pad(sample.witness.columns, system);
      ASSERT_TRUE(check_witness(system, columns)) << gate_type_name(G::kType);

      const ColumnUse use = column_use<G>(Revision::berkeley);
      for (size_t row = 0; row + 1 < sample.circuit.gates.size(); ++row) {
        for (size_t i = 0; i < kColumns; ++i) {
          columns[i][row] += F::one();
          const auto result = check_witness(system, columns);
          columns[i][row] -= F::one();
          const bool read = (use.w >> i & 1) != 0;
          ASSERT_EQ(result.has_value(), !read)
              << gate_type_name(G::kType) << " row " << row << " column " << i;
          if (!result) {
            EXPECT_EQ(result.error().errc(), Errc::unsatisfied_gate);
          }
        }
      }
    }
  });
}

TYPED_TEST(Gates, WiredCellsMustAgree) {
  using F = typename TypeParam::Scalar;
  Sample<TypeParam> sample = generic_sample<TypeParam>(6, 0, 1);
  // Column 6 is read by no constraint of Generic: only the wires can object.
  sample.circuit.gates[2].wires[6] = {4, 5};
  sample.circuit.gates[4].wires[5] = {2, 6};
  sample.witness.columns[6][2] = sample.witness.columns[5][4];
  const auto system = ConstraintSystem<F>::create(sample.circuit, 32).value();
  Columns<F> columns = pad(sample.witness.columns, system);
  ASSERT_TRUE(check_witness(system, columns));
  columns[6][2] += F::one();
  const auto result = check_witness(system, columns);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().errc(), Errc::unsatisfied_copy);
  EXPECT_EQ(result.error().context, "row 2, column 6 and row 4, column 5");
}

}  // namespace
}  // namespace onggi::testing
