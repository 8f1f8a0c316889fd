// Srs, SrsTask and PolyComm.
#pragma once

#include "bindings/bounds/values.h"
#include "core/codec/bytes/flat_srs.h"
#include "core/codec/files/lagrange_file.h"
#include "core/codec/msgpack/srs.h"
#include "core/commitment/accumulator.h"
#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/commitment/srs.h"

namespace onggi::bindings {

// Limits of numbers that a caller passes and that memory is allocated for.
inline constexpr uint32_t kMaxChunks = 1024;
inline constexpr uint32_t kMaxBasisDomain = 1U << 18;

template <class C>
class SrsHandle;
template <class C>
class PolyCommHandle;

template <class C>
struct SrsBounds {
  using F = typename C::Scalar;
  using Handle = SrsHandle<C>;

  static ByteCount create(uint32_t depth) { return SrsTask<C>::peak_bytes(depth); }
  // Points of 35 bytes, grown by doubling.
  static ByteCount from_bytes(ByteView bytes) { return ByteCount(3) * bytes.size(); }
  static ByteCount from_points(ByteView points, ByteView) { return points_argument<C>(points); }
  static ByteCount from_flat(ByteView bytes) {
    return ByteCount(bytes.size() / kFlatPointBytes) * sizeof(Affine<C>);
  }
  static ByteCount to_flat(const Handle& srs) {
    return (ByteCount(srs.size()) + 1) * kFlatPointBytes;
  }
  static ByteCount is_standard(const Handle& srs) {
    return srs.srs().has_digest() ? 0 : create(srs.size());
  }
  static ByteCount to_bytes(const Handle& srs) { return encoded_srs_bytes(srs.srs()); }
  static ByteCount points(const Handle& srs, uint32_t, uint32_t count) {
    return points_result<C>(std::min(count, srs.size()));
  }
  static ByteCount commit(const Handle& srs, ByteView coefficients, uint32_t chunks) {
    return fields_argument<F>(coefficients) +
           srs.srs().commit_bytes(coefficients.size() / kFieldBytes) +
           std::min(chunks, kMaxChunks) * sizeof(Affine<C>);
  }
  static ByteCount commit_evaluations(const Handle& srs, uint32_t domain_size,
                                      ByteView evaluations) {
    const size_t rows = basis_rows(domain_size);
    return fields_argument<F>(evaluations) + commit_evaluations_bytes(srs.srs(), rows);
  }
  static ByteCount lagrange_commitment(const Handle& srs, uint32_t domain_size, uint32_t) {
    return srs.srs().lagrange_commitment_bytes(basis_rows(domain_size));
  }
  static ByteCount lagrange_commitments(const Handle& srs, uint32_t domain_size, uint32_t count) {
    const size_t rows = basis_rows(domain_size);
    const size_t commitments = std::min<size_t>(count, rows);
    return srs.srs().lagrange_commitments_bytes(rows, commitments) +
           points_result<C>(ByteCount(commitments) * srs.srs().chunks_for(rows));
  }
  static ByteCount encode_lagrange_basis(const Handle& srs, uint32_t domain_size) {
    const size_t rows = basis_rows(domain_size);
    return srs.srs().lagrange_basis_bytes(rows) +
           points_result<C>(ByteCount(rows) * srs.srs().chunks_for(rows));
  }
  static ByteCount load_lagrange_basis(const Handle& srs, ByteView bytes) {
    return loaded_lagrange_basis_bytes(bytes.size(), srs.srs());
  }
  static ByteCount b_poly_commitment(const Handle& srs, ByteView challenges) {
    return fields_argument<F>(challenges) +
           b_poly_commitment_bytes(srs.srs(), challenges.size() / kFieldBytes);
  }
  static ByteCount batch_accumulator_generate(const Handle& srs, uint32_t count,
                                              ByteView challenges) {
    return fields_argument<F>(challenges) +
           batch_accumulator_generate_bytes(srs.srs(), count, challenges.size() / kFieldBytes) +
           points_result<C>(std::min<size_t>(count, challenges.size() / kFieldBytes));
  }
  static ByteCount batch_accumulator_check(const Handle& srs, ByteView commitments,
                                           ByteView challenges) {
    return points_argument<C>(commitments) + fields_argument<F>(challenges) +
           batch_accumulator_check_bytes(srs.srs(), commitments.size() / (2 * kFieldBytes),
                                         challenges.size() / kFieldBytes);
  }

 private:
  // 0 if the call refuses the domain.
  static size_t basis_rows(uint32_t domain_size) {
    return domain_size <= kMaxBasisDomain ? domain_size : 0;
  }
};

template <class C>
struct PolyCommBounds {
  using Handle = PolyCommHandle<C>;

  static ByteCount from_points(ByteView chunks) { return points_argument<C>(chunks); }
  static ByteCount from_json(ByteView json) { return json_argument<typename C::Scalar>(json); }
  static ByteCount chunks(const Handle& commitment) {
    return points_result<C>(commitment.length());
  }
  static ByteCount to_json(const Handle& commitment) { return json_result(commitment.data()); }
};

}  // namespace onggi::bindings
