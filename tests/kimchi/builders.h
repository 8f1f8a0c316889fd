// The fixture of tests of builders.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "core/curve/scale.h"
#include "core/kimchi/builder/curve.h"
#include "core/kimchi/circuit/check_witness.h"
#include "tests/kimchi/fixture.h"

namespace onggi::testing {

template <class C>
class Builders : public ::testing::Test {
 public:
  using F = typename C::Scalar;
  using Curve = typename C::Other;
  using Point = Affine<Curve>;
  using Scalar = typename Curve::Scalar;

  static Point times(const Scalar& scalar) {
    return scale_vartime<Curve>(Curve::generator(), scalar).to_affine();
  }

  // Expects that the builder's witness satisfies its circuit, wires included.
  static void expect_satisfied(CircuitBuilder<C> builder) {
    builder.free_cell(F::one());
    builder.free_cell(F::one());
    auto circuit = builder.circuit();
    auto witness = builder.witness();
    const auto system = ConstraintSystem<F>::create(std::move(circuit), 1 << 13);
    ASSERT_TRUE(system) << system.error().message();
    for (auto& column : witness.columns) column.resize(system.value().domain().size());
    const auto result =
        check_witness<F>(system.value(), witness.columns, witness.runtime_tables).run();
    EXPECT_TRUE(result) << result.error().message();
  }

  static Point point(const CircuitBuilder<C>& builder, const PointCells& cells) {
    return {builder.value(cells.x), builder.value(cells.y)};
  }
};

}  // namespace onggi::testing
