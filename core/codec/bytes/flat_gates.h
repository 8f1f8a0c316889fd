// Gates as flat arrays, one after the other, without separators:
//   types         one byte a gate, its position in gates/gate_list.h
//   wires         seven cells a gate, each as row and column, four little-endian bytes each
//   coeff_counts  one byte a gate, how many coefficients it has
//   coeffs        the coefficients of all gates, 32 little-endian bytes each
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/gate.h"

namespace onggi {

inline constexpr size_t kFlatWiresBytes = kPermuted * 2 * sizeof(uint32_t);  // of a gate

struct FlatGates {
  std::span<const uint8_t> types;
  std::span<const uint8_t> wires;
  std::span<const uint8_t> coeff_counts;
  std::span<const uint8_t> coeffs;
};

// Errors: invalid_length if the lengths do not fit each other or a gate has too many coefficients;
// unknown_gate, wire_out_of_range and noncanonical_field_element, with the gate.
template <class F>
Result<std::vector<Gate<F>>> decode_flat_gates(const FlatGates& flat);

template <class F>
std::vector<uint8_t> flat_types(std::span<const Gate<F>> gates);
template <class F>
std::vector<uint8_t> flat_wires(std::span<const Gate<F>> gates);
template <class F>
std::vector<uint8_t> flat_coeff_counts(std::span<const Gate<F>> gates);
template <class F>
std::vector<uint8_t> flat_coeffs(std::span<const Gate<F>> gates);

}  // namespace onggi
