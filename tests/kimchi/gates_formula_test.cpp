// Each gate's formula gives the values of an independent program, and reads exactly the columns
// that its values depend on.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/gates/environment.h"
#include "core/kimchi/gates/gate_evaluation.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/prover/quotient_groups.h"
#include "tests/kimchi/fixture.h"
#include "tests/types.h"

namespace onggi::testing {
namespace {

// Two witness rows and one row of coefficients.
template <class F>
struct Rows {
  std::array<std::array<F, 2>, kColumns> w;
  std::array<F, kColumns> coefficients;

  explicit Rows(const F& base) {
    for (size_t i = 0; i < kColumns; ++i) {
      w[i] = {base.pow_u64(1 + i), base.pow_u64(16 + i)};
      coefficients[i] = base.pow_u64(31 + i);
    }
  }

  RowEnvironment<F> environment(Revision revision) const {
    RowEnvironment<F> env{revision, {}, {}, 0, 1};
    for (size_t i = 0; i < kColumns; ++i) {
      env.w_columns[i] = w[i].data();
      env.coefficient_columns[i] = &coefficients[i];
    }
    return env;
  }

  template <class G>
  std::array<F, G::kConstraints> constraints(Revision revision) const {
    return G::constraints(environment(revision));
  }
};

// A field element that tracks its degree as a polynomial in the cells and coefficients.
struct Degree {
  size_t degree = 0;

  static constexpr Degree zero() { return {}; }
  static constexpr Degree one() { return {}; }
  static constexpr Degree from_u64(uint64_t) { return {}; }
  constexpr Degree inverse_vartime() const { return {}; }  // of constants alone
  constexpr Degree square() const { return {2 * degree}; }
  constexpr Degree doubled() const { return *this; }
  friend constexpr Degree operator+(Degree a, Degree b) { return {std::max(a.degree, b.degree)}; }
  friend constexpr Degree operator-(Degree a, Degree b) { return a + b; }
  friend constexpr Degree operator*(Degree a, Degree b) { return {a.degree + b.degree}; }
  friend constexpr Degree operator-(Degree a) { return a; }
};

struct DegreeEnvironment {
  using Element = Degree;
  Revision revision;

