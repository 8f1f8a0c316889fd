// Bodies of srs.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "core/commitment/commit.h"
#include "core/commitment/srs.h"
#include "core/commitment/standard_srs.h"
#include "core/curve/group_fft.h"
#include "core/curve/group_map.h"
#include "core/curve/msm.h"
#include "core/curve/scale.h"
#include "core/field/batch.h"
#include "core/field/u256.h"
#include "core/memory/byte_count.h"
#include "core/sponge/blake2b.h"

namespace onggi {
namespace srs_detail {

// Points that are derived in one step.
inline constexpr size_t kBatch = 256;

// Field multiplications of a scalar multiplication.
inline constexpr size_t kScale = 2000;

// What the allocator adds to a small block.
inline constexpr size_t kBlockBytes = 16;

// A node of a map with a small key: three links, a colour and the entry's own words.
inline constexpr size_t kNodeBytes = 6 * sizeof(void*);

// An entry of a map from a domain and an index to a commitment, without its chunks.
inline constexpr size_t kEntryBytes =
    sizeof(std::pair<unsigned, size_t>) + sizeof(std::vector<int>) + 4 * sizeof(void*);

inline std::array<uint8_t, 4> big_endian(size_t i) {
  return {static_cast<uint8_t>(i >> 24), static_cast<uint8_t>(i >> 16),
          static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)};
}

// The field element that a hash is mapped to the curve by: the bits of its first 31 bytes, lowest
// bit of each byte first, read as a big-endian integer.
template <class Base>
Base hash_to_base(std::span<const uint8_t> message) {
  const auto hash = blake2b_512(message);
  U256 value;
  for (unsigned i = 0; i < 248; ++i) {
    const uint64_t bit = (hash[i / 8] >> (i % 8)) & 1;
    const unsigned position = 247 - i;
    value.limb[position / 64] |= bit << (position % 64);
  }
  return *Base::from_canonical(value);  // 248 bits are below the modulus
}

// map(BLAKE2b("srs_misc" ‖ four zero bytes))
template <class C>
Affine<C> standard_h() {
  constexpr std::array<uint8_t, 12> kMisc{'s', 'r', 's', '_', 'm', 'i', 's', 'c'};
  return map_to_curve<C>(hash_to_base<typename C::Base>(kMisc));
}

inline Result<> check_depth(size_t depth, size_t max) {
  if (depth == 0 || depth > max) {
    return fail(Errc::size_out_of_range,
                fmt::format("the number of bases must be from 1 to {}, got {}", max, depth));
  }
  return success();
}

}  // namespace srs_detail

template <class C>
Srs<C>::Srs(std::vector<Point> g, Point h) : g_(std::move(g)), h_(h) {}

template <class C>
Result<std::shared_ptr<const Srs<C>>> Srs<C>::create(size_t depth) {
  BOOST_OUTCOME_TRY(task, SrsTask<C>::create(depth));
  while (!task.step()) {
  }
  return task.take();
}

template <class C>
Result<SrsTask<C>> SrsTask<C>::create(size_t depth) {
  BOOST_OUTCOME_TRYV(srs_detail::check_depth(depth, Srs<C>::kMaxDepth));
  return SrsTask(depth);
}

// g_i = map(BLAKE2b(i as four big-endian bytes))
template <class C>
bool SrsTask<C>::step() {
  using Base = typename C::Base;
  std::vector<Base> inputs(std::min(srs_detail::kBatch, g_.size() - done_));
  for (size_t i = 0; i < inputs.size(); ++i) {
    inputs[i] = srs_detail::hash_to_base<Base>(srs_detail::big_endian(done_ + i));
  }
  map_to_curve_batch<C>(std::span<const Base>(inputs), std::span(g_).subspan(done_, inputs.size()));
  done_ += inputs.size();
  return done_ == g_.size();
}

// The bases, and three field elements for each base that is derived in the same step.
template <class C>
size_t SrsTask<C>::peak_bytes(size_t depth) {
  const size_t bases = std::min(depth, Srs<C>::kMaxDepth);
  return bases * sizeof(Affine<C>) +
         std::min(bases, srs_detail::kBatch) * 3 * sizeof(typename C::Base);
}

