// The wires of builders. Over random inputs, cells that always have the same value are in one
// cycle, and cells with a constant value are constrained to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/curve/scale.h"
#include "core/kimchi/builder/curve.h"
#include "core/kimchi/builder/foreign_field.h"
#include "core/kimchi/builder/lookup.h"
#include "core/kimchi/builder/poseidon.h"
#include "core/kimchi/circuit/check_witness.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

// Two bits of one value always equal two bits of another with probability 4^−kInputs.
constexpr size_t kInputs = 24;

using Cycle = std::set<std::pair<uint32_t, uint32_t>>;

template <class F>
Cycle cycle_of(const Circuit<F>& circuit, uint32_t row, uint32_t column) {
  Cycle cycle;
  Wire at{row, column};
  while (cycle.emplace(at.row, at.column).second) at = circuit.gates[at.row].wires[at.column];
  return cycle;
}

template <class C>
class BuilderWires : public ::testing::Test {
 public:
  using F = typename C::Scalar;
  using Curve = typename C::Other;
  using Values = std::vector<std::array<uint64_t, 4>>;  // values of a cell, by input

  // Runs `build` once per seed, with the inputs of that seed.
  template <class Build>
  void build(Build&& build, Revision revision = Revision::berkeley) {
    witnesses_.clear();
    for (uint64_t seed = 0; seed < kInputs; ++seed) {
      SeededRng rng(seed);
      CircuitBuilder<C> builder(revision);
      build(builder, rng);
      rows_ = builder.public_input_size() + builder.rows();
      for (int i = 0; i < 4; ++i) builder.append(GateType::Zero, {});  // a circuit has a few rows
      witnesses_.push_back(builder.witness());
      expect_circuit(builder.circuit(), seed == 0);
    }
  }

  // The circuit must be the same for all inputs.
  void expect_circuit(Circuit<F> circuit, bool first) {
    if (first) circuit_ = std::move(circuit);
    ASSERT_EQ(circuit.gates.size(), first ? 0 : circuit_.gates.size());
    for (size_t row = 0; row < circuit.gates.size(); ++row) {
      EXPECT_EQ(circuit.gates[row].type, circuit_.gates[row].type) << row;
      EXPECT_EQ(circuit.gates[row].wires, circuit_.gates[row].wires) << row;
      EXPECT_EQ(circuit.gates[row].coefficients, circuit_.gates[row].coefficients) << row;
    }
  }

  void expect_equal_cells_wired() const {
    std::map<Values, Cycle> cycles;
    for (uint32_t cell = 0; cell < rows_ * kPermuted; ++cell) {
      const uint32_t row = cell / kPermuted;
      const uint32_t column = cell % kPermuted;
      const Values values = values_of(row, column);
      if (is_constant(values)) continue;
      const Cycle cycle = cycle_of(circuit_, row, column);
      const auto [known, is_new] = cycles.try_emplace(values, cycle);
      EXPECT_EQ(known->second, cycle)
          << name(row, column) << " has the values of "
          << name(known->second.begin()->first, known->second.begin()->second);
    }
  }

  // A cell that depends on the input is constrained: with any other value the circuit is not
  // satisfied.
  void expect_variable_cells_held() {
    load();
    for (uint32_t row = 0; row < rows_; ++row) {
      for (uint32_t column = 0; column < kColumns; ++column) {
        if (is_constant(values_of(row, column))) continue;
        EXPECT_FALSE(satisfied_with_changed({{row, column}})) << name(row, column);
      }
    }
  }

  // A cell that a gate reads and whose value does not depend on the input is wired to a constant or
  // determined by its gate.
  void expect_constant_cells_held() {
    load();
    for (uint32_t cell = 0; cell < rows_ * kPermuted; ++cell) {
      const uint32_t row = cell / kPermuted;
      const uint32_t column = cell % kPermuted;
      if (!is_constant(values_of(row, column)) || is_determined(row, column)) continue;
      const Cycle cycle = cycle_of(circuit_, row, column);
      EXPECT_TRUE(is_constant_cycle(cycle) || satisfied_with_changed(cycle)) << name(row, column);
    }
  }