  Degree w(size_t) const { return {1}; }
  Degree next(size_t) const { return {1}; }
  Degree coefficient(size_t) const { return {1}; }
  Degree mds(size_t, size_t) const { return {}; }
  Degree endo_coefficient() const { return {}; }
};

template <class C>
class GateFormulas : public ::testing::Test {};
TYPED_TEST_SUITE(GateFormulas, Curves);

TYPED_TEST(GateFormulas, MatchTheIndependentProgram) {
  using F = typename TypeParam::Scalar;
  const auto vectors = nlohmann::json::parse(read_vector("gates.json"));
  const F base = *F::from_canonical(*U256::from_hex(vectors["base"].get<std::string>()));
  const auto& gates = vectors["fields"][std::is_same_v<TypeParam, Vesta> ? "fp" : "fq"];
  std::set<std::string> checked;
  GateList::for_each([&]<class G>() {
    if constexpr (G::kConstraints > 0) {
      const std::string name(gate_type_name(G::kType));
      const auto& expected = gates[name];
      ASSERT_EQ(expected.size(), G::kConstraints) << name;
      const auto values = Rows<F>(base).template constraints<G>(Revision::mesa);
      for (size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(values[i].to_canonical().to_hex(), expected[i].template get<std::string>())
            << name << " " << i;
      }
      checked.insert(name);
    }
  });
  EXPECT_EQ(checked.size(), gates.size());
}

TYPED_TEST(GateFormulas, DifferBetweenRevisionsOnlyInEndoMul) {
  using F = typename TypeParam::Scalar;
  const Rows<F> rows(F::from_u64(7));
  GateList::for_each([&]<class G>() {
    const auto berkeley = rows.template constraints<G>(Revision::berkeley);
    auto mesa = rows.template constraints<G>(Revision::mesa);
    if constexpr (G::kType == GateType::EndoMul) {
      EXPECT_FALSE(mesa[11].is_zero());
      mesa[11] = F::zero();
    }
    EXPECT_EQ(berkeley, mesa) << gate_type_name(G::kType);
  });
}

TYPED_TEST(GateFormulas, ReadExactlyTheDeclaredColumns) {
  using F = typename TypeParam::Scalar;
  for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
    const Rows<F> rows(F::from_u64(7));
    GateList::for_each([&]<class G>() {
      auto differs = [&](const Rows<F>& changed) {
        return changed.template constraints<G>(revision) != rows.template constraints<G>(revision);
      };
      const ColumnUse use = column_use<G>(revision);
      for (size_t i = 0; i < kColumns; ++i) {
        Rows<F> changed = rows;
        changed.w[i] = {rows.w[i][0] + F::one(), rows.w[i][1] + F::from_u64(2)};
        EXPECT_EQ(differs(changed), (use.w >> i & 1) != 0)
            << gate_type_name(G::kType) << " w " << i;
        changed = rows;
        changed.coefficients[i] += F::one();
        EXPECT_EQ(differs(changed), (use.coefficients >> i & 1) != 0)
            << gate_type_name(G::kType) << " c " << i;
      }
    });
  }
}

TEST(GateInfos, StateTheDegreeOfTheConstraints) {
  GateList::for_each([]<class G>() {
    size_t degree = 0;
    for (const Degree constraint : G::constraints(DegreeEnvironment{Revision::mesa})) {
      degree = std::max(degree, constraint.degree);
    }
    EXPECT_EQ(G::kInfo.degree, degree) << G::kInfo.name;
  });
}

TEST(GateInfos, DegreesHaveAGroupOfAsManyCosets) {
  GateList::for_each([]<class G>() {
    const size_t cosets = kGroupCosets[kGateGroups[static_cast<size_t>(G::kType)]];
    EXPECT_GE(cosets, G::kInfo.degree) << G::kInfo.name;
  });
  EXPECT_EQ(kGroupCosets[quotient_group(3)], 3u);
  EXPECT_EQ(kGroupCosets[quotient_group(4)], 4u);
  EXPECT_EQ(kGroupCosets[quotient_group(5)], 7u);
}

TYPED_TEST(GateFormulas, AreTheSumOfTheirLinearAndOtherTerms) {
  using F = typename TypeParam::Scalar;
  const Rows<F> rows(F::from_u64(7));
  const RowEnvironment<F> env = rows.environment(Revision::mesa);
  const AlphaPowers<F> alphas = alpha_powers(F::from_u64(11));
  size_t gates = 0;
  GateList::for_each([&]<class G>() {
    if constexpr (kHasLinearPart<G>) {
      F sum = G::nonlinear(env, G::weights(env, alphas));
      for (const LinearTerm& term : G::kLinearTerms) {
        const F& value = term.place == LinearTerm::Place::cell   ? env.w(term.column)
                         : term.place == LinearTerm::Place::next ? env.next(term.column)
                                                                 : env.coefficient(term.column);
        sum += alphas[term.constraint] * (term.negative ? -value : value);
      }
      EXPECT_EQ(sum, combined_constraints(G::kType, env, alphas)) << G::kInfo.name;
      ++gates;
    }
  });
  EXPECT_EQ(gates, 1u);
}

TYPED_TEST(GateFormulas, FitTheNumberOfAlphaPowers) {
  size_t most = 0;
  GateList::for_each([&]<class G>() { most = std::max(most, G::kConstraints); });
  EXPECT_EQ(most, kGateAlphas);
}

TYPED_TEST(GateFormulas, UseTheEndomorphismOfTheOtherCurve) {
  using F = typename TypeParam::Scalar;
  EXPECT_EQ(endo_coefficient<F>(), TypeParam::Other::endo_base());
}

TEST(Revisions, NumberGatesWithAndWithoutTheCairoGates) {
  // The numbers of the peer's enum: 0 to 7, then 12 to 17 in berkeley.
  const std::vector<uint32_t> berkeley{0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17};
  for (uint32_t i = 0; i < kGateTypes; ++i) {
    EXPECT_EQ(gate_type_number(static_cast<GateType>(i), Revision::berkeley), berkeley[i]);
    EXPECT_EQ(gate_type_number(static_cast<GateType>(i), Revision::mesa), i);
  }
}

TEST(Revisions, HaveNames) {
  for (const Revision revision : {Revision::berkeley, Revision::mesa}) {
    EXPECT_EQ(revision_from_name(revision_name(revision)), revision);
  }
  EXPECT_EQ(revision_name(Revision::mesa), "mesa");
  EXPECT_FALSE(revision_from_name("Mesa"));
}

}  // namespace
}  // namespace onggi::testing
