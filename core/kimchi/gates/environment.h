// The values that a gate's formula reads.
#pragma once

#include <array>

#include "core/curve/endo_coefficient.h"
#include "core/field/packed.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/sponge/poseidon.h"

namespace onggi {

// One row of the witness and of the coefficients, and the next row, as pointers into columns of
// evaluations. Columns that the formula does not read may be null.
template <class F>
struct RowEnvironment {
  using Element = F;

  Revision revision;
  std::array<const F*, kColumns> w_columns;
  std::array<const F*, kColumns> coefficient_columns;
  size_t row;
  size_t next_row;

  const F& w(size_t i) const { return w_columns[i][row]; }
  const F& next(size_t i) const { return w_columns[i][next_row]; }
  const F& coefficient(size_t i) const { return coefficient_columns[i][row]; }
  const F& mds(size_t i, size_t j) const { return poseidon_mds<F>()[i][j]; }
  const F& endo_coefficient() const { return onggi::endo_coefficient<F>(); }
};

// The same for kLanes rows from `row` on, which are evaluated together. The columns have `rows`
// elements, a power of two; the row after the last is row 0.
template <class F>
struct PackedRows {
  using Element = Packed<F>;
  using Column = const PackedElement<F>*;

  Revision revision;
  std::array<Column, kColumns> w_columns;
  std::array<Column, kColumns> coefficient_columns;
  size_t rows;
  size_t row = 0;

  Element at(Column column) const { return Element::gather(column + row); }
  Element after(Column column) const {
    std::array<Column, kLanes<F>> lanes;
    for (size_t i = 0; i < lanes.size(); ++i) lanes[i] = column + ((row + i + 1) & (rows - 1));
    return Element::gather(lanes);
  }

  Element w(size_t i) const { return at(w_columns[i]); }
  Element next(size_t i) const { return after(w_columns[i]); }
  Element coefficient(size_t i) const { return at(coefficient_columns[i]); }
  Element endo_coefficient() const { return Element(onggi::endo_coefficient<F>()); }
};

}  // namespace onggi
