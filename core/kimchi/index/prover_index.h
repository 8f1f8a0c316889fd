// The prover's index of a circuit: the fixed columns as polynomials, and their commitments. Source:
// kimchi/src/prover_index.rs and verifier_index.rs of the peer. JavaScript calls it PlonkIndex.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/commitment/srs.h"
#include "core/error/error.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/index/index_columns.h"
#include "core/kimchi/index/kept_evaluations.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/progress.h"
#include "core/parallel/steps.h"
#include "core/poly/basis.h"

namespace onggi {

template <class C>
class IndexTask;

// Immutable except for its kept evaluations, which have a lock: const access is thread-safe.
template <class C>
class ProverIndex {
 public:
  using F = typename C::Scalar;
  // At most |domain| coefficients. An empty vector represents the zero polynomial.
  using Polynomial = Coefficients<F>;

  // Errors: those of ConstraintSystem::create. Deterministic.
  static Result<std::shared_ptr<const ProverIndex>> create(Circuit<F> circuit,
                                                           std::shared_ptr<const Srs<C>> srs);

  // An index from existing columns and commitments of this system and SRS. Checks the columns at
  // `x` (differing_column), which must have been unpredictable when they were made. Checks the
  // shapes of the commitments, but not that they commit to the columns. Errors: invalid_argument
  // with the part that differs.
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
  const Polynomial& selector(GateType type) const { return columns_.selector(type); }

  // Null if no gate has lookups.
  const std::optional<LookupPolynomials<F>>& lookup() const { return columns_.lookup; }

  // Commitments to the Lagrange polynomials of the last zk_rows rows. Used to commit to a column
  // that is zero on all other rows.
  const std::vector<PolyComm<C>>& zk_lagrange() const { return zk_lagrange_; }

  // The evaluations that the index keeps so that proofs take less time. Null before
  // IndexTask::keep_evaluations and after trim(). Proofs are the same without them.
  std::shared_ptr<const KeptEvaluations<C>> kept() const;
  void keep(std::shared_ptr<const KeptEvaluations<C>> kept) const;
  void trim() const { keep(nullptr); }

  // Allocated bytes by capacity, without the shared SRS.
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

  mutable std::mutex mutex_;
  mutable std::shared_ptr<const KeptEvaluations<C>> kept_;
};

// Computes an index as ProverIndex::create does, or the evaluations that an index keeps, in steps
// of some milliseconds (see steps.h). A task must not be moved after its first step.
template <class C>
class IndexTask {
 public:
  using F = typename C::Scalar;

  // Errors: those of ConstraintSystem::create.
  static Result<IndexTask> create(Circuit<F> circuit, std::shared_ptr<const Srs<C>> srs);

  // Computes evaluations that make proofs of an index faster; take() stores them in the index.
  static IndexTask keep_evaluations(std::shared_ptr<const ProverIndex<C>> index);

  // Does the next piece of work. True when the index is finished.
  bool step();

  // Values of `phase`: "columns", "commitments", "evaluations" to be kept, "done".
  Progress progress() const;

  // The finished index. Call it once, after step() has returned true.
  std::shared_ptr<const ProverIndex<C>> take();

  // An upper bound of the bytes that this task, or a task for a circuit of this size, holds while
  // it runs, including scratch memory.
  size_t peak_bytes() const;
  static size_t peak_bytes(const CircuitShape& shape, const Srs<C>& srs);

 private:
  explicit IndexTask(std::shared_ptr<ProverIndex<C>> index);
  explicit IndexTask(std::shared_ptr<const ProverIndex<C>> finished);

  Steps<> next_part();
  Steps<PolyComm<C>> commit(const Coefficients<F>& polynomial) const;
  Steps<> commit_next(size_t i);
  Steps<> commit_selector(GateType type);
  void finish();

  std::shared_ptr<ProverIndex<C>> index_;
  std::shared_ptr<VerifierIndex<C>> commitments_;
  std::shared_ptr<const ProverIndex<C>> finished_;  // only evaluations to be kept are missing
  std::shared_ptr<KeptEvaluations<C>> kept_;        // those that are computed
  size_t columns_ = 0;                              // number of parts that interpolate a column
  size_t parts_;
  size_t done_ = 0;  // parts
  std::optional<Steps<>> part_;
};

}  // namespace onggi
