// For each gate of the list: an honest witness is accepted, and a change of any cell that the gate
// reads is rejected.
#include <gtest/gtest.h>

#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/foreign_field.h"
#include "core/kimchi/builder/poseidon.h"
#include "core/kimchi/circuit/check_witness.h"
#include "core/kimchi/gates/environment.h"
#include "core/kimchi/gates/gate_list.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

// A satisfied row of a gate, found from its constraints alone: random cells, of which each
// constraint in turn determines one that it is linear in, and that the constraints before it do not
// read.
template <class C>
Sample<C> derived_sample(GateType type, Revision revision) {
  using F = typename C::Scalar;
  SeededRng rng(17);
  std::array<std::array<F, 2>, kColumns> cells;
  std::array<F, kColumns> coefficients;
  RowEnvironment<F> env{revision, {}, {}, 0, 1};
  for (size_t i = 0; i < kColumns; ++i) {
    for (F& cell : cells[i]) cell = rng.template field<F>();
    coefficients[i] = rng.template field<F>();
    env.w_columns[i] = cells[i].data();
    env.coefficient_columns[i] = &coefficients[i];
  }
  GateList::with(type, [&]<class G>() {
    // The first `count` constraints.
    const auto values = [&](size_t count) {
      const auto all = G::constraints(env);
      return std::vector<F>(all.begin(), all.begin() + count);
    };
    for (size_t count = 1; count <= G::kConstraints; ++count) {
      bool solved = values(count).back().is_zero();
      for (size_t i = 0; i < 2 * kColumns && !solved; ++i) {
        F& cell = cells[i % kColumns][1 - i / kColumns];
        const F before = cell;
        std::array<F, 3> f;
        for (F& value : f) {
          value = values(count).back();
          cell += F::one();
        }
        const F slope = f[1] - f[0];
        cell = before;
        if (slope.is_zero() || f[2] - f[1] != slope) continue;
        cell -= f[0] * slope.inverse_vartime();
        solved = values(count) == std::vector<F>(count, F::zero());
        if (!solved) cell = before;
      }
      EXPECT_TRUE(solved) << "no sample for " << gate_type_name(type);
    }
  });
  Sample<C> sample;
  constexpr size_t kRows = 4;
  for (uint32_t row = 0; row < kRows; ++row) {
    sample.circuit.gates.push_back({GateType::Zero, identity_wires(row), {}});
  }
  sample.circuit.gates[0].type = type;
  sample.circuit.gates[0].coefficients.assign(coefficients.begin(), coefficients.end());
  for (size_t i = 0; i < kColumns; ++i) {
    sample.witness.columns[i].assign(cells[i].begin(), cells[i].end());
    sample.witness.columns[i].resize(kRows, F::zero());
  }
  return sample;
}

// A satisfied circuit for each gate with constraints: from the builder, or else from the gate's own
// formula.
template <class C>
Sample<C> sample_of(GateType type, Revision revision) {
  using F = typename C::Scalar;
  using Point = Affine<typename C::Other>;
  SeededRng rng(11);
  CircuitBuilder<C> builder(revision);
  const Point point = C::Other::generator();
  const F word = F::from_u64(0xfedcba9876543210);
  const std::array<F, 3> limbs{word, word.doubled(), F::from_u64(1)};
  const U256 modulus = C::Base::kModulus;
  const U256 left = rng.template field<typename C::Base>().to_canonical();
  const U256 right = rng.template field<typename C::Base>().to_canonical();
  switch (type) {
    case GateType::Generic:
      return generic_sample<C>(6, 0, 1);
    case GateType::Poseidon:
      build_poseidon(builder, PoseidonState<F>{word, word, word});
      break;
    case GateType::CompleteAdd:
      builder.free_cell(word);
      EXPECT_TRUE(build_complete_add(builder, point, -point.endomorphism()));
      break;
    case GateType::VarBaseMul:
      EXPECT_TRUE(build_variable_base_mul(builder, point, left.low_bits(10), 10));
      break;
    case GateType::EndoMul:
      EXPECT_TRUE(build_endo_mul(builder, point, left.low_bits(128)));
      break;
    case GateType::EndoMulScalar:
      EXPECT_TRUE(build_endo_mul_scalar(builder, left.low_bits(128), C::endo_scalar()));
      break;
    case GateType::RangeCheck0:
    case GateType::RangeCheck1:
      EXPECT_TRUE(build_compact_multi_range_check(builder, limbs));
      break;
    case GateType::ForeignFieldAdd:
      EXPECT_TRUE(build_foreign_field_add(builder, left, right, modulus, true));
      break;
    case GateType::ForeignFieldMul:
      EXPECT_TRUE(build_foreign_field_mul(builder, left, right, modulus));
      break;
    case GateType::Xor16:
      EXPECT_TRUE(build_xor(builder, word, F::from_u64(0x1234567), 64));
      break;
    case GateType::Rot64:
      EXPECT_TRUE(build_rotate64(builder, word, 13));
      break;
    default:
      return derived_sample<C>(type, revision);
  }
  auto circuit = builder.circuit();
  auto witness = builder.witness();
  return {std::move(circuit), std::move(witness)};
}