template <class C>
std::shared_ptr<const Srs<C>> SrsTask<C>::take() {
  return Srs<C>::from_points(std::move(g_), srs_detail::standard_h<C>()).value();
}

template <class C>
bool Srs<C>::has_digest() const {
  return std::has_single_bit(size()) &&
         is_standard_domain(static_cast<unsigned>(std::countr_zero(size())));
}

template <class C>
bool Srs<C>::is_standard() const {
  if (h_ != srs_detail::standard_h<C>()) return false;
  if (has_digest()) {
    const std::lock_guard lock(mutex_);
    return begins_with_standard_points(static_cast<unsigned>(std::countr_zero(size())));
  }
  return create(size()).value()->g_ == g_;
}

template <class C>
Result<std::shared_ptr<const Srs<C>>> Srs<C>::from_points(std::vector<Point> g, Point h) {
  BOOST_OUTCOME_TRYV(srs_detail::check_depth(g.size(), kMaxDepth));
  return std::shared_ptr<const Srs>(new Srs(std::move(g), h));
}

template <class C>
const std::vector<PolyComm<C>>& Srs<C>::lagrange_basis(const Domain<F>& domain) const {
  const std::lock_guard lock(mutex_);
  return known_lagrange_basis(domain);
}

// Computes it if it is not known.
template <class C>
const std::vector<PolyComm<C>>& Srs<C>::known_lagrange_basis(const Domain<F>& domain) const {
  auto found = bases_.find(domain.log_size());
  if (found == bases_.end()) {
    found = bases_.emplace(domain.log_size(), compute_lagrange_basis(domain)).first;
  }
  return found->second;
}

template <class C>
void Srs<C>::keep_lagrange_basis(const Domain<F>& domain, std::vector<PolyComm<C>> basis) const {
  const std::lock_guard lock(mutex_);
  bases_.emplace(domain.log_size(), std::move(basis));
}

template <class C>
std::vector<PolyComm<C>> Srs<C>::lagrange_commitments(const Domain<F>& domain, size_t count) const {
  {
    const std::lock_guard lock(mutex_);
    size_t missing = 0;
    for (size_t i = 0; i < count; ++i) missing += find_lagrange_commitment(domain, i) == nullptr;
    if (missing > most_single_commitments(domain.size())) (void)known_lagrange_basis(domain);
  }
  std::vector<PolyComm<C>> commitments;
  commitments.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    commitments.push_back(lagrange_commitment(domain, i).run());
  }
  return commitments;
}

template <class C>
ONGGI_FOR_SIZE Steps<std::vector<Affine<C>>> Srs<C>::lagrange_points(
    const Domain<F>& domain) const {
  std::vector<Point> points(g_.begin(), g_.begin() + domain.size());
  bool is_known = false;
  {
    const std::lock_guard lock(mutex_);
    const auto basis = bases_.find(domain.log_size());
    if (basis != bases_.end()) {
      is_known = true;
      for (size_t i = 0; i < points.size(); ++i) points[i] = basis->second[i].chunks[0];
    }
  }
  if (!is_known) co_await inverse_group_fft<C>(points, domain.omega());
  co_return points;
}

// More commitments than this take longer, one by one, than the whole basis, which takes a Fourier
// transform of n points for each chunk. A commitment takes an MSM of one chunk, which was measured
// to take as long as a transform divided by 3·log2 n.
template <class C>
size_t Srs<C>::most_single_commitments(size_t domain_size) const {
  const size_t chunks = chunks_for(domain_size);
  return 3 * std::bit_width(domain_size) * chunks * chunks;
}

template <class C>
Steps<PolyComm<C>> Srs<C>::lagrange_commitment(const Domain<F>& domain, size_t i) const {
  co_return *co_await known_lagrange_commitment(domain, i);
}

