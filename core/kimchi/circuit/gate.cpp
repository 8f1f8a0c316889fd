#include "core/kimchi/circuit/gate.h"

namespace onggi {
namespace {

constexpr std::array<std::string_view, kGateTypes> kNames{
    "Zero",          "Generic", "Poseidon",    "CompleteAdd", "VarBaseMul",      "EndoMul",
    "EndoMulScalar", "Lookup",  "RangeCheck0", "RangeCheck1", "ForeignFieldAdd", "ForeignFieldMul",
    "Xor16",         "Rot64"};

}  // namespace

std::string_view gate_type_name(GateType type) { return kNames[static_cast<size_t>(type)]; }

std::optional<GateType> gate_type_from_name(std::string_view name) {
  for (size_t i = 0; i < kGateTypes; ++i) {
    if (kNames[i] == name) return static_cast<GateType>(i);
  }
  return std::nullopt;
}

}  // namespace onggi
