// The serialised fields of each structure, with names in wire order, for all formats. JSON uses the
// names, MessagePack the order.
// Source: serde's order in proof-systems (proof.rs, verifier_index.rs); docs/file-formats.md.
#pragma once

#include <string_view>
#include <tuple>

#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/columns.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi::codec {

// One field. A field with a default may be missing in JSON; it then keeps its value. An enum field
// with a default is not written if it has its first value.
template <class T, class V>
struct Member {
  std::string_view name;
  V T::*pointer;
  bool defaulted = false;
};

// Fields that are grouped in an object on the wire, but not in the structure.
template <class... Fields>
struct Group {
  std::string_view name;
  std::tuple<Fields...> fields;
};

// The fields of a nested structure, listed among those of its parent.
template <class T, class V>
struct Inlined {
  V T::*pointer;
};

template <class T, class V>
constexpr Member<T, V> member(std::string_view name, V T::*pointer) {
  return {name, pointer, false};
}

template <class T, class V>
constexpr Member<T, V> defaulted(std::string_view name, V T::*pointer) {
  return {name, pointer, true};
}

template <class... Fields>
constexpr Group<Fields...> group(std::string_view name, Fields... fields) {
  return {name, {fields...}};
}

template <class T, class V>
constexpr Inlined<T, V> inlined(V T::*pointer) {
  return {pointer};
}

// Layout<T>::fields is a tuple of these types.
template <class T>
struct Layout;

template <class T>
concept HasLayout = requires {
  Layout<T>::fields;
};

// The number of entries that a field takes in the wire list of its structure.
template <class T, class V>
constexpr unsigned entries(const Member<T, V>&) {
  return 1;
}
template <class... Fields>
constexpr unsigned entries(const Group<Fields...>&) {
  return 1;
}
template <class T, class V>
constexpr unsigned entries(const Inlined<T, V>&);

template <class... Fields>
constexpr unsigned entries(const std::tuple<Fields...>& fields) {
  return std::apply([](const auto&... field) { return (entries(field) + ...); }, fields);
}

template <class T, class V>
constexpr unsigned entries(const Inlined<T, V>&) {
  return entries(Layout<V>::fields);
}

template <>
struct Layout<Wire> {
  static constexpr auto fields =
      std::tuple(member("row", &Wire::row), member("col", &Wire::column));
};

template <class F>
struct Layout<Gate<F>> {
  using T = Gate<F>;
  static constexpr auto fields = std::tuple(member("typ", &T::type), member("wires", &T::wires),
                                            member("coeffs", &T::coefficients));
};

template <class F>
struct Layout<LookupTable<F>> {
  using T = LookupTable<F>;
  static constexpr auto fields = std::tuple(member("id", &T::id), member("columns", &T::columns));
};

template <class F>
struct Layout<RuntimeTableConfig<F>> {
  using T = RuntimeTableConfig<F>;
  static constexpr auto fields =
      std::tuple(member("id", &T::id), member("first_column", &T::first_column));
};

template <class F>
struct Layout<RuntimeTable<F>> {
  using T = RuntimeTable<F>;
  static constexpr auto fields = std::tuple(member("id", &T::id), member("data", &T::data));
};

template <class C>
struct Layout<PolyComm<C>> {
  static constexpr auto fields = std::tuple(member("chunks", &PolyComm<C>::chunks));
};

template <class C>
struct Layout<RecursionChallenge<C>> {
  using T = RecursionChallenge<C>;
  static constexpr auto fields =
      std::tuple(member("chals", &T::challenges), member("comm", &T::commitment));
};

template <class C>
struct Layout<OpeningProof<C>> {
  using T = OpeningProof<C>;
  static constexpr auto fields =
      std::tuple(member("lr", &T::lr), member("delta", &T::delta), member("z1", &T::z1),
                 member("z2", &T::z2), member("sg", &T::sg));
};

template <class F>
struct Layout<PointEvaluations<F>> {
  using T = PointEvaluations<F>;
  static constexpr auto fields =
      std::tuple(member("zeta", &T::zeta), member("zeta_omega", &T::zeta_omega));
};

// The fields for columns, named after them and in the order of the list.
template <class F, class... Columns>
constexpr auto evaluation_fields(columns::List<Columns...>) {
  return std::tuple(member(Columns::kName, Columns::template kEvaluations<F>)...);
}

template <class C, class... Columns>
constexpr auto commitment_fields(columns::List<Columns...>) {
  return std::tuple(member(Columns::kCommitmentName, Columns::template kCommitments<C>)...);
}

template <class F>
struct Layout<ProofEvaluations<F>> {
  static constexpr auto fields = evaluation_fields<F>(columns::EvaluationFields{});
};

template <class C>
struct Layout<LookupCommitments<C>> {
  static constexpr auto fields = commitment_fields<C>(columns::LookupProofFields{});
};

template <class C>
struct Layout<ProverCommitments<C>> {
  static constexpr auto fields =
      std::tuple_cat(commitment_fields<C>(columns::ProofFields{}),
                     std::tuple(member("lookup", &ProverCommitments<C>::lookup)));
};

// A proof without its public input.
template <class C>
struct Layout<ProverProof<C>> {
  using T = ProverProof<C>;
  static constexpr auto fields =
      std::tuple(member("commitments", &T::commitments), member("opening", &T::opening),
                 member("evals", &T::evals), member("ft_eval1", &T::ft_eval1),
                 member("prev_challenges", &T::previous_challenges));
};

template <>
struct Layout<LookupPatterns> {
  static constexpr auto fields =
      std::apply([](const auto&... infos) { return std::tuple(member(infos.name, infos.flag)...); },
                 kLookupPatternInfos);
};

template <>
struct Layout<LookupInfo> {
  using T = LookupInfo;
  static constexpr auto fields = std::tuple(
      member("max_per_row", &T::max_per_row), member("max_joint_size", &T::max_joint_size),
      group("features", member("patterns", &T::patterns),
            member("joint_lookup_used", &T::joint_lookup_used),
            member("uses_runtime_tables", &T::uses_runtime_tables)));
};

template <class C>
struct Layout<LookupVerifierIndex<C>> {
  using T = LookupVerifierIndex<C>;
  static constexpr auto selectors =
      std::apply([](auto... fields) { return group("lookup_selectors", fields...); },
                 commitment_fields<C>(columns::PatternSelectors{}));
  static constexpr auto fields = std::tuple_cat(
      std::tuple(member("joint_lookup_used", &T::joint_lookup_used)),
      commitment_fields<C>(columns::List<columns::TableColumns>{}), std::tuple(selectors),
      commitment_fields<C>(columns::List<columns::TableIds>{}),
      std::tuple(member("lookup_info", &T::info)),
      commitment_fields<C>(columns::List<columns::RuntimeSelector>{}));
};

template <class C>
struct Layout<VerifierCommitments<C>> {
  static constexpr auto fields = commitment_fields<C>(columns::IndexFields{});
};

}  // namespace onggi::codec
