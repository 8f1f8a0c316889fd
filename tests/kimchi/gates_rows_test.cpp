// The gates' terms of the quotient on vectors of rows are those of single rows.
#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

#include "core/field/batch.h"
#include "core/field/montgomery_impl.h"
#include "core/kimchi/gates/gate_evaluation_impl.h"
#include "tests/types.h"
#include "tests/vectors/seeded_rng.h"

namespace onggi {
namespace testing {

// The field of the WebAssembly build, whose vectors have four lanes in every build.
using WideField = Montgomery<FpParams, Radix29x9>;

}  // namespace testing

#ifndef __EMSCRIPTEN__
// The formulas do not depend on these values.
template <>
const testing::WideField& endo_coefficient<testing::WideField>() {
  static const auto value = testing::WideField::from_u64(0x123456789).inverse_vartime();
  return value;
}

template <>
const PoseidonParameters<testing::WideField>& poseidon_parameters<testing::WideField>() {
  static const auto parameters = [] {
    PoseidonParameters<testing::WideField> out;
    for (size_t i = 0; i < 9; ++i) {
      out.mds[i / 3][i % 3] = testing::WideField::from_u64(100 + i).inverse_vartime();
    }
    return out;
  }();
  return parameters;
}
#endif

namespace testing {
namespace {

template <class F>
class GateRows : public ::testing::Test {
 protected:
  static constexpr size_t kRows = 16;
  using Column = std::vector<F>;

  // Small values, those next to the modulus, and random ones.
  Column column() {
    const F one = F::one(), two = F::from_u64(2), high = F::from_u64(3).inverse_vartime();
    const std::array<F, 7> edges{F::zero(), one, -one, two, -two, high, -high};
    Column out = rng_.template fields<F>(kRows);
    for (F& cell : out) {
      if (rng_.below(2) == 0) cell = edges[rng_.below(edges.size())];
    }
    return out;
  }

  const PackedElement<F>* pack_column(const Column& column) {
    packed_.emplace_back(kRows);
    pack<F>(packed_.back(), column);
    return packed_.back().data();
  }

  void expect_rows_match(Revision revision) {
    RowEnvironment<F> scalar{revision, {}, {}, 0, 0};
    PackedRows<F> packed{revision, {}, {}, kRows, 0};
    std::array<Column, kColumns> w, coefficients;
    for (size_t i = 0; i < kColumns; ++i) {
      w[i] = column();
      coefficients[i] = column();
      scalar.w_columns[i] = w[i].data();
      scalar.coefficient_columns[i] = coefficients[i].data();
      packed.w_columns[i] = pack_column(w[i]);
      packed.coefficient_columns[i] = pack_column(coefficients[i]);
    }
    const Column selector = column(), linear = column(), before = column();
    const GateColumns<F> columns{pack_column(selector), pack_column(linear)};
    const AlphaPowers<F> alphas = alpha_powers(rng_.template field<F>());
    GateList::for_each([&]<class G>() {
      if constexpr (G::kConstraints > 0) {
        std::vector<Packed<F>> sums;
        for (size_t i = 0; i < kRows; i += kLanes<F>) sums.push_back(Packed<F>::load(&before[i]));
        add_gate_rows<F>(G::kType, packed, columns, alphas, sums);
        Column out(kRows);
        for (size_t i = 0; i < sums.size(); ++i) sums[i].store(&out[i * kLanes<F>]);
        for (scalar.row = 0; scalar.row < kRows; ++scalar.row) {
          scalar.next_row = (scalar.row + 1) % kRows;
          const F value = value_of<G>(scalar, linear[scalar.row], alphas);
          ASSERT_EQ(out[scalar.row], before[scalar.row] + selector[scalar.row] * value)
              << G::kInfo.name << ", row " << scalar.row;
        }
      }
    });
  }

 private:
  template <class G>
  static F value_of(const RowEnvironment<F>& env, const F& linear, const AlphaPowers<F>& alphas) {
    if constexpr (kHasLinearPart<G>) {
      return linear + G::nonlinear(env, G::weights(env, alphas));
    } else {
      F sum = F::zero();
      const auto constraints = G::constraints(env);
      for (size_t i = 0; i < constraints.size(); ++i) sum += alphas[i] * constraints[i];
      return sum;
    }
  }

  SeededRng rng_{4};
  std::vector<std::vector<PackedElement<F>>> packed_;
};

using RowFields = ::testing::Types<WideField>;
TYPED_TEST_SUITE(GateRows, RowFields);

TYPED_TEST(GateRows, HaveTheValuesOfSingleRows) {
  for (int round = 0; round < 40; ++round) {
    for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
      this->expect_rows_match(revision);
      if (this->HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace testing
}  // namespace onggi
