// All polynomials of an index and a proof. Each is defined once: its wire names, the location of
// its evaluations, its commitments and the prover's copy, and whether an index has it. The lists at
// the end define the orders in which polynomials are opened, absorbed, digested and serialised.
// Prover, verifier, digest, shape checks, bounds and wire formats fold over these lists.
// Source: kimchi/src/{plonk_sponge,prover,verifier,verifier_index,proof}.rs of the peer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/lookup/info.h"
#include "core/kimchi/proof.h"

namespace onggi::columns {

// A column is one polynomial, or several that share a name. It declares those of the following
// members that apply:
//   kName, kEvaluations<F>             its evaluations in a proof
//   kCommitmentName, kCommitments<C>   its commitments, in a proof or in an index
//   polynomials(prover)                the prover's copy, in a ProverColumns (evaluation_stage.h)
//   count(index)                       how many of its polynomials a proof for this index opens

struct PublicInput {
  static constexpr std::string_view kName = "public";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::public_input;
};

struct Witness {
  static constexpr std::string_view kName = "w";
  static constexpr std::string_view kCommitmentName = "w_comm";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::w;
  template <class C>
  static constexpr auto kCommitments = &ProverCommitments<C>::w_comm;
  static const auto& polynomials(const auto& prover) { return prover.argument.witness.w; }
  static size_t count(const auto&) { return kColumns; }
};

// The aggregation of the permutation argument.
struct Z {
  static constexpr std::string_view kName = "z";
  static constexpr std::string_view kCommitmentName = "z_comm";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::z;
  template <class C>
  static constexpr auto kCommitments = &ProverCommitments<C>::z_comm;
  static const auto& polynomials(const auto& prover) { return prover.argument.z; }
  static size_t count(const auto&) { return 1; }
};

// The quotient. It is not opened by itself: it is part of ft.
struct Quotient {
  static constexpr std::string_view kCommitmentName = "t_comm";
  template <class C>
  static constexpr auto kCommitments = &ProverCommitments<C>::t_comm;
};

// The permutation columns σ. The last one is not opened by itself: it is part of ft.
struct Sigma {
  static constexpr std::string_view kName = "s";
  static constexpr std::string_view kCommitmentName = "sigma_comm";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::s;
  template <class C>
  static constexpr auto kCommitments = &VerifierCommitments<C>::sigma_comm;
  static const auto& polynomials(const auto& prover) { return prover.fixed.sigma; }
  static size_t count(const auto&) { return kPermuted - 1; }
};

struct Coefficients {
  static constexpr std::string_view kName = "coefficients";
  static constexpr std::string_view kCommitmentName = "coefficients_comm";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::coefficients;
  template <class C>
  static constexpr auto kCommitments = &VerifierCommitments<C>::coefficients_comm;
  static const auto& polynomials(const auto& prover) { return prover.fixed.coefficients; }
  static size_t count(const auto&) { return kColumns; }
};

// The selector of a gate. The gate's file declares its members.
template <class G>
struct SerializedSelector {
  static constexpr bool kAlwaysThere = G::Selector::kAlwaysThere;
  static constexpr std::string_view kName = G::Selector::kName;
  static constexpr std::string_view kCommitmentName = G::Selector::kCommitmentName;
  template <class F>
  static constexpr auto kEvaluations = G::Selector::template kEvaluations<ProofEvaluations<F>>;
  template <class C>
  static constexpr auto kCommitments = G::Selector::template kCommitments<VerifierCommitments<C>>;
  static const auto& polynomials(const auto& prover) { return prover.fixed.selector(G::kType); }
  template <class C>
  static size_t count(const VerifierIndex<C>& index) {
    if constexpr (kAlwaysThere) {
      return 1;
    } else {
      return index.commitments.*kCommitments<C> ? 1 : 0;
    }
  }
};

// The selector of a gate for which the peer's formats have no member. The peer's formats omit it,
// so a proof or an index with such a gate works only in memory.
template <class G>
struct UnserializedSelector {
  static constexpr bool kAlwaysThere = false;
  static constexpr std::string_view kName = G::kInfo.name;
  static auto& evaluations(auto& evals) {
    return evals.unserialized_selectors[kUnserializedPlace<G>];
  }
  static auto& commitments(auto& index) {
    return index.unserialized_selectors[kUnserializedPlace<G>];
  }
  static const auto& polynomials(const auto& prover) { return prover.fixed.selector(G::kType); }
  static size_t count(const auto& index) { return commitments(index.commitments) ? 1 : 0; }
};

template <class G>
using Selector =
    std::conditional_t<kIsSerialized<G>, SerializedSelector<G>, UnserializedSelector<G>>;

// Commitments to selectors that every index has are masked with 1, so that an unused one is not the
// identity. Other fixed columns are not masked.
template <class Column>
inline constexpr bool kMaskedWithOne = requires {
  requires Column::kAlwaysThere;
};

// The columns of the lookup argument: the sorted columns, their aggregation, the table, whose
// commitment the verifier computes, and the rows of runtime tables.
struct LookupSorted {
  static constexpr std::string_view kName = "lookup_sorted";
  static constexpr std::string_view kCommitmentName = "sorted";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::lookup_sorted;
  template <class C>
  static constexpr auto kCommitments = &LookupCommitments<C>::sorted;
  static const auto& polynomials(const auto& prover) { return prover.argument.lookup->sorted; }
  static size_t count(const auto& index) {
    return index.lookup ? std::min(index.lookup->info.max_per_row, kMaxLookups) + 1 : 0;
  }
};

struct LookupAggregation {
  static constexpr std::string_view kName = "lookup_aggregation";
  static constexpr std::string_view kCommitmentName = "aggreg";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::lookup_aggregation;
  template <class C>
  static constexpr auto kCommitments = &LookupCommitments<C>::aggregation;
  static const auto& polynomials(const auto& prover) { return prover.argument.lookup->aggregation; }
  static size_t count(const auto& index) { return index.lookup ? 1 : 0; }
};

struct JointTable {
  static constexpr std::string_view kName = "lookup_table";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::lookup_table;
  static const auto& polynomials(const auto& prover) { return prover.argument.lookup->table; }
  static size_t count(const auto& index) { return index.lookup ? 1 : 0; }
};

struct RuntimeTable {
  static constexpr std::string_view kName = "runtime_lookup_table";
  static constexpr std::string_view kCommitmentName = "runtime";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::runtime_lookup_table;
  template <class C>
  static constexpr auto kCommitments = &LookupCommitments<C>::runtime;
  static const auto& polynomials(const auto& prover) { return *prover.argument.lookup->runtime; }
  static size_t count(const auto& index) {
    return index.lookup && index.lookup->info.uses_runtime_tables ? 1 : 0;
  }
};

struct RuntimeSelector {
  static constexpr std::string_view kName = "runtime_lookup_table_selector";
  static constexpr std::string_view kCommitmentName = "runtime_tables_selector";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::runtime_lookup_table_selector;
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::runtime_tables_selector;
  static const auto& polynomials(const auto& prover) {
    return prover.fixed.lookup->runtime_selector;
  }
  static size_t count(const auto& index) { return RuntimeTable::count(index); }
};

// The selector of a lookup pattern. The four types below derive from it.
template <LookupPattern kPattern_>
struct PatternSelector {
  static constexpr LookupPattern kPattern = kPattern_;
  static const auto& polynomials(const auto& prover) {
    return prover.fixed.lookup->selector(kPattern);
  }
  static size_t count(const auto& index) {
    return index.lookup && pattern_flag(index.lookup->info.patterns, kPattern) ? 1 : 0;
  }
};

struct XorSelector : PatternSelector<LookupPattern::Xor> {
  static constexpr std::string_view kName = "xor_lookup_selector";
  static constexpr std::string_view kCommitmentName = "xor";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::xor_lookup_selector;
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::xor_selector;
};

struct LookupGateSelector : PatternSelector<LookupPattern::Lookup> {
  static constexpr std::string_view kName = "lookup_gate_lookup_selector";
  static constexpr std::string_view kCommitmentName = "lookup";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::lookup_gate_lookup_selector;
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::lookup_selector;
};

struct RangeCheckSelector : PatternSelector<LookupPattern::RangeCheck> {
  static constexpr std::string_view kName = "range_check_lookup_selector";
  static constexpr std::string_view kCommitmentName = "range_check";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::range_check_lookup_selector;
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::range_check_selector;
};

struct ForeignFieldMulSelector : PatternSelector<LookupPattern::ForeignFieldMul> {
  static constexpr std::string_view kName = "foreign_field_mul_lookup_selector";
  static constexpr std::string_view kCommitmentName = "ffmul";
  template <class F>
  static constexpr auto kEvaluations = &ProofEvaluations<F>::foreign_field_mul_lookup_selector;
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::foreign_field_mul_selector;
};

// The columns and the ids of the fixed tables. They are committed separately and opened as parts of
// the joint table.
struct TableColumns {
  static constexpr std::string_view kCommitmentName = "lookup_table";
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::lookup_table;
};

struct TableIds {
  static constexpr std::string_view kCommitmentName = "table_ids";
  template <class C>
  static constexpr auto kCommitments = &LookupVerifierIndex<C>::table_ids;
};

// An ordered list of columns. The operator + joins lists.
template <class... Columns>
struct List {
  // Calls visit.template operator()<Column>() for each column.
  template <class Visit>
  static constexpr void for_each(Visit&& visit) {
    (visit.template operator()<Columns>(), ...);
  }
};

template <class... A, class... B>
constexpr List<A..., B...> operator+(List<A...>, List<B...>) {
  return {};
}

namespace detail {

enum class Kind : uint8_t { always_there, optional, optional_serialized };

template <class G>
constexpr bool is_of_kind(Kind kind) {
  if constexpr (G::kConstraints == 0) {
    return false;
  } else if constexpr (kIsSerialized<G>) {
    return G::Selector::kAlwaysThere == (kind == Kind::always_there);
  } else {
    return kind == Kind::optional;
  }
}

template <Kind kKind, class... Gates>
constexpr auto selectors(GateTypes<Gates...>) {
  return (List<>{} + ... +
          std::conditional_t<is_of_kind<Gates>(kKind), List<Selector<Gates>>, List<>>{});
}

// The list with `Moved` placed before `Place`.
template <class Moved, class Place, class... Columns>
constexpr auto move_before(List<Columns...>) {
  return (
      List<>{} + ... +
      std::conditional_t<
          std::is_same_v<Columns, Moved>, List<>,
          std::conditional_t<std::is_same_v<Columns, Place>, List<Moved, Place>, List<Columns>>>{});
}

}  // namespace detail

// The selectors of gates in the order of the list of gates: first those that every index has, then
// those that an index has only if a row uses the gate.
using AlwaysSelectors = decltype(detail::selectors<detail::Kind::always_there>(GateList{}));
using OptionalSelectors = decltype(detail::selectors<detail::Kind::optional>(GateList{}));
using OptionalSerialized =
    decltype(detail::selectors<detail::Kind::optional_serialized>(GateList{}));
using PatternSelectors =
    List<XorSelector, LookupGateSelector, RangeCheckSelector, ForeignFieldMulSelector>;
using RuntimeAndPatterns = decltype(List<RuntimeTable, RuntimeSelector>{} + PatternSelectors{});

// The order of opening. The previous challenges, the public input and ft come before it.
using Opened = decltype(List<Z>{} + AlwaysSelectors{} + List<Witness, Coefficients, Sigma>{} +
                        OptionalSelectors{} + List<LookupSorted, LookupAggregation, JointTable>{} +
                        RuntimeAndPatterns{});

// The order in which evaluations are absorbed. ft and the public input come before it.
using Absorbed = decltype(List<Z>{} + AlwaysSelectors{} + List<Witness, Coefficients, Sigma>{} +
                          OptionalSelectors{} +
                          List<LookupAggregation, JointTable, LookupSorted>{} +
                          RuntimeAndPatterns{});

// The order in which the digest of an index absorbs commitments. ForeignFieldMul comes before
// ForeignFieldAdd, unlike in the list of gates.
using Digested = decltype(
    List<Sigma, Coefficients>{} + AlwaysSelectors{} +
    detail::move_before<Selector<gates::ForeignFieldMul>, Selector<gates::ForeignFieldAdd>>(
        OptionalSelectors{}) +
    List<TableColumns, TableIds, RuntimeSelector>{} + PatternSelectors{});

// The orders of serialisation: the evaluations, and the commitments of an index and of a proof.
using EvaluationFields = decltype(List<PublicInput, Witness, Z, Sigma, Coefficients>{} +
                                  AlwaysSelectors{} + OptionalSerialized{} +
                                  List<LookupAggregation, JointTable, LookupSorted>{} +
                                  RuntimeAndPatterns{});
using IndexFields = decltype(List<Sigma, Coefficients>{} + AlwaysSelectors{} +
                             OptionalSerialized{});
using ProofFields = List<Witness, Z, Quotient>;
using LookupProofFields = List<LookupSorted, LookupAggregation, RuntimeTable>;

namespace detail {

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

// Calls visit for the value of a member: itself, each element of a list, or the content of an
// optional if it has one.
template <class Value, class Visit>
void visit_present(Value& value, Visit&& visit) {
  if constexpr (kIsOptional<std::remove_const_t<Value>>) {
    if (value) visit(*value);
  } else if constexpr (requires { value.begin(); }) {
    for (auto& element : value) visit_present(element, visit);
  } else {
    visit(value);
  }
}

// The member of an index or a proof; null if the lookup part that contains it is missing. `index`
// or `proof` may be null if it does not contain the member.
template <class C, class V>
const V* find(const VerifierIndex<C>* index, const ProverProof<C>*, V VerifierCommitments<C>::*at) {
  return &(index->commitments.*at);
}
template <class C, class V>
const V* find(const VerifierIndex<C>* index, const ProverProof<C>*, V LookupVerifierIndex<C>::*at) {
  return index->lookup ? &((*index->lookup).*at) : nullptr;
}
template <class C, class V>
const V* find(const VerifierIndex<C>*, const ProverProof<C>* proof, V ProverCommitments<C>::*at) {
  return &(proof->commitments.*at);
}
template <class C, class V>
const V* find(const VerifierIndex<C>*, const ProverProof<C>* proof, V LookupCommitments<C>::*at) {
  const auto& lookup = proof->commitments.lookup;
  return lookup ? &((*lookup).*at) : nullptr;
}

// Calls visit(const PolyComm&) for all commitments of the column.
template <class Column, class C, class Visit>
void visit_column(const VerifierIndex<C>* index, const ProverProof<C>* proof, Visit&& visit) {
  if constexpr (requires { Column::commitments(index->commitments); }) {
    visit_present(Column::commitments(index->commitments), visit);
  } else if (const auto* found = find(index, proof, Column::template kCommitments<C>)) {
    visit_present(*found, visit);
  }
}

}  // namespace detail

// The evaluations of a column in a (const) ProofEvaluations.
template <class Column, class Evaluations>
auto& evaluations(Evaluations& evals) {
  if constexpr (requires { Column::evaluations(evals); }) {
    return Column::evaluations(evals);
  } else {
    return evals.*Column::template kEvaluations<typename Evaluations::Field>;
  }
}

// The commitments of a column in the (const) structure that contains them: VerifierCommitments,
// LookupVerifierIndex, ProverCommitments or LookupCommitments.
template <class Column, class Part>
auto& commitments(Part& part) {
  if constexpr (requires { Column::commitments(part); }) {
    return Column::commitments(part);
  } else {
    return part.*Column::template kCommitments<typename Part::Curve>;
  }
}

// Calls visit(PointEvaluations&) for all evaluations present, in the order of the list.
template <class Order, class Evaluations, class Visit>
void visit_evaluations(Evaluations& evals, Visit&& visit) {
  Order::for_each(
      [&]<class Column>() { detail::visit_present(evaluations<Column>(evals), visit); });
}

// Calls visit(const PolyComm&) for all commitments of an index, in the order of its digest.
template <class C, class Visit>
void visit_index(const VerifierIndex<C>& index, Visit&& visit) {
  Digested::for_each(
      [&]<class Column>() { detail::visit_column<Column, C>(&index, nullptr, visit); });
}

// Calls visit(const PolyComm&) for all commitments of a proof whose columns are in the list.
template <class Order, class C, class Visit>
void visit_proof(const ProverProof<C>& proof, Visit&& visit) {
  Order::for_each([&]<class Column>() { detail::visit_column<Column, C>(nullptr, &proof, visit); });
}

// Calls visit(const PolyComm&) for the opened commitments of one column of Opened. The joint table
// has no commitment.
template <class Column, class C, class Visit>
void visit_opened(const VerifierIndex<C>& index, const ProverProof<C>& proof, Visit&& visit) {
  size_t left = Column::count(index);
  detail::visit_column<Column, C>(&index, &proof, [&](const PolyComm<C>& commitment) {
    if (left == 0) return;
    --left;
    visit(commitment);
  });
}

// The number of polynomials of Opened that a proof for this index opens.
template <class C>
size_t count_opened(const VerifierIndex<C>& index) {
  size_t count = 0;
  Opened::for_each([&]<class Column>() { count += Column::count(index); });
  return count;
}

// The selector of a lookup pattern in a (const) LookupVerifierIndex.
template <class Index>
auto& pattern_commitment(Index& index, LookupPattern pattern) {
  std::remove_reference_t<decltype(commitments<XorSelector>(index))>* found = nullptr;
  PatternSelectors::for_each([&]<class Column>() {
    if (Column::kPattern == pattern) found = &commitments<Column>(index);
  });
  return *found;
}

}  // namespace onggi::columns