  void expect_cells_held() {
    expect_variable_cells_held();
    expect_constant_cells_held();
  }

 private:
  void load() {
    system_.emplace(ConstraintSystem<F>::create(circuit_, 1 << 13).value());
    columns_ = witnesses_[0].columns;
    for (auto& column : columns_) column.resize(system_->domain().size());
    ASSERT_TRUE(satisfied_with_changed({}));
  }

  bool satisfied_with_changed(const Cycle& cells) {
    for (const auto& [row, column] : cells) columns_[column][row] += F::one();
    const auto result = check_witness<F>(*system_, columns_, witnesses_[0].runtime_tables).run();
    for (const auto& [row, column] : cells) columns_[column][row] -= F::one();
    return result.has_value();
  }

  // CompleteAdd's infinity, and the digits of a number close to 2^64 in Rot64.
  bool is_determined(uint32_t row, uint32_t column) const {
    const GateType type = circuit_.gates[row].type;
    return (type == GateType::CompleteAdd && column == 6) ||
           (type == GateType::Rot64 && column >= 3);
  }

  Values values_of(uint32_t row, uint32_t column) const {
    Values values;
    for (const auto& witness : witnesses_) {
      values.push_back(witness.columns[column][row].to_canonical().limb);
    }
    return values;
  }

  static bool is_constant(const Values& values) {
    return std::all_of(values.begin(), values.end(),
                       [&](const auto& value) { return value == values[0]; });
  }

  // l − value = 0, and one of the cells is l.
  bool is_constant_cycle(const Cycle& cycle) const {
    return std::any_of(cycle.begin(), cycle.end(), [this](const auto& cell) {
      const auto& [row, column] = cell;
      const Gate<F>& gate = circuit_.gates[row];
      if (gate.type != GateType::Generic || column % 3 != 0 || column > 3) return false;
      const size_t half = column == 0 ? 0 : 5;
      auto c = [&](size_t i) { return gate.coefficient(half + i); };
      return c(0) == F::one() && c(1).is_zero() && c(2).is_zero() && c(3).is_zero() &&
             -c(4) == witnesses_[0].columns[column][row];
    });
  }

  std::string name(uint32_t row, uint32_t column) const {
    return fmt::format("{}, row {}, column {}", gate_type_name(circuit_.gates[row].type), row,
                       column);
  }

  Circuit<F> circuit_;
  std::vector<Witness<C>> witnesses_;
  uint32_t rows_ = 0;  // rows of the builder
  std::optional<ConstraintSystem<F>> system_;
  std::array<std::vector<F>, kColumns> columns_;  // of the first witness
};

TYPED_TEST_SUITE(BuilderWires, Curves);

// A random element of at most `bits` bits.
template <class F>
F short_element(SeededRng& rng, unsigned bits) {
  return *F::from_canonical(rng.field<F>().to_canonical().low_bits(bits));
}

template <class C>
Affine<C> random_point(SeededRng& rng) {
  return scale_vartime<C>(C::generator(), rng.field<typename C::Scalar>()).to_affine();
}

TYPED_TEST(BuilderWires, ConstrainArithmetic) {
  using F = typename TypeParam::Scalar;
  this->build([](auto& builder, SeededRng& rng) {
    const Cell a = builder.free_cell(rng.field<F>());
    const Cell b = builder.free_cell(rng.field<F>());
    const Cell sum = build_add(builder, a, b).value();
    const Cell product = build_mul(builder, a, b).value();
    // sum + 2·product + o = 0
    const F two = F::from_u64(2);
    const Cell o = builder.free_cell(-builder.value(sum) - two * builder.value(product));
    EXPECT_TRUE(
        build_generic(builder, {F::one(), two, F::one(), F::zero(), F::zero()}, {sum, product, o}));
    EXPECT_TRUE(builder.make_public(o));
    EXPECT_TRUE(builder.make_public(product));
  });
  this->expect_equal_cells_wired();
  this->expect_cells_held();
}

