// What travels of each structure: its fields by name and in wire order, once for all formats. The
// JSON readers and writers use the names, MessagePack the order.
// Source: serde's order in proof-systems (proof.rs, verifier_index.rs); tests/vectors/README.md.
#pragma once

#include <string_view>
#include <tuple>

#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi::codec {

// One field. A defaulted one may be missing in JSON and then keeps the value that it has; an enum
// among them is not written where it has its first value.
template <class T, class V>
struct Member {
  std::string_view name;
  V T::*pointer;
  bool defaulted = false;
};

// Fields that stand in an object of their own on the wire, but not in the structure.
template <class... Fields>
struct Group {
  std::string_view name;
  std::tuple<Fields...> fields;
};

// The fields of a structure, standing among those of the one that holds it.
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

// Layout<T>::fields is a tuple of the above.
template <class T>
struct Layout;

template <class T>
concept HasLayout = requires {
  Layout<T>::fields;
};

// How many entries of its structure's list a field takes on the wire.
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

template <class F>
struct Layout<ProofEvaluations<F>> {
  using T = ProofEvaluations<F>;
  static constexpr auto fields = std::tuple(
      member("public", &T::public_input), member("w", &T::w), member("z", &T::z),
      member("s", &T::s), member("coefficients", &T::coefficients),
      member("generic_selector", &T::generic_selector),
      member("poseidon_selector", &T::poseidon_selector),
      member("complete_add_selector", &T::complete_add_selector),
      member("mul_selector", &T::mul_selector), member("emul_selector", &T::emul_selector),
      member("endomul_scalar_selector", &T::endomul_scalar_selector),
      member("range_check0_selector", &T::range_check0_selector),
      member("range_check1_selector", &T::range_check1_selector),
      member("foreign_field_add_selector", &T::foreign_field_add_selector),
      member("foreign_field_mul_selector", &T::foreign_field_mul_selector),
      member("xor_selector", &T::xor_selector), member("rot_selector", &T::rot_selector),
      member("lookup_aggregation", &T::lookup_aggregation),
      member("lookup_table", &T::lookup_table), member("lookup_sorted", &T::lookup_sorted),
      member("runtime_lookup_table", &T::runtime_lookup_table),
      member("runtime_lookup_table_selector", &T::runtime_lookup_table_selector),
      member("xor_lookup_selector", &T::xor_lookup_selector),
      member("lookup_gate_lookup_selector", &T::lookup_gate_lookup_selector),
      member("range_check_lookup_selector", &T::range_check_lookup_selector),
      member("foreign_field_mul_lookup_selector", &T::foreign_field_mul_lookup_selector));
};

template <class C>
struct Layout<LookupCommitments<C>> {
  using T = LookupCommitments<C>;
  static constexpr auto fields =
      std::tuple(member("sorted", &T::sorted), member("aggreg", &T::aggregation),
                 member("runtime", &T::runtime));
};

template <class C>
struct Layout<ProverCommitments<C>> {
  using T = ProverCommitments<C>;
  static constexpr auto fields =
      std::tuple(member("w_comm", &T::w_comm), member("z_comm", &T::z_comm),
                 member("t_comm", &T::t_comm), member("lookup", &T::lookup));
};

// The proof without its public input.
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
  using T = LookupPatterns;
  static constexpr auto fields = std::tuple(member("xor", &T::xor_), member("lookup", &T::lookup),
                                            member("range_check", &T::range_check),
                                            member("foreign_field_mul", &T::foreign_field_mul));
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
  static constexpr auto fields = std::tuple(
      member("joint_lookup_used", &T::joint_lookup_used), member("lookup_table", &T::lookup_table),
      group("lookup_selectors", member("xor", &T::xor_selector),
            member("lookup", &T::lookup_selector), member("range_check", &T::range_check_selector),
            member("ffmul", &T::foreign_field_mul_selector)),
      member("table_ids", &T::table_ids), member("lookup_info", &T::info),
      member("runtime_tables_selector", &T::runtime_tables_selector));
};

template <class C>
struct Layout<VerifierCommitments<C>> {
  using T = VerifierCommitments<C>;
  static constexpr auto fields = std::tuple(
      member("sigma_comm", &T::sigma_comm), member("coefficients_comm", &T::coefficients_comm),
      member("generic_comm", &T::generic_comm), member("psm_comm", &T::psm_comm),
      member("complete_add_comm", &T::complete_add_comm), member("mul_comm", &T::mul_comm),
      member("emul_comm", &T::emul_comm), member("endomul_scalar_comm", &T::endomul_scalar_comm),
      member("range_check0_comm", &T::range_check0_comm),
      member("range_check1_comm", &T::range_check1_comm),
      member("foreign_field_add_comm", &T::foreign_field_add_comm),
      member("foreign_field_mul_comm", &T::foreign_field_mul_comm),
      member("xor_comm", &T::xor_comm), member("rot_comm", &T::rot_comm));
};

}  // namespace onggi::codec
