// A circuit on its domain: padding, zero-knowledge rows, shifts, selectors and coefficients.
// Source: Kimchi book, "Proof System Specification / Constraint system".
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/lookup/constraint_system.h"
#include "core/poly/domain.h"

namespace onggi {

// The maximum number of rows of an index's domain.
inline constexpr size_t kMaxDomainSize = size_t{1} << 20;

// The maximum number of chunks of a column. Zero-knowledge rows grow with the number of chunks, and
// the index holds a commitment with that many chunks for each of them, so time and memory grow
// quadratically.
inline constexpr size_t kMaxChunks = 256;

// The number of zero-knowledge rows for `num_chunks` chunks: floor((16·c − 2) / 7) + 1, which is 3,
// 5, 9, 19 for 1, 2, 4, 8 chunks. The domain's last rows hold random values.
constexpr size_t zk_rows_for_chunks(size_t num_chunks) { return (16 * num_chunks - 2) / 7 + 1; }

// Chunks per column on a domain of `domain_size` rows. 1 if the domain fits the SRS.
constexpr size_t chunks_for(size_t domain_size, size_t max_poly_size) {
  return domain_size < max_poly_size ? 1 : domain_size / max_poly_size;
}

template <class F>
class ConstraintSystem {
 public:
  // `max_poly_size` is the size of the SRS, a power of two. Errors: too_few_gates,
  // wire_out_of_range, invalid_length, wrong_public_input_count, srs_too_small, size_out_of_range,
  // and those of lookup_constraint_system.
  static Result<ConstraintSystem> create(Circuit<F> circuit, size_t max_poly_size);

  const Domain<F>& domain() const { return domain_; }
  size_t max_poly_size() const { return max_poly_size_; }
  size_t num_chunks() const { return chunks_for(domain_.size(), max_poly_size_); }
  size_t zk_rows() const { return zk_rows_; }
  size_t public_input_size() const { return circuit_.public_input_size; }
  size_t previous_challenges() const { return circuit_.previous_challenges; }
  const std::array<F, kPermuted>& shifts() const { return shifts_; }
  Revision revision() const { return circuit_.revision; }
  const Circuit<F>& circuit() const { return circuit_; }

  // Empty if no gate has lookups.
  const std::optional<LookupConstraintSystem<F>>& lookup() const { return lookup_; }
  // Lookups and table entries are on the rows before this one.
  size_t lookup_rows() const { return domain_.size() - zk_rows_ - 1; }

  // Whether a row of the circuit has this gate type. Rows after the last gate are Zero.
  bool uses(GateType type) const { return uses_[static_cast<size_t>(type)]; }

  // Evaluations on the domain. An empty vector represents the zero column.
  std::vector<F> selector_column(GateType type) const;
  std::vector<F> coefficient_column(size_t column) const;

  size_t heap_bytes() const;

 private:
  ConstraintSystem(Circuit<F> circuit, Domain<F> domain, size_t max_poly_size, size_t zk_rows,
                   std::optional<LookupConstraintSystem<F>> lookup);

  Circuit<F> circuit_;
  Domain<F> domain_;
  size_t max_poly_size_;
  size_t zk_rows_;
  std::array<F, kPermuted> shifts_;
  std::optional<LookupConstraintSystem<F>> lookup_;
  std::array<bool, kGateTypes> uses_{};
};

}  // namespace onggi
