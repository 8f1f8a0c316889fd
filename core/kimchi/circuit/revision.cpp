#include "core/kimchi/circuit/revision.h"

#include <array>

namespace onggi {
namespace {

constexpr std::array<std::string_view, 2> kNames{"berkeley", "mesa"};
constexpr uint32_t kCairoGates = 4;

}  // namespace

std::string_view revision_name(Revision revision) { return kNames[static_cast<size_t>(revision)]; }

std::optional<Revision> revision_from_name(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Revision>(i);
  }
  return std::nullopt;
}

uint32_t gate_type_number(GateType type, Revision revision) {
  const auto number = static_cast<uint32_t>(type);
  const bool after_cairo = revision == Revision::berkeley && type > GateType::Lookup;
  return after_cairo ? number + kCairoGates : number;
}

}  // namespace onggi
