#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/lookup/constraint_system_impl.h"
#include "core/kimchi/permutation/keygen.h"

namespace onggi {
namespace detail {

// Checks that exactly one wire leads to each cell, as the permutation argument requires. The wires
// must be in range.
template <class F>
Result<void> check_permutation(const std::vector<Gate<F>>& gates) {
  constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
  std::vector<uint32_t> before(gates.size() * kPermuted, kNone);
  for (uint32_t cell = 0; cell < before.size(); ++cell) {
    const Wire wire = gates[cell / kPermuted].wires[cell % kPermuted];
    uint32_t& from = before[wire.row * kPermuted + wire.column];
    if (from != kNone) {
      return fail(
          Errc::wires_not_permutation,
          fmt::format("row {}, column {} and row {}, column {}: both to ({}, {})", from / kPermuted,
                      from % kPermuted, cell / kPermuted, cell % kPermuted, wire.row, wire.column));
    }
    from = cell;
  }
  return success();
}

template <class F>
Result<void> check_gates(const Circuit<F>& circuit) {
  const auto& gates = circuit.gates;
  if (gates.size() < 2) return fail(Errc::too_few_gates, fmt::format("{} given", gates.size()));
  if (gates.size() > kMaxDomainSize) {
    return fail(Errc::size_out_of_range, fmt::format("{} gates, the largest domain has {} rows",
                                                     gates.size(), kMaxDomainSize));
  }
  if (circuit.public_input_size > gates.size()) {
    return fail(Errc::wrong_public_input_count,
                fmt::format("{} public inputs in a circuit of {} gates", circuit.public_input_size,
                            gates.size()));
  }
  for (size_t row = 0; row < gates.size(); ++row) {
    const Gate<F>& gate = gates[row];
    if (gate.coefficients.size() > kColumns) {
      return fail(Errc::invalid_length, fmt::format("row {}: {} coefficients, at most {} fit", row,
                                                    gate.coefficients.size(), kColumns));
    }
    for (size_t column = 0; column < kPermuted; ++column) {
      const Wire wire = gate.wires[column];
      if (wire.row >= gates.size() || wire.column >= kPermuted) {
        return fail(Errc::wire_out_of_range,
                    fmt::format("row {}, column {}: the wire leads to row {}, column {}", row,
                                column, wire.row, wire.column));
      }
    }
  }
  return check_permutation(gates);
}

struct DomainShape {
  size_t size;
  size_t zk_rows;
};

// The smallest domain that holds `rows` rows and the zero-knowledge rows for its number of chunks.
inline Result<DomainShape> domain_shape(size_t rows, size_t max_poly_size) {
  size_t zk_rows = zk_rows_for_chunks(1);
  while (rows <= kMaxDomainSize && rows + zk_rows <= kMaxDomainSize) {
    const size_t size = std::bit_ceil(rows + zk_rows);
    const size_t chunks = chunks_for(size, max_poly_size);
    if (chunks > kMaxChunks) {
      return fail(Errc::srs_too_small,
                  fmt::format("{} rows take {} chunks with an SRS of {} points, at most {}", rows,
                              chunks, max_poly_size, kMaxChunks));
    }
    zk_rows = zk_rows_for_chunks(chunks);
    if (rows + zk_rows <= size) return DomainShape{size, zk_rows};
  }
  return fail(Errc::srs_too_small,
              fmt::format("{} rows do not fit a domain of at most {} with an SRS of {} points",
                          rows, kMaxDomainSize, max_poly_size));
}

}  // namespace detail

template <class F>
Result<ConstraintSystem<F>> ConstraintSystem<F>::create(Circuit<F> circuit, size_t max_poly_size) {
  BOOST_OUTCOME_TRYV(detail::check_gates(circuit));
  if (!std::has_single_bit(max_poly_size)) {
    return fail(Errc::srs_too_small,
                fmt::format("the number of points must be a power of two, got {}", max_poly_size));
  }
  const LookupPatterns patterns = patterns_of(circuit.gates);
  const size_t rows = std::max(circuit.gates.size(), lookup_rows_needed(circuit, patterns) + 1);
  BOOST_OUTCOME_TRY(shape, detail::domain_shape(rows, max_poly_size));
  BOOST_OUTCOME_TRY(domain, Domain<F>::create(shape.size));
  BOOST_OUTCOME_TRY(lookup, lookup_constraint_system(circuit, patterns, shape.size, shape.zk_rows));
  return ConstraintSystem(std::move(circuit), std::move(domain), max_poly_size, shape.zk_rows,
                          std::move(lookup));
}

template <class F>
ConstraintSystem<F>::ConstraintSystem(Circuit<F> circuit, Domain<F> domain, size_t max_poly_size,
                                      size_t zk_rows,
                                      std::optional<LookupConstraintSystem<F>> lookup)
    : circuit_(std::move(circuit)),
      domain_(std::move(domain)),
      max_poly_size_(max_poly_size),
      zk_rows_(zk_rows),
      shifts_(permutation_shifts<F>(domain_)),
      lookup_(std::move(lookup)) {
  for (const Gate<F>& gate : circuit_.gates) uses_[static_cast<size_t>(gate.type)] = true;
}

template <class F>
std::vector<F> ConstraintSystem<F>::selector_column(GateType type) const {
  if (!uses(type)) return {};
  std::vector<F> column(domain_.size(), F::zero());
  for (size_t row = 0; row < circuit_.gates.size(); ++row) {
    if (circuit_.gates[row].type == type) column[row] = F::one();
  }
  return column;
}

template <class F>
std::vector<F> ConstraintSystem<F>::coefficient_column(size_t column) const {
  std::vector<F> values;
  for (size_t row = 0; row < circuit_.gates.size(); ++row) {
    const F value = circuit_.gates[row].coefficient(column);
    if (value.is_zero()) continue;
    if (values.empty()) values.assign(domain_.size(), F::zero());
    values[row] = value;
  }
  return values;
}

template <class F>
size_t ConstraintSystem<F>::heap_bytes() const {
  size_t bytes = circuit_.gates.capacity() * sizeof(Gate<F>);
  for (const Gate<F>& gate : circuit_.gates) bytes += gate.coefficients.capacity() * sizeof(F);
  for (const auto& table : circuit_.lookup_tables) {
    for (const auto& column : table.columns) bytes += column.capacity() * sizeof(F);
  }
  for (const auto& table : circuit_.runtime_tables) {
    bytes += table.first_column.capacity() * sizeof(F);
  }
  if (lookup_) bytes += lookup_->tables.heap_bytes();
  return bytes + domain_.heap_bytes();
}

}  // namespace onggi