// Null if the commitment is not known.
template <class C>
const PolyComm<C>* Srs<C>::find_lagrange_commitment(const Domain<F>& domain, size_t i) const {
  const auto basis = bases_.find(domain.log_size());
  if (basis != bases_.end()) return &basis->second[i];
  const std::pair key(domain.log_size(), i);
  const auto single = single_.find(key);
  if (single != single_.end()) return &single->second;
  if (i >= kStandardLagrange || !begins_with_standard_points(domain.log_size())) return nullptr;
  PolyComm<C> standard{{standard_lagrange_commitment<C>(domain.log_size(), i)}};
  return &single_.emplace(key, std::move(standard)).first->second;
}

// Whether the first 2^log_size points are those of the standard SRS.
template <class C>
bool Srs<C>::begins_with_standard_points(unsigned log_size) const {
  if (!is_standard_domain(log_size) || (size_t{1} << log_size) > size()) return false;
  const auto found = standard_.find(log_size);
  if (found != standard_.end()) return found->second;
  const bool standard = are_standard_points<C>(g().first(size_t{1} << log_size));
  return standard_.emplace(log_size, standard).first->second;
}

// Computes the commitment if it is not known.
template <class C>
ONGGI_FOR_SIZE Steps<const PolyComm<C>*> Srs<C>::known_lagrange_commitment(const Domain<F>& domain,
                                                                           size_t i) const {
  {
    const std::lock_guard lock(mutex_);
    if (const PolyComm<C>* known = find_lagrange_commitment(domain, i)) co_return known;
  }
  PolyComm<C> computed = co_await compute_lagrange_commitment(domain, i);
  const std::lock_guard lock(mutex_);
  const std::pair key(domain.log_size(), i);
  co_return &single_.emplace(key, std::move(computed)).first->second;
}

template <class C>
ONGGI_FOR_SIZE Steps<std::optional<PolyComm<C>>> Srs<C>::commit_by_lagrange(
    const Domain<F>& domain, std::span<const F> values) const {
  const size_t most = std::min(domain.size(), size()) / 2;
  std::vector<size_t> rows;
  for (size_t i = 0; i < values.size() && rows.size() <= most; ++i) {
    if (!values[i].is_zero()) rows.push_back(i);
  }
  if (rows.size() > most) co_return std::nullopt;

  // Entries of the caches stay where they are.
  std::vector<const PolyComm<C>*> known(rows.size());
  {
    const std::lock_guard lock(mutex_);
    const auto find = [&](size_t i) { return find_lagrange_commitment(domain, i); };
    std::transform(rows.begin(), rows.end(), known.begin(), find);
  }
  const auto missing = std::find(known.begin(), known.end(), nullptr);
  if (missing != known.end()) {
    if (std::find(missing + 1, known.end(), nullptr) != known.end()) co_return std::nullopt;
    *missing = co_await known_lagrange_commitment(domain, rows[missing - known.begin()]);
  }
  std::vector<F> scalars;
  scalars.reserve(rows.size());
  for (const size_t i : rows) scalars.push_back(values[i]);
  std::vector<Point> bases(rows.size());
  PolyComm<C> commitment;
  for (size_t chunk = 0; chunk < chunks_for(domain.size()); ++chunk) {
    for (size_t k = 0; k < bases.size(); ++k) bases[k] = known[k]->chunks[chunk];
    const Jacobian<C> sum = co_await msm_vartime_steps<C>(bases, scalars);
    commitment.chunks.push_back(sum.to_affine());
  }
  co_return commitment;
}

// Chunk j of L_i = 1/n·Σ_e omega^(−i·e)·g_{e − j·m}, over j·m ≤ e < min((j+1)·m, n): an inverse
// Fourier transform of the bases, laid at offset j·m among identities.
template <class C>
std::vector<PolyComm<C>> Srs<C>::compute_lagrange_basis(const Domain<F>& domain) const {
  const size_t n = domain.size();
  const size_t chunks = chunks_for(n);
  std::vector<PolyComm<C>> basis(n);
  for (PolyComm<C>& commitment : basis) commitment.chunks.reserve(chunks);
  for (size_t j = 0; j < chunks; ++j) {
    std::vector<Point> points(n, Point::identity());
    const size_t offset = j * size();
    std::copy_n(g_.begin(), std::min(size(), n - offset), points.begin() + offset);
    inverse_group_fft<C>(points, domain.omega()).run();
    for (size_t i = 0; i < n; ++i) basis[i].chunks.push_back(points[i]);
  }
  return basis;
}

