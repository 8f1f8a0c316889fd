// The structured reference string (SRS): bases with unknown discrete logarithms, derived from
// hashes.
// Source: the Kimchi book, "Polynomial commitment"; derivation as in the peer's `SRS::create`.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/curve/affine.h"
#include "core/error/error.h"
#include "core/parallel/steps.h"
#include "core/poly/domain.h"

namespace onggi {

// Immutable except for its caches, which have a lock: const access is thread-safe.
template <class C>
class Srs {
 public:
  using F = typename C::Scalar;
  using Point = Affine<C>;

  static constexpr size_t kMaxDepth = size_t{1} << 16;

  // The first `depth` bases. A smaller SRS is a prefix of a larger one. 1 ≤ depth ≤ kMaxDepth.
  // Errors: size_out_of_range.
  static Result<std::shared_ptr<const Srs>> create(size_t depth);

  // An SRS with these bases, which must be on the curve. Errors: size_out_of_range, as in create.
  static Result<std::shared_ptr<const Srs>> from_points(std::vector<Point> g, Point h);

  std::span<const Point> g() const { return g_; }
  const Point& h() const { return h_; }  // the base of blinders
  size_t size() const { return g_.size(); }
  bool has_points_of(const Srs& other) const {
    return this == &other || (h_ == other.h_ && g_ == other.g_);
  }

  // Whether these are the bases that create derives. Takes milliseconds if has_digest(), otherwise
  // as long as create.
  bool is_standard() const;
  // Whether the size is that of a standard domain (standard_srs.h).
  bool has_digest() const;

  // The number of chunks of a commitment to a polynomial of degree < n.
  size_t chunks_for(size_t n) const { return n <= size() ? 1 : (n + size() - 1) / size(); }

  // Commitments to L_0 … L_{n−1} of the domain, each with chunks_for(n) chunks. Computed on first
  // use, which takes many seconds for large domains, and cached for the lifetime of the SRS.
  const std::vector<PolyComm<C>>& lagrange_basis(const Domain<F>& domain) const;

  // The commitments to L_0 … L_{count−1}, count ≤ n, each with chunks_for(n) chunks. The first ones
  // of the standard SRS are known (standard_srs.h). Each other one takes one MSM, and one scalar
  // multiplication for each further chunk; where the whole basis takes less time, it is computed
  // instead. All are cached.
  std::vector<PolyComm<C>> lagrange_commitments(const Domain<F>& domain, size_t count) const;

  // The commitments to L_0 … L_{n−1}, n ≤ size(), which are one point each. Not cached, but taken
  // from the whole basis if that is known.
  Steps<std::vector<Point>> lagrange_points(const Domain<F>& domain) const;

  // The commitment to L_i, i < n, in the same way as lagrange_commitments.
  Steps<PolyComm<C>> lagrange_commitment(const Domain<F>& domain, size_t i) const;

  // The commitment to the polynomial with these values on the domain, as a sum of the Lagrange
  // commitments of those values that are not zero. nullopt if that takes longer than a commitment
  // to its coefficients: if more than one of them is not known, or if they are more than half of
  // the values or of the bases. One that is not known is computed and cached.
  Steps<std::optional<PolyComm<C>>> commit_by_lagrange(const Domain<F>& domain,
                                                       std::span<const F> values) const;

  // Adds a precomputed basis to the cache. `basis` must equal lagrange_basis(domain).
  void keep_lagrange_basis(const Domain<F>& domain, std::vector<PolyComm<C>> basis) const;

  // Allocated bytes by capacity, including caches.
  size_t heap_bytes() const;

  // Upper bounds of the bytes allocated, including results and caches: by a commitment to
  // `coefficients` coefficients, by lagrange_basis (none if it is cached), by lagrange_commitment
  // and lagrange_commitments.
  size_t commit_bytes(size_t coefficients) const;
  size_t lagrange_basis_bytes(size_t domain_size) const;
  size_t lagrange_commitment_bytes(size_t domain_size) const;
  size_t lagrange_commitments_bytes(size_t domain_size, size_t count) const;

 private:
  Srs(std::vector<Point> g, Point h);

  size_t most_single_commitments(size_t domain_size) const;

  // These need the lock.
  const std::vector<PolyComm<C>>& known_lagrange_basis(const Domain<F>& domain) const;
  const PolyComm<C>* find_lagrange_commitment(const Domain<F>& domain, size_t i) const;
  bool begins_with_standard_points(unsigned log_size) const;

  std::vector<PolyComm<C>> compute_lagrange_basis(const Domain<F>& domain) const;
  // In the cache, where it stays.
  Steps<const PolyComm<C>*> known_lagrange_commitment(const Domain<F>& domain, size_t i) const;
  Steps<PolyComm<C>> compute_lagrange_commitment(const Domain<F>& domain, size_t i) const;

  std::vector<Point> g_;
  Point h_;

  mutable std::mutex mutex_;
  mutable std::map<unsigned, std::vector<PolyComm<C>>> bases_;  // key: log2 of the domain's size
  mutable std::map<std::pair<unsigned, size_t>, PolyComm<C>> single_;  // key: that and the index
  mutable std::map<unsigned, bool> standard_;  // begins_with_standard_points, key as of bases_
};

// Computes the same as Srs::create, in steps of some milliseconds.
template <class C>
class SrsTask {
 public:
  // Errors: size_out_of_range.
  static Result<SrsTask> create(size_t depth);

  // Computes more bases. Returns true when all are complete.
  bool step();

  double fraction() const { return static_cast<double>(done_) / static_cast<double>(g_.size()); }

  // The finished SRS. Call it once, after step() has returned true.
  std::shared_ptr<const Srs<C>> take();

  // The maximum number of bytes that a task of this depth uses.
  static size_t peak_bytes(size_t depth);

 private:
  explicit SrsTask(size_t depth) : g_(depth) {}

  std::vector<Affine<C>> g_;
  size_t done_ = 0;
};

}  // namespace onggi
