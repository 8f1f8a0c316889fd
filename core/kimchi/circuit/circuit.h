// The inputs of index creation (a circuit) and of the prover (a witness).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/gates/gate_list.h"

namespace onggi {

// Table ids. −2^31 is not allowed: the peer negates ids as 32-bit integers, which overflows.
inline constexpr int32_t kMaxTableId = INT32_MAX;
inline constexpr int32_t kMinTableId = -kMaxTableId;

// A fixed lookup table: columns of equal length.
template <class F>
struct LookupTable {
  int32_t id = 0;
  std::vector<std::vector<F>> columns;
};

// A runtime table. The circuit fixes the first column; the witness provides the second.
template <class F>
struct RuntimeTableConfig {
  int32_t id = 0;
  std::vector<F> first_column;
};

template <class F>
struct Circuit {
  std::vector<Gate<F>> gates;
  size_t public_input_size = 0;  // the first public_input_size rows are Generic with c0 = 1
  size_t previous_challenges = 0;
  size_t srs_depth = 0;  // 0 if not stated
  Revision revision = Revision::berkeley;
  std::vector<LookupTable<F>> lookup_tables;
  std::vector<RuntimeTableConfig<F>> runtime_tables;
};

// The counts that determine the size of a circuit's index.
struct CircuitShape {
  size_t gates = 0;
  size_t table_rows = 0;     // of all fixed and runtime tables
  size_t table_columns = 0;  // of the widest table
  std::array<bool, kGateTypes> uses{};
};

template <class F>
void add_gates(CircuitShape& shape, const std::vector<Gate<F>>& gates) {
  shape.gates += gates.size();
  for (const Gate<F>& gate : gates) shape.uses[static_cast<size_t>(gate.type)] = true;
}

template <class F>
CircuitShape shape_of(const Circuit<F>& circuit) {
  CircuitShape shape;
  add_gates(shape, circuit.gates);
  for (const auto& table : circuit.lookup_tables) {
    if (!table.columns.empty()) shape.table_rows += table.columns[0].size();
    shape.table_columns = std::max(shape.table_columns, table.columns.size());
  }
  for (const auto& table : circuit.runtime_tables) shape.table_rows += table.first_column.size();
  return shape;
}

// The data of a runtime table for one proof.
template <class F>
struct RuntimeTable {
  int32_t id = 0;
  std::vector<F> data;
};

// The claim of an earlier proof's accumulator: its challenges, and the commitment to their
// b-polynomial.
template <class C>
struct RecursionChallenge {
  std::vector<typename C::Scalar> challenges;
  PolyComm<C> commitment;

  bool operator==(const RecursionChallenge&) const = default;

  // Whether the claim has the form that the transcript over an SRS of this size requires:
  // log2(max_poly_size) challenges and one chunk, or another number of challenges, at most
  // log2(max_poly_size) + 1, and two chunks.
  bool fits(size_t max_poly_size) const {
    const size_t rounds = static_cast<size_t>(std::countr_zero(max_poly_size));
    return !challenges.empty() && challenges.size() <= rounds + 1 &&
           commitment.chunks.size() == (challenges.size() == rounds ? 1 : 2);
  }
};

template <class C>
struct Witness {
  using F = typename C::Scalar;

  std::array<std::vector<F>, kColumns> columns;  // equal lengths, not padded to the domain
  std::vector<RuntimeTable<F>> runtime_tables;
  std::vector<RecursionChallenge<C>> previous_challenges;

  size_t rows() const { return columns[0].size(); }
};

}  // namespace onggi
