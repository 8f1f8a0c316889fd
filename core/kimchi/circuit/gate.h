// Gates, wires and gate types: the circuit without its domain. Source: the Kimchi book,
// "Specification / Constraints". Names are Kimchi's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace onggi {

inline constexpr size_t kColumns = 15;  // witness columns; also coefficient columns
inline constexpr size_t kPermuted = 7;  // the first seven columns take part in the permutation

// The position of a gate in gates/gate_list.h. Only the peer's gates have enumerators. Other gates
// use the position, e.g. GateType{14}.
enum class GateType : uint8_t {
  Zero,
  Generic,
  Poseidon,
  CompleteAdd,
  VarBaseMul,
  EndoMul,
  EndoMulScalar,
  Lookup,
  RangeCheck0,
  RangeCheck1,
  ForeignFieldAdd,
  ForeignFieldMul,
  Xor16,
  Rot64,
};

// `type` must be in the list.
std::string_view gate_type_name(GateType type);
// Names are case sensitive: "Generic", "Xor16".
std::optional<GateType> gate_type_from_name(std::string_view name);

// The next cell of a permutation cycle. An unwired cell leads to itself.
struct Wire {
  uint32_t row = 0;
  uint32_t column = 0;  // < kPermuted

  bool operator==(const Wire&) const = default;
};

using Wires = std::array<Wire, kPermuted>;

// The wires of a row whose cells are all unwired.
constexpr Wires identity_wires(uint32_t row) {
  Wires wires{};
  for (uint32_t column = 0; column < kPermuted; ++column) wires[column] = {row, column};
  return wires;
}

template <class F>
struct Gate {
  GateType type = GateType::Zero;
  Wires wires{};
  std::vector<F> coefficients;  // at most kColumns; missing coefficients are zero

  F coefficient(size_t i) const { return i < coefficients.size() ? coefficients[i] : F::zero(); }
};

}  // namespace onggi
