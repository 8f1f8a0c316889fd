// The orders of columns.h, compared with the peer's written out.
#include "core/kimchi/columns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/curve/pasta.h"

namespace onggi::testing {
namespace {

using Names = std::vector<std::string>;

template <class Order>
Names evaluation_names() {
  Names names;
  Order::for_each([&]<class Column>() { names.emplace_back(Column::kName); });
  return names;
}

template <class Order>
Names commitment_names() {
  Names names;
  Order::for_each([&]<class Column>() { names.emplace_back(Column::kCommitmentName); });
  return names;
}

Names joined(std::initializer_list<Names> parts) {
  Names all;
  for (const Names& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

const Names kGates{"generic_selector", "poseidon_selector", "complete_add_selector",
                   "mul_selector",     "emul_selector",     "endomul_scalar_selector"};
const Names kOptionalGates{
    "range_check0_selector",      "range_check1_selector", "foreign_field_add_selector",
    "foreign_field_mul_selector", "xor_selector",          "rot_selector"};
const Names kGateCommitments{"generic_comm", "psm_comm",  "complete_add_comm",
                             "mul_comm",     "emul_comm", "endomul_scalar_comm"};
const Names kRuntimeAndPatterns{"runtime_lookup_table",        "runtime_lookup_table_selector",
                                "xor_lookup_selector",         "lookup_gate_lookup_selector",
                                "range_check_lookup_selector", "foreign_field_mul_lookup_selector"};

TEST(Columns, OpeningOrderMatchesTheProtocol) {
  EXPECT_EQ(evaluation_names<columns::Opened>(),
            joined({{"z"},
                    kGates,
                    {"w", "coefficients", "s"},
                    kOptionalGates,
                    {"lookup_sorted", "lookup_aggregation", "lookup_table"},
                    kRuntimeAndPatterns}));
}

TEST(Columns, AbsorptionPutsSortedColumnsAfterTheTable) {
  EXPECT_EQ(evaluation_names<columns::Absorbed>(),
            joined({{"z"},
                    kGates,
                    {"w", "coefficients", "s"},
                    kOptionalGates,
                    {"lookup_aggregation", "lookup_table", "lookup_sorted"},
                    kRuntimeAndPatterns}));
}

TEST(Columns, DigestPutsMultiplicationBeforeAddition) {
  EXPECT_EQ(commitment_names<columns::Digested>(),
            joined({{"sigma_comm", "coefficients_comm"},
                    kGateCommitments,
                    {"range_check0_comm", "range_check1_comm", "foreign_field_mul_comm",
                     "foreign_field_add_comm", "xor_comm", "rot_comm"},
                    {"lookup_table", "table_ids", "runtime_tables_selector"},
                    {"xor", "lookup", "range_check", "ffmul"}}));
}

TEST(Columns, SerializationMatchesThePeersStructures) {
  EXPECT_EQ(evaluation_names<columns::EvaluationFields>(),
            joined({{"public", "w", "z", "s", "coefficients"},
                    kGates,
                    kOptionalGates,
                    {"lookup_aggregation", "lookup_table", "lookup_sorted"},
                    kRuntimeAndPatterns}));
  EXPECT_EQ(commitment_names<columns::IndexFields>(),
            joined({{"sigma_comm", "coefficients_comm"},
                    kGateCommitments,
                    {"range_check0_comm", "range_check1_comm", "foreign_field_add_comm",
                     "foreign_field_mul_comm", "xor_comm", "rot_comm"}}));
  EXPECT_EQ(commitment_names<columns::ProofFields>(), (Names{"w_comm", "z_comm", "t_comm"}));
  EXPECT_EQ(commitment_names<columns::LookupProofFields>(), (Names{"sorted", "aggreg", "runtime"}));
}

TEST(Columns, ListContainsEveryEvaluationOfAProof) {
  using F = Vesta::Scalar;
  ProofEvaluations<F> evals;
  size_t fields = 0;
  columns::EvaluationFields::for_each(
      [&]<class Column>() { fields += sizeof(columns::evaluations<Column>(evals)); });
  // An empty array takes space too, in libc++ as much as one element.
  if (evals.unserialized_selectors.empty()) fields += sizeof(evals.unserialized_selectors);
  // If the list lacked a member, the structure would be larger by at least one member.
  EXPECT_LE(fields, sizeof(evals));
  EXPECT_LT(sizeof(evals), fields + sizeof(PointEvaluations<F>));
}

}  // namespace
}  // namespace onggi::testing
