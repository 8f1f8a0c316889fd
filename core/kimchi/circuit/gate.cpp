#include "core/kimchi/circuit/gate.h"

#include "core/kimchi/gates/gate_list.h"

namespace onggi {

std::string_view gate_type_name(GateType type) { return gate_info(type).name; }

std::optional<GateType> gate_type_from_name(std::string_view name) {
  for (size_t i = 0; i < kGateTypes; ++i) {
    if (kGateInfos[i].name == name) return static_cast<GateType>(i);
  }
  return std::nullopt;
}

}  // namespace onggi
