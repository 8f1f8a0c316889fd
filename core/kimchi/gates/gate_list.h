// The list of gates. To add a gate, write its file in gates/ (see gate_info.h) and add it here. All
// other code that depends on the set of gates folds over this list.
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

  // Whether each gate's type equals its position.
  static constexpr bool in_order() {
    size_t place = 0;
    return ((static_cast<size_t>(Gates::kType) == place++) && ...);
  }

  static constexpr std::array<GateInfo, sizeof...(Gates)> infos() { return {Gates::kInfo...}; }

  // The number of gates among the first `types` that have constraints but no selector in the peer's
  // formats.
  static constexpr size_t count_unserialized(size_t types) {
    auto is_one = []<class G>() {
      return G::kConstraints > 0 && !requires { typename G::Selector; };
    };
    return (
        size_t{static_cast<size_t>(Gates::kType) < types && is_one.template operator()<Gates>()} +
        ... + 0);
  }

  // Calls body.template operator()<G>() for the gate of this type. Does nothing if it is not in the
  // list.
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

// `type` must be in the list.
constexpr const GateInfo& gate_info(GateType type) { return kGateInfos[static_cast<size_t>(type)]; }

// Whether the peer's formats have a member for the gate's selector.
template <class G>
inline constexpr bool kIsSerialized = requires {
  typename G::Selector;
};

// The number of gates with constraints whose selectors have no such member, and the index of one
// among them.
inline constexpr size_t kUnserializedSelectors = GateList::count_unserialized(kGateTypes);
template <class G>
inline constexpr size_t kUnserializedPlace =
    GateList::count_unserialized(static_cast<size_t>(G::kType));

// The number of powers of alpha for the gates. Gates share them because at most one gate is active
// per row. It is the number of constraints of the protocol's largest gate (VarBaseMul), for all
// circuits.
inline constexpr size_t kGateAlphas = 21;

template <class F>
using AlphaPowers = std::array<F, kGateAlphas>;

template <class F>
AlphaPowers<F> alpha_powers(const F& alpha) {
  AlphaPowers<F> powers{F::one()};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * alpha;
  return powers;
}

template <class G>
inline constexpr bool kHasLinearPart = requires {
  G::kLinearTerms;
};

// The columns that a gate reads, as bit sets.
struct ColumnUse {
  uint32_t w = 0;  // in this row or the next
  uint32_t coefficients = 0;

  constexpr ColumnUse operator|(const ColumnUse& other) const {
    return {w | other.w, coefficients | other.coefficients};
  }
};

namespace detail {

// An element without a value. Evaluating a formula over it records which columns the formula reads.
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

// The columns that the gate reads in the quotient, besides its linear part.
template <class G>
ColumnUse quotient_column_use(Revision revision) {
  if constexpr (kHasLinearPart<G>) {
    ColumnUse use;
    G::nonlinear(detail::ColumnUseEnvironment{&use, revision},
                 typename G::template Weights<detail::AnyValue>{});
    return use;
  } else {
    return column_use<G>(revision);
  }
}

}  // namespace onggi
