// The prover's index of a circuit: fixed columns as polynomials, and their commitments.
// Source: kimchi/src/prover_index.rs and verifier_index.rs of the peer. Exported as `PlonkIndex`.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/index_columns.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/progress.h"
#include "core/poly/basis.h"

namespace onggi {

template <class C>
class IndexTask;

template <class C>
class ProverIndex {
 public:
  using F = typename C::Scalar;
  // |domain| coefficients. Empty: the zero polynomial.
  using Polynomial = Coefficients<F>;

  // Errors: those of ConstraintSystem::create. Deterministic.
  static Result<std::shared_ptr<const ProverIndex>> create(Circuit<F> circuit,
                                                           std::shared_ptr<const Srs<C>> srs);

  // An index from what an earlier one of this system and SRS computed. The columns must be the
  // system's; that they are is checked at `x` (differing_column), which nobody can have chosen them
  // for. Commitments must fit; that they commit to the columns is not checked.
  // Errors: invalid_argument naming what differs.
  static Result<std::shared_ptr<const ProverIndex>> restore(
      ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs, IndexColumns<F> columns,
      std::vector<PolyComm<C>> zk_lagrange, VerifierIndex<C> verifier_index, const F& x);

  const ConstraintSystem<F>& constraint_system() const { return system_; }
  const Domain<F>& domain() const { return system_.domain(); }
  const std::shared_ptr<const Srs<C>>& srs() const { return srs_; }
  const std::shared_ptr<const VerifierIndex<C>>& verifier_index() const { return verifier_index_; }
  const typename C::Base& digest() const { return digest_; }

  const IndexColumns<F>& columns() const { return columns_; }
  const std::array<Polynomial, kPermuted>& sigma() const { return columns_.sigma; }
  const std::array<Polynomial, kColumns>& coefficients() const { return columns_.coefficients; }
  const Polynomial& selector(GateType type) const {
    return columns_.selectors[static_cast<size_t>(type)];
  }

  // Nothing if no gate looks anything up.
  const std::optional<LookupPolynomials<F>>& lookup() const { return columns_.lookup; }

  // Commitments to the Lagrange polynomials of the last zk_rows rows: what a column that is zero
  // elsewhere is committed with.
  const std::vector<PolyComm<C>>& zk_lagrange() const { return zk_lagrange_; }

  // Columns that the gates and lookups of this circuit read.
  const ColumnUse& column_use() const { return column_use_; }

  // Bytes on the heap, by capacity; the SRS is shared and counts for itself.
  size_t heap_bytes() const;

 private:
  friend class IndexTask<C>;

  ProverIndex(ConstraintSystem<F> system, std::shared_ptr<const Srs<C>> srs);

  ConstraintSystem<F> system_;
  std::shared_ptr<const Srs<C>> srs_;
  IndexColumns<F> columns_;
  std::vector<PolyComm<C>> zk_lagrange_;
  std::shared_ptr<const VerifierIndex<C>> verifier_index_;
  typename C::Base digest_;
  ColumnUse column_use_;
};

// What ProverIndex::create does, in steps: a column each.
template <class C>
class IndexTask {
 public:
  using F = typename C::Scalar;

  // Lays the circuit over its domain. Errors: those of ConstraintSystem::create.
  static Result<IndexTask> create(Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs);

  // Does the next piece of work. True when the index is finished.
  bool step();

  // Phases: "columns", "commitments", "done".
  Progress progress() const;

  // The finished index; once, after step() has returned true.
  std::shared_ptr<const ProverIndex<C>> take();

  // Bytes that the task holds at most while it runs, what its steps take included; and those that a
  // task of such a circuit does.
  size_t peak_bytes() const;
  static size_t peak_bytes(const CircuitShape& shape, const Srs<C>& srs);

 private:
  explicit IndexTask(std::shared_ptr<ProverIndex<C>> index);

  PolyComm<C> commit(const Coefficients<F>& polynomial) const;
  void commit_next(size_t i);
  void commit_selector(GateType type);
  void finish();

  std::shared_ptr<ProverIndex<C>> index_;
  VerifierIndex<C> commitments_;
  size_t columns_;  // how many steps interpolate one
  size_t steps_;
  size_t done_ = 0;
};

}  // namespace onggi
