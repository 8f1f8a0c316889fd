// The list of gates. To add one, write its file in gates/ (gate_info.h says what is in it) and list
// it here. Everything else that depends on which gates exist folds over this list.
#pragma once

#include <array>
#include <cstdint>

#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/gates/complete_add.h"
#include "core/kimchi/gates/endo_mul.h"
#include "core/kimchi/gates/endo_mul_scalar.h"
#include "core/kimchi/gates/foreign_field_add.h"
#include "core/kimchi/gates/foreign_field_mul.h"
#include "core/kimchi/gates/gate_info.h"
#include "core/kimchi/gates/generic.h"
#include "core/kimchi/gates/lookup.h"
#include "core/kimchi/gates/poseidon.h"
#include "core/kimchi/gates/range_check0.h"
#include "core/kimchi/gates/range_check1.h"
#include "core/kimchi/gates/rot64.h"
#include "core/kimchi/gates/var_base_mul.h"
#include "core/kimchi/gates/xor16.h"
#include "core/kimchi/gates/zero.h"

namespace onggi {

template <class... Gates>
struct GateTypes {
  // Calls body.template operator()<G>() for every gate, in order.
  template <class Body>
  static constexpr void for_each(Body&& body) {
    (body.template operator()<Gates>(), ...);
  }

  static constexpr size_t size() { return sizeof...(Gates); }

  // Whether each gate's type is its place.
  static constexpr bool in_order() {
    size_t place = 0;
    return ((static_cast<size_t>(Gates::kType) == place++) && ...);
  }

  static constexpr std::array<GateInfo, sizeof...(Gates)> infos() { return {Gates::kInfo...}; }

  // How many of the first `types` gates have constraints, but no selector in the peer's formats.
  static constexpr size_t count_unserialized(size_t types) {
    auto is_one = []<class G>() {
      return G::kConstraints > 0 && !requires { typename G::Selector; };
    };
    return (
        size_t{static_cast<size_t>(Gates::kType) < types && is_one.template operator()<Gates>()} +
        ... + 0);
  }

  // Calls body.template operator()<G>() for the gate of this type; nothing if it is not listed.
  template <class Body>
  static constexpr void with(GateType type, Body&& body) {
    ((Gates::kType == type ? body.template operator()<Gates>() : void()), ...);
  }
};

using GateList = GateTypes<gates::Zero,             //
                           gates::Generic,          //
                           gates::Poseidon,         //
                           gates::CompleteAdd,      //
                           gates::VarBaseMul,       //
                           gates::EndoMul,          //
                           gates::EndoMulScalar,    //
                           gates::Lookup,           //
                           gates::RangeCheck0,      //
                           gates::RangeCheck1,      //
                           gates::ForeignFieldAdd,  //
                           gates::ForeignFieldMul,  //
                           gates::Xor16,            //
                           gates::Rot64>;           //

static_assert(GateList::in_order());

inline constexpr size_t kGateTypes = GateList::size();
inline constexpr std::array<GateInfo, kGateTypes> kGateInfos = GateList::infos();

// `type` is one of the list's.
constexpr const GateInfo& gate_info(GateType type) { return kGateInfos[static_cast<size_t>(type)]; }

// Whether the peer's formats have a place for the gate's selector.
template <class G>
inline constexpr bool kIsSerialized = requires {
  typename G::Selector;
};

// Gates with constraints whose selectors have no such place, and the place of one among them.
inline constexpr size_t kUnserializedSelectors = GateList::count_unserialized(kGateTypes);
template <class G>
inline constexpr size_t kUnserializedPlace =
    GateList::count_unserialized(static_cast<size_t>(G::kType));

// Powers of alpha that the gates share, being mutually exclusive: as many as the largest gate of
// the protocol (VarBaseMul) has constraints, whichever gates a circuit uses.
inline constexpr size_t kGateAlphas = 21;

// The columns that a gate reads, as bit sets.
struct ColumnUse {
  uint32_t w = 0;  // this row or the next
  uint32_t coefficients = 0;

  constexpr ColumnUse operator|(const ColumnUse& other) const {
    return {w | other.w, coefficients | other.coefficients};
  }
};

namespace detail {

// An element without a value: evaluating a formula over it only records which columns are read.
struct AnyValue {
  static constexpr AnyValue zero() { return {}; }
  static constexpr AnyValue one() { return {}; }
  static constexpr AnyValue from_u64(uint64_t) { return {}; }
  constexpr AnyValue inverse_vartime() const { return {}; }
  constexpr AnyValue square() const { return {}; }
  constexpr AnyValue doubled() const { return {}; }
  friend constexpr AnyValue operator+(AnyValue, AnyValue) { return {}; }
  friend constexpr AnyValue operator-(AnyValue, AnyValue) { return {}; }
  friend constexpr AnyValue operator*(AnyValue, AnyValue) { return {}; }
  friend constexpr AnyValue operator-(AnyValue) { return {}; }
};

struct ColumnUseEnvironment {
  using Element = AnyValue;
  ColumnUse* use;
  Revision revision;

  Element w(size_t i) const {
    use->w |= 1u << i;
    return {};
  }
  Element next(size_t i) const { return w(i); }
  Element coefficient(size_t i) const {
    use->coefficients |= 1u << i;
    return {};
  }
  Element mds(size_t, size_t) const { return {}; }
  Element endo_coefficient() const { return {}; }
};

}  // namespace detail

template <class G>
ColumnUse column_use(Revision revision) {
  ColumnUse use;
  G::constraints(detail::ColumnUseEnvironment{&use, revision});
  return use;
}

}  // namespace onggi