TYPED_TEST(BuilderWires, ConstrainPoseidonHashes) {
  using F = typename TypeParam::Scalar;
  for (const size_t length : {1u, 2u, 5u}) {
    this->build([length](auto& builder, SeededRng& rng) {
      std::vector<Cell> message;
      for (size_t i = 0; i < length; ++i) message.push_back(builder.free_cell(rng.field<F>()));
      EXPECT_TRUE(build_poseidon_hash<TypeParam>(builder, message));
    });
    this->expect_equal_cells_wired();
    this->expect_cells_held();
  }
}

TYPED_TEST(BuilderWires, ConstrainCurvePoints) {
  using Curve = typename TypeParam::Other;
  for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
    auto check = [&](auto&& build) {
      this->build(build, revision);
      this->expect_equal_cells_wired();
      this->expect_cells_held();
    };
    check([](auto& builder, SeededRng& rng) {
      EXPECT_TRUE(build_complete_add(builder, random_point<Curve>(rng), random_point<Curve>(rng)));
    });
    check([](auto& builder, SeededRng& rng) {
      const auto base = random_point<Curve>(rng);
      const U256 scalar = rng.field<typename TypeParam::Scalar>().to_canonical().low_bits(30);
      EXPECT_TRUE(build_variable_base_mul(builder, base, scalar, 30));
    });
    check([](auto& builder, SeededRng& rng) {
      const auto base = random_point<Curve>(rng);
      const U256 challenge = rng.field<typename TypeParam::Scalar>().to_canonical().low_bits(128);
      EXPECT_TRUE(build_endo_mul(builder, base, challenge));
    });
    check([](auto& builder, SeededRng& rng) {
      const U256 challenge = rng.field<typename TypeParam::Scalar>().to_canonical().low_bits(128);
      EXPECT_TRUE(build_endo_mul_scalar(builder, challenge, TypeParam::endo_scalar()));
    });
  }
}

TYPED_TEST(BuilderWires, ConstrainBits) {
  using F = typename TypeParam::Scalar;
  auto check = [this](auto&& build) {
    this->build(build);
    this->expect_equal_cells_wired();
    this->expect_cells_held();
  };
  check([](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_range_check64(builder, short_element<F>(rng, 64)));
  });
  check([](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_multi_range_check(
        builder,
        {short_element<F>(rng, 88), short_element<F>(rng, 88), short_element<F>(rng, 88)}));
  });
  check([](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_compact_multi_range_check(
        builder,
        {short_element<F>(rng, 88), short_element<F>(rng, 88), short_element<F>(rng, 88)}));
  });
  check([](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_xor(builder, short_element<F>(rng, 64), short_element<F>(rng, 64), 64));
  });
  check([](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_rotate64(builder, short_element<F>(rng, 64), 21));
  });
}

TYPED_TEST(BuilderWires, ConstrainForeignFields) {
  using Foreign = typename TypeParam::Base;
  // Its digits differ from those of a power of two, which other numbers share.
  const U256 modulus =
      U256::from_hex("0xb5297a4d68e31da4c3f9e2a175b8064df1c2a3958674d5e0b9a8c7d6e5f40313").value();
  auto check = [this](auto&& build) {
    this->build(build);
    this->expect_equal_cells_wired();
    this->expect_variable_cells_held();
  };
  auto element = [](SeededRng& rng) { return rng.field<Foreign>().to_canonical(); };
  check([&](auto& builder, SeededRng& rng) { build_foreign_field_limbs(builder, element(rng)); });
  for (const bool subtract : {false, true}) {
    check([&](auto& builder, SeededRng& rng) {
      EXPECT_TRUE(build_foreign_field_add(builder, element(rng), element(rng), modulus, subtract));
    });
  }
  check([&](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_foreign_field_mul(builder, element(rng), element(rng), modulus));
  });
  check([&](auto& builder, SeededRng& rng) {
    EXPECT_TRUE(build_foreign_field_bound_check(builder, element(rng), modulus));
  });
}