// The coefficients of L_i are omega^(−i·e)/n. If all chunks have m coefficients, chunk j is chunk 0
// times omega^(−i·j·m).
template <class C>
ONGGI_FOR_SIZE Steps<PolyComm<C>> Srs<C>::compute_lagrange_commitment(const Domain<F>& domain,
                                                                      size_t i) const {
  const size_t n = domain.size();
  const size_t m = size();
  const bool equal_chunks = n % m == 0;
  std::vector<F> coefficients(equal_chunks ? m : n);
  powers<F>(coefficients, domain.omega_inv().pow_u64(i), domain.size_inv());
  co_await pause_after(coefficients.size());
  PolyComm<C> commitment = co_await commit_non_hiding_steps<C>(*this, coefficients, 1);
  if (!equal_chunks || n == m) co_return commitment;

  const F step = domain.omega_inv().pow_u64(uint64_t{i} * m);
  F factor = F::one();
  std::vector<Jacobian<C>> chunks(n / m);
  for (Jacobian<C>& chunk : chunks) {
    chunk = scale_vartime<C>(commitment.chunks[0], factor);
    factor *= step;
    co_await pause_after(srs_detail::kScale);
  }
  commitment.chunks.resize(chunks.size());
  batch_to_affine<C>(chunks, commitment.chunks);
  co_return commitment;
}

template <class C>
size_t Srs<C>::heap_bytes() const {
  const std::lock_guard lock(mutex_);
  size_t bytes = g_.capacity() * sizeof(Point);
  for (const auto& [log_size, basis] : bases_) {
    bytes += basis.capacity() * sizeof(PolyComm<C>);
    for (const PolyComm<C>& commitment : basis) {
      bytes += commitment.chunks.capacity() * sizeof(Point);
    }
  }
  for (const auto& [key, commitment] : single_) {
    bytes += srs_detail::kEntryBytes + commitment.chunks.capacity() * sizeof(Point);
  }
  return bytes + standard_.size() * srs_detail::kNodeBytes;
}

template <class C>
size_t Srs<C>::commit_bytes(size_t coefficients) const {
  const size_t piece = sizeof(std::span<const F>) + sizeof(Jacobian<C>) + sizeof(Point);
  const size_t longest = std::min(size(), coefficients);
  return (msm_work_bytes<C>(longest, longest) + ByteCount(3) * chunks_for(coefficients) * piece)
      .value();
}

template <class C>
size_t Srs<C>::lagrange_basis_bytes(size_t domain_size) const {
  const std::lock_guard lock(mutex_);
  if (bases_.contains(std::bit_width(domain_size) - 1)) return 0;
  const ByteCount commitment =
      sizeof(PolyComm<C>) + ByteCount(chunks_for(domain_size)) * sizeof(Point);
  return (domain_size * (commitment + srs_detail::kBlockBytes + sizeof(Point)) +
          group_fft_work_bytes<C>(domain_size))
      .value();
}

template <class C>
size_t Srs<C>::lagrange_commitment_bytes(size_t domain_size) const {
  return lagrange_commitments_bytes(domain_size, 1);
}

// Each commitment is in the cache and in the result.
template <class C>
size_t Srs<C>::lagrange_commitments_bytes(size_t domain_size, size_t count) const {
  const ByteCount chunks = ByteCount(chunks_for(domain_size)) * sizeof(Point);
  const ByteCount entry =
      srs_detail::kEntryBytes + sizeof(PolyComm<C>) + 2 * (chunks + 2 * srs_detail::kBlockBytes);
  const size_t basis =
      count > most_single_commitments(domain_size) ? lagrange_basis_bytes(domain_size) : 0;
  return (ByteCount(domain_size) * sizeof(F) + commit_bytes(domain_size) + count * entry + basis)
      .value();
}

}  // namespace onggi
