#pragma once

#include <fmt/core.h>

#include "core/codec/bytes/flat_gates.h"
#include "core/codec/bytes/flat_vector_impl.h"
#include "core/kimchi/gates/gate_list.h"

namespace onggi {
namespace codec {

inline uint32_t read_u32(std::span<const uint8_t> bytes) {
  return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 |
         uint32_t{bytes[3]} << 24;
}

inline void append_u32(std::vector<uint8_t>& bytes, uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<uint8_t>(number >> shift));
  }
}

inline Result<> check_lengths(const FlatGates& flat) {
  const size_t gates = flat.types.size();
  if (flat.wires.size() % kFlatWiresBytes != 0 || flat.wires.size() / kFlatWiresBytes != gates) {
    return fail(Errc::invalid_length,
                fmt::format("the wires of {} gates must have {} bytes each, got {} bytes", gates,
                            kFlatWiresBytes, flat.wires.size()));
  }
  if (flat.coeff_counts.size() != gates) {
    return fail(Errc::invalid_length,
                fmt::format("there must be a number of coefficients for each of {} gates, got {}",
                            gates, flat.coeff_counts.size()));
  }
  size_t coefficients = 0;
  for (size_t i = 0; i < gates; ++i) {
    if (flat.coeff_counts[i] > kColumns) {
      return fail(Errc::invalid_length, fmt::format("gate {}: at most {} coefficients, got {}", i,
                                                    kColumns, flat.coeff_counts[i]));
    }
    coefficients += flat.coeff_counts[i];
  }
  if (flat.coeffs.size() % kFieldBytes != 0 || flat.coeffs.size() / kFieldBytes != coefficients) {
    return fail(Errc::invalid_length,
                fmt::format("{} coefficients must have {} bytes each, got {} bytes", coefficients,
                            kFieldBytes, flat.coeffs.size()));
  }
  return success();
}

inline Result<Wires> read_wires(std::span<const uint8_t> bytes, size_t gate) {
  Wires wires;
  for (size_t i = 0; i < kPermuted; ++i) {
    wires[i] = {read_u32(bytes.subspan(8 * i)), read_u32(bytes.subspan(8 * i + 4))};
    if (wires[i].column >= kPermuted) {
      return fail(Errc::wire_out_of_range,
                  fmt::format("gate {}: the column of wire {} must be from 0 to {}, got {}", gate,
                              i, kPermuted - 1, wires[i].column));
    }
  }
  return wires;
}

}  // namespace codec

template <class F>
Result<std::vector<Gate<F>>> decode_flat_gates(const FlatGates& flat) {
  BOOST_OUTCOME_TRYV(codec::check_lengths(flat));
  std::vector<Gate<F>> gates(flat.types.size());
  std::span<const uint8_t> coeffs = flat.coeffs;
  for (size_t i = 0; i < gates.size(); ++i) {
    if (flat.types[i] >= kGateTypes) {
      return fail(Errc::unknown_gate, fmt::format("gate {}: the type must be from 0 to {}, got {}",
                                                  i, kGateTypes - 1, flat.types[i]));
    }
    gates[i].type = static_cast<GateType>(flat.types[i]);
    BOOST_OUTCOME_TRY(
        wires, codec::read_wires(flat.wires.subspan(kFlatWiresBytes * i, kFlatWiresBytes), i));
    gates[i].wires = wires;
    gates[i].coefficients.resize(flat.coeff_counts[i]);
    const size_t read = codec::read_flat<F>(coeffs, gates[i].coefficients);
    if (read != gates[i].coefficients.size()) {
      return fail(Errc::noncanonical_field_element,
                  fmt::format("gate {}: coefficient {} must be below the modulus", i, read));
    }
    coeffs = coeffs.subspan(kFieldBytes * read);
  }
  return gates;
}

template <class F>
std::vector<uint8_t> flat_types(std::span<const Gate<F>> gates) {
  std::vector<uint8_t> bytes;
  bytes.reserve(gates.size());
  for (const Gate<F>& gate : gates) bytes.push_back(static_cast<uint8_t>(gate.type));
  return bytes;
}

template <class F>
std::vector<uint8_t> flat_wires(std::span<const Gate<F>> gates) {
  std::vector<uint8_t> bytes;
  bytes.reserve(kFlatWiresBytes * gates.size());
  for (const Gate<F>& gate : gates) {
    for (const Wire& wire : gate.wires) {
      codec::append_u32(bytes, wire.row);
      codec::append_u32(bytes, wire.column);
    }
  }
  return bytes;
}

template <class F>
std::vector<uint8_t> flat_coeff_counts(std::span<const Gate<F>> gates) {
  std::vector<uint8_t> bytes;
  bytes.reserve(gates.size());
  for (const Gate<F>& gate : gates) {
    bytes.push_back(static_cast<uint8_t>(gate.coefficients.size()));
  }
  return bytes;
}

template <class F>
std::vector<uint8_t> flat_coeffs(std::span<const Gate<F>> gates) {
  size_t coefficients = 0;
  for (const Gate<F>& gate : gates) coefficients += gate.coefficients.size();
  std::vector<uint8_t> bytes(kFieldBytes * coefficients);
  std::span<uint8_t> rest(bytes);
  for (const Gate<F>& gate : gates) {
    for (const F& coefficient : gate.coefficients) {
      field_to_bytes(coefficient, rest.template first<kFieldBytes>());
      rest = rest.subspan(kFieldBytes);
    }
  }
  return bytes;
}

}  // namespace onggi