// The cycle contains a range-checked value, or the two limbs of a compact one.
template <class F>
bool is_range_checked(const Circuit<F>& circuit, Cell cell) {
  const Cycle cycle = cycle_of(circuit, cell.row, cell.column);
  return std::any_of(cycle.begin(), cycle.end(), [&circuit](const auto& other) {
    const auto& [row, column] = other;
    const GateType type = circuit.gates[row].type;
    if (type == GateType::RangeCheck1 && column == 1) {
      return circuit.gates[row - 1].coefficient(0) == F::one();
    }
    return column == 0 && (type == GateType::RangeCheck0 || type == GateType::RangeCheck1);
  });
}

// 2^88 − 1 − the high limb.
template <class F>
F addend_up_to_limb(const U256& modulus) {
  return F::from_canonical(U256::from_u64(1).shl(88)).value() - F::one() -
         F::from_canonical(modulus.shr(176)).value();
}

// The o of a Generic half l − o + constant = 0 whose l is the cell.
template <class F>
Cell sum_with(const Circuit<F>& circuit, Cell cell, const F& constant) {
  const std::array<F, 5> sum{F::one(), F::zero(), -F::one(), F::zero(), constant};
  for (const auto& [row, column] : cycle_of(circuit, cell.row, cell.column)) {
    const Gate<F>& gate = circuit.gates[row];
    if (gate.type != GateType::Generic || column % 3 != 0 || column > 3) continue;
    bool is_sum = true;
    for (size_t i = 0; i < 5; ++i) is_sum &= gate.coefficient(column / 3 * 5 + i) == sum[i];
    if (is_sum) return {row, column + 2};
  }
  ADD_FAILURE() << "no sum of row " << cell.row << ", column " << cell.column;
  return cell;
}

TYPED_TEST(BuilderWires, ForeignFieldOperandsAreRangeChecked) {
  using F = typename TypeParam::Scalar;
  const U256& modulus = TypeParam::Base::kModulus;
  const U256 a = U256::from_u64(3);
  CircuitBuilder<TypeParam> builder;
  std::vector<Cell> cells;
  auto add = [&cells](const LimbCells& limbs) {
    cells.insert(cells.end(), limbs.begin(), limbs.end());
  };
  add(build_foreign_field_limbs(builder, a));
  add(build_foreign_field_add(builder, a, a, modulus, false).value().result);
  add(build_foreign_field_add(builder, a, a, modulus, true).value().result);
  const auto product = build_foreign_field_mul(builder, a, a, modulus).value();
  add(product.result);
  // The low and high parts of the product's middle limb, the quotient and its bound, the remainder.
  const uint32_t row = product.left[0].row;
  cells.push_back({row, 6});
  for (uint32_t column = 0; column < kPermuted; ++column) cells.push_back({row + 1, column});
  // The high limbs of the operands, checked as limb + (2^88 − 1 − the modulus's high limb).
  for (const Cell high : {product.left[2], product.right[2]}) {
    cells.push_back(sum_with(builder.circuit(), high, addend_up_to_limb<F>(modulus)));
  }
  const LimbCells bounded = build_foreign_field_bound_check(builder, a, modulus).value();
  for (uint32_t column = 0; column < 3; ++column) cells.push_back({bounded[0].row + 1, column});
  for (const Cell cell : cells) {
    EXPECT_TRUE(is_range_checked(builder.circuit(), cell)) << cell.row << " " << cell.column;
  }
}

TYPED_TEST(BuilderWires, ConstrainLookups) {
  using F = typename TypeParam::Scalar;
  this->build([](auto& builder, SeededRng& rng) {
    const std::array<F, 4> keys{F::zero(), F::one(), F::from_u64(2), F::from_u64(3)};
    const std::array<F, 4> values{F::zero(), F::from_u64(5), F::from_u64(6), F::from_u64(7)};
    builder.add_table({-7, {{keys.begin(), keys.end()}, {values.begin(), values.end()}}});
    const Cell table = build_table_id(builder, -7);
    std::array<std::array<F, 2>, 3> queries;
    for (auto& query : queries) {
      const size_t entry = rng.below(4);
      query = {keys[entry], values[entry]};
    }
    EXPECT_TRUE(build_lookup<TypeParam>(builder, table, queries));
  });
  this->expect_equal_cells_wired();
  this->expect_cells_held();
}

}  // namespace
}  // namespace onggi::testing
