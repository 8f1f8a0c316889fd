// The gates. A gate is a type, a constraint count and one
// function that is generic over its environment; adding one is a file in gates/ and a line here.
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

static_assert(GateList::size() == kGateTypes);

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

// An element that stands for any value, for reading a gate's formula as a set of columns.
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
