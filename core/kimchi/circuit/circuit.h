// A circuit as it is given to index creation, and a witness as it is given to the prover.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"

namespace onggi {

// A fixed lookup table: columns of equal length.
template <class F>
struct LookupTable {
  int32_t id = 0;
  std::vector<std::vector<F>> columns;
};

// A runtime table: its first column is fixed, the second comes with the witness.
template <class F>
struct RuntimeTableConfig {
  int32_t id = 0;
  std::vector<F> first_column;
};

template <class F>
struct Circuit {
  std::vector<Gate<F>> gates;
  size_t public_input_size = 0;  // rows 0 … public_input_size-1 are Generic with c0 = 1
  size_t previous_challenges = 0;
  size_t srs_depth = 0;  // 0: not stated
  Revision revision = Revision::berkeley;
  std::vector<LookupTable<F>> lookup_tables;
  std::vector<RuntimeTableConfig<F>> runtime_tables;
};

// What tells how large the index of a circuit gets.
struct CircuitShape {
  size_t gates = 0;
  size_t table_rows = 0;     // of all fixed and runtime tables
  size_t table_columns = 0;  // of the widest
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

// The claim of an earlier proof's accumulator: challenges and the commitment to their b-polynomial.
template <class C>
struct RecursionChallenge {
  std::vector<typename C::Scalar> challenges;
  PolyComm<C> commitment;

  bool operator==(const RecursionChallenge&) const = default;

  // Whether the claim has the form that a transcript over an SRS of this size takes:
  // log2(max_poly_size) challenges and one chunk, or any other number up to one more than that and
  // two chunks.
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