// The cells of its row and of the next row that a gate reads, as bit sets.
struct CellUse {
  uint32_t current = 0;
  uint32_t next = 0;
};

struct CellUseEnvironment {
  using Element = onggi::detail::AnyValue;
  CellUse* use;
  Revision revision;

  Element w(size_t i) const {
    use->current |= 1u << i;
    return {};
  }
  Element next(size_t i) const {
    use->next |= 1u << i;
    return {};
  }
  Element coefficient(size_t) const { return {}; }
  Element mds(size_t, size_t) const { return {}; }
  Element endo_coefficient() const { return {}; }
};

CellUse cell_use(GateType type, Revision revision) {
  CellUse use;
  GateList::with(type, [&]<class G>() { G::constraints(CellUseEnvironment{&use, revision}); });
  return use;
}

// The cells of a row that its own gate, the gate above, or the row's lookups read. A RangeCheck0
// row that is not compact has c0 = 0 and does not constrain the next row.
template <class F>
uint32_t read_cells(const Circuit<F>& circuit, size_t row) {
  uint32_t read = cell_use(circuit.gates[row].type, circuit.revision).current;
  if (row > 0) {
    const Gate<F>& above = circuit.gates[row - 1];
    const bool free = above.type == GateType::RangeCheck0 && above.coefficient(0).is_zero();
    if (!free) read |= cell_use(above.type, circuit.revision).next;
  }
  if (const auto pattern = pattern_of(circuit.gates, row)) {
    for (const LookupSpec& spec : lookups_of(*pattern)) {
      for (size_t i = 0; i < spec.width; ++i) read |= 1u << spec.columns[i];
    }
  }
  return read;
}

template <class F>
using Columns = std::array<std::vector<F>, kColumns>;

template <class C>
void unwire(Sample<C>& sample) {
  for (uint32_t row = 0; row < sample.circuit.gates.size(); ++row) {
    sample.circuit.gates[row].wires = identity_wires(row);
  }
}

// The columns padded to the domain, with random values in the last rows.
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
TYPED_TEST_SUITE(Gates, Curves);

template <class C>
void check_cells(GateType type, Revision revision, Sample<C> sample) {
  using F = typename C::Scalar;
  SCOPED_TRACE(std::string(gate_type_name(type)) + " " + std::string(revision_name(revision)));
  unwire(sample);
  const auto& gates = sample.circuit.gates;
  const auto system = ConstraintSystem<F>::create(sample.circuit, 1 << 13).value();
  Columns<F> columns = pad(sample.witness.columns, system);
  ASSERT_TRUE(check_witness(system, columns).run());
  SeededRng rng(13);
  size_t rows = 0;
  for (size_t row = 0; row < gates.size(); ++row) {
    if (gates[row].type != type && (row == 0 || gates[row - 1].type != type)) continue;
    if (++rows > 4) break;
    const uint32_t read = read_cells(sample.circuit, row);
    for (size_t i = 0; i < kColumns; ++i) {
      const F honest = columns[i][row];
      columns[i][row] = rng.template field<F>();
      const auto result = check_witness(system, columns).run();
      columns[i][row] = honest;
      ASSERT_EQ(result.has_value(), (read >> i & 1) == 0) << "row " << row << " column " << i;
    }
  }
  EXPECT_GE(rows, 1u);
}

TYPED_TEST(Gates, AcceptHonestWitnessesAndCheckEveryReadCell) {
  GateList::for_each([]<class G>() {
    if constexpr (G::kConstraints > 0) {
      constexpr Revision kRevision = Revision::berkeley;
      check_cells(G::kType, kRevision, sample_of<TypeParam>(G::kType, kRevision));
    }
  });
  constexpr Revision kRevision = Revision::mesa;
  check_cells(GateType::EndoMul, kRevision, sample_of<TypeParam>(GateType::EndoMul, kRevision));
}

TYPED_TEST(Gates, SamplesOfLinearConstraintsAreDerivedFromTheFormula) {
  for (const GateType type : {GateType::Generic, GateType::Poseidon}) {
    constexpr Revision kRevision = Revision::berkeley;
    check_cells(type, kRevision, derived_sample<TypeParam>(type, kRevision));
  }
}

TYPED_TEST(Gates, WiredCellsMustAgree) {
  using F = typename TypeParam::Scalar;
  Sample<TypeParam> sample = generic_sample<TypeParam>(6, 0, 1);
  // No constraint of Generic reads column 6, so only the wires can fail.
  sample.circuit.gates[2].wires[6] = {4, 5};
  sample.circuit.gates[4].wires[5] = {2, 6};
  sample.witness.columns[6][2] = sample.witness.columns[5][4];
  const auto system = ConstraintSystem<F>::create(sample.circuit, 32).value();
  Columns<F> columns = pad(sample.witness.columns, system);
  ASSERT_TRUE(check_witness(system, columns).run());
  columns[6][2] += F::one();
  const auto result = check_witness(system, columns).run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().errc(), Errc::unsatisfied_copy);
  EXPECT_EQ(result.error().context, "row 2, column 6 and row 4, column 5");
}

}  // namespace
}  // namespace onggi::testing
