// Srs, SrsTask and PolyComm.
#pragma once

#include "bindings/bounds/values.h"
#include "core/codec/lagrange_file.h"
#include "core/codec/msgpack_srs.h"
#include "core/commitment/accumulator.h"
#include "core/commitment/b_poly.h"
#include "core/commitment/srs.h"

namespace onggi::bindings {

// What is allocated on the word of a caller stays below these.
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

  static size_t create(uint32_t depth) { return SrsTask<C>::peak_bytes(depth); }
  // Points of 35 bytes, grown by doubling.
  static size_t from_bytes(ByteView bytes) { return 3 * bytes.size(); }
  static size_t from_points(ByteView points, ByteView) { return points_argument<C>(points); }
  static size_t to_bytes(const Handle& srs) { return encoded_srs_bytes(srs.srs()); }
  static size_t points(const Handle& srs, uint32_t, uint32_t count) {
    return points_result<C>(std::min(count, srs.size()));
  }
  static size_t commit(const Handle& srs, ByteView coefficients, uint32_t chunks) {
    return fields_argument<F>(coefficients) +
           srs.srs().commit_bytes(coefficients.size() / kFieldBytes) +
           std::min(chunks, kMaxChunks) * sizeof(Affine<C>);
  }
  static size_t commit_evaluations(const Handle& srs, uint32_t domain_size, ByteView evaluations) {
    const size_t rows = basis_rows(domain_size);
    return fields_argument<F>(evaluations) + 2 * rows * sizeof(F) + srs.srs().commit_bytes(rows);
  }
  static size_t lagrange_commitment(const Handle& srs, uint32_t domain_size, uint32_t) {
    return srs.srs().lagrange_commitment_bytes(basis_rows(domain_size));
  }
  static size_t encode_lagrange_basis(const Handle& srs, uint32_t domain_size) {
    const size_t rows = basis_rows(domain_size);
    return srs.srs().lagrange_basis_bytes(rows) +
           points_result<C>(rows * srs.srs().chunks_for(rows));
  }
  static size_t load_lagrange_basis(const Handle& srs, ByteView bytes) {
    return loaded_lagrange_basis_bytes(bytes.size(), srs.srs());
  }
  static size_t b_poly_commitment(const Handle& srs, ByteView challenges) {
    return fields_argument<F>(challenges) +
           b_poly_commitment_bytes(srs.srs(), challenges.size() / kFieldBytes);
  }
  static size_t batch_accumulator_generate(const Handle& srs, uint32_t count, ByteView challenges) {
    return fields_argument<F>(challenges) +
           batch_accumulator_generate_bytes(srs.srs(), count, challenges.size() / kFieldBytes) +
           points_result<C>(std::min<size_t>(count, challenges.size() / kFieldBytes));
  }
  static size_t batch_accumulator_check(const Handle& srs, ByteView commitments,
                                        ByteView challenges) {
    return points_argument<C>(commitments) + fields_argument<F>(challenges) +
           batch_accumulator_check_bytes(srs.srs(), commitments.size() / (2 * kFieldBytes),
                                         challenges.size() / kFieldBytes);
  }

 private:
  // None if the call refuses the domain.
  static size_t basis_rows(uint32_t domain_size) {
    return domain_size <= kMaxBasisDomain ? domain_size : 0;
  }
};

template <class C>
struct PolyCommBounds {
  using Handle = PolyCommHandle<C>;

  static size_t from_points(ByteView chunks) { return points_argument<C>(chunks); }
  static size_t from_json(ByteView json) { return json_argument<typename C::Scalar>(json); }
  static size_t chunks(const Handle& commitment) { return points_result<C>(commitment.length()); }
  static size_t to_json(const Handle& commitment) { return json_result(commitment.commitment()); }
};

}  // namespace onggi::bindings
