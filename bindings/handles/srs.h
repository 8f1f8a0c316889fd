// The structured reference string.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/srs.h"
#include "bindings/describe.h"
#include "bindings/handles/poly_comm.h"
#include "bindings/values.h"
#include "core/codec/bytes/flat_srs.h"
#include "core/codec/files/lagrange_file.h"
#include "core/codec/msgpack/srs.h"
#include "core/commitment/accumulator.h"
#include "core/commitment/b_poly.h"
#include "core/commitment/commit.h"
#include "core/commitment/srs.h"

namespace onggi::bindings {

template <class C>
class SrsHandle {
 public:
  using F = typename C::Scalar;
  using Commitment = Result<std::unique_ptr<PolyCommHandle<C>>>;

  explicit SrsHandle(std::shared_ptr<const Srs<C>> srs)
      : body_(make_body<SrsHandle>(std::move(srs))) {}
  // Another handle to the same SRS.
  explicit SrsHandle(std::shared_ptr<Body<Srs<C>>> body) : body_(std::move(body)) {}

  static Result<std::unique_ptr<SrsHandle>> create(uint32_t depth) {
    BOOST_OUTCOME_TRY(srs, Srs<C>::create(depth));
    return std::make_unique<SrsHandle>(std::move(srs));
  }

  static Result<std::unique_ptr<SrsHandle>> from_bytes(ByteView bytes) {
    BOOST_OUTCOME_TRY(srs, decode_srs<C>(bytes));
    return std::make_unique<SrsHandle>(std::move(srs));
  }

  static Result<std::unique_ptr<SrsHandle>> from_points(std::vector<Affine<C>> points,
                                                        Affine<C> h) {
    BOOST_OUTCOME_TRY(srs, Srs<C>::from_points(std::move(points), h));
    return std::make_unique<SrsHandle>(std::move(srs));
  }

  static Result<std::unique_ptr<SrsHandle>> from_flat(ByteView bytes) {
    BOOST_OUTCOME_TRY(srs, decode_flat_srs<C>(bytes));
    return std::make_unique<SrsHandle>(std::move(srs));
  }

  Bytes to_flat() const { return encode_flat_srs(srs()); }
  bool is_standard() const { return srs().is_standard(); }
  Bytes to_bytes() const { return encode_srs(srs()); }
  uint32_t size() const { return static_cast<uint32_t>(srs().size()); }
  Affine<C> h() const { return srs().h(); }

  Result<std::vector<Affine<C>>> points(uint32_t first, uint32_t count) const {
    if (first > size() || count > size() - first) {
      return fail(Errc::size_out_of_range,
                  fmt::format("{} points from index {} on, of {} points", count, first, size()));
    }
    const auto part = srs().g().subspan(first, count);
    return std::vector<Affine<C>>(part.begin(), part.end());
  }

  Commitment commit(std::vector<F> coefficients, uint32_t chunks) const {
    if (chunks > kMaxChunks) {
      return fail(
          Errc::size_out_of_range,
          fmt::format("the number of chunks must be at most {}, got {}", kMaxChunks, chunks));
    }
    return commitment_handle(commit_non_hiding<C>(srs(), coefficients, chunks));
  }

  Commitment commit_evaluations(uint32_t domain_size, std::vector<F> evaluations) const {
    BOOST_OUTCOME_TRY(domain, basis_domain(domain_size));
    BOOST_OUTCOME_TRY(commitment, commit_evaluations_non_hiding<C>(srs(), domain, evaluations));
    body_->update_ledger();
    return commitment_handle(std::move(commitment));
  }

  Commitment lagrange_commitment(uint32_t domain_size, uint32_t index) const {
    BOOST_OUTCOME_TRY(domain, basis_domain(domain_size));
    if (index >= domain_size) {
      return fail(
          Errc::size_out_of_range,
          fmt::format("the index must be below the domain size, {}, got {}", domain_size, index));
    }
    auto commitment = commitment_handle(srs().lagrange_commitment(domain, index).run());
    body_->update_ledger();
    return commitment;
  }

  Result<Bytes> lagrange_commitments(uint32_t domain_size, uint32_t count) const {
    BOOST_OUTCOME_TRY(domain, basis_domain(domain_size));
    if (count > domain_size) {
      return fail(
          Errc::size_out_of_range,
          fmt::format("the count must be at most the domain size, {}, got {}", domain_size, count));
    }
    std::vector<Affine<C>> points;
    points.reserve(count * srs().chunks_for(domain_size));
    for (const PolyComm<C>& commitment : srs().lagrange_commitments(domain, count)) {
      points.insert(points.end(), commitment.chunks.begin(), commitment.chunks.end());
    }
    body_->update_ledger();
    return Value<std::vector<Affine<C>>>::encode(points);
  }

  Result<Bytes> encode_lagrange_basis(uint32_t domain_size) const {
    BOOST_OUTCOME_TRY(domain, basis_domain(domain_size));
    Bytes bytes = onggi::encode_lagrange_basis(srs(), domain);
    body_->update_ledger();
    return bytes;
  }

  Result<uint32_t> load_lagrange_basis(ByteView bytes) const {
    BOOST_OUTCOME_TRY(domain_size, onggi::load_lagrange_basis(bytes, srs()));
    body_->update_ledger();
    return static_cast<uint32_t>(domain_size);
  }

  Commitment b_poly_commitment(std::vector<F> challenges) const {
    if (challenges.empty() || (size_t{1} << std::min<size_t>(challenges.size(), 31)) > size()) {
      return fail(Errc::invalid_length,
                  fmt::format("{} challenges for an SRS of {} points", challenges.size(), size()));
    }
    return commitment_handle(onggi::b_poly_commitment<C>(srs(), challenges));
  }

  Result<std::vector<Affine<C>>> batch_accumulator_generate(uint32_t count,
                                                            std::vector<F> challenges) const {
    return onggi::batch_accumulator_generate<C>(srs(), count, challenges);
  }

  Result<bool> batch_accumulator_check(std::vector<Affine<C>> commitments,
                                       std::vector<F> challenges) const {
    SystemRng rng;
    return onggi::batch_accumulator_check<C>(srs(), commitments, challenges, rng);
  }

  const Srs<C>& srs() const { return **body_; }
  const std::shared_ptr<Body<Srs<C>>>& body() const { return body_; }

 private:
  static std::unique_ptr<PolyCommHandle<C>> commitment_handle(PolyComm<C> commitment) {
    return std::make_unique<PolyCommHandle<C>>(std::move(commitment));
  }

  static Result<Domain<F>> basis_domain(uint32_t size) {
    if (size > kMaxBasisDomain) {
      return fail(Errc::size_out_of_range,
                  fmt::format("the domain size must be at most {}, got {}", kMaxBasisDomain, size));
    }
    return Domain<F>::create(size);
  }

  std::shared_ptr<Body<Srs<C>>> body_;
};

template <class C>
struct Describe<SrsHandle<C>> {
  using T = SrsHandle<C>;
  using Curve = C;
  using Bounds = SrsBounds<C>;
  static constexpr const char* kNoun = "Srs";
  static constexpr const char* kDoc =
      "The structured reference string: bases with unknown discrete logarithms, derived from "
      "hashes. Indexes share it, so it may be freed before them.";
  static constexpr Transfer kTransfer = moves_by("to_bytes", "from_bytes");

  static constexpr auto members() { return std::tuple_cat(base_members(), commitment_members()); }

 private:
  static constexpr auto base_members() {
    return std::tuple(
        factory<&T::create, &Bounds::create>(
            "create", "The first bases; a smaller SRS is a prefix of a larger one.",
            Param{"depth", "how many, 1 to 2^16"}),
        slow(factory<&T::from_bytes, &Bounds::from_bytes>(
            "from_bytes", "Reads an SRS file.",
            Param{"bytes", "MessagePack, as toBytes() writes it"})),
        slow(factory<&T::from_points, &Bounds::from_points>(
            "from_points", "An SRS with these bases.", Param{"points", "the bases, 1 to 2^16"},
            Param{"h", "the base of the blinders"})),
        slow(factory<&T::from_flat, &Bounds::from_flat>(
            "from_flat", "Reads h and the bases, faster than fromBytes().",
            Param{"bytes", "as toFlat() writes them"})),
        slow(method<&T::to_flat, &Bounds::to_flat>(
            "to_flat", "h and then the bases: x and y of each in 32 little-endian bytes.")),
        slow(method<&T::is_standard, &Bounds::is_standard>(
            "is_standard",
            "Whether these are the bases that create() derives. With 2^9 to 2^16 bases, a power of "
            "two, by a digest; else it derives them.")),
        slow(method<&T::to_bytes, &Bounds::to_bytes>(
            "to_bytes", "The SRS as MessagePack, equal to the peer's.")),
        getter<&T::size>("size", "The number of bases, which is the largest chunk."),
        method<&T::h>("h", "The base of the blinders."),
        method<&T::points, &Bounds::points>("points", "Some of the bases.",
                                            Param{"first", "index of the first"},
                                            Param{"count", "how many"}));
  }

  static constexpr auto commitment_members() {
    constexpr Param kChallenges{"challenges", "equally many for each, at most log2(size)"};
    constexpr Param kDomain{"domain_size", "a power of two, at most 2^18"};
    return std::tuple(
        slow(method<&T::commit, &Bounds::commit>(
            "commit", "The commitment to a polynomial, without blinding.",
            Param{"coefficients", "of 1, X, X^2 …"},
            Param{"chunks", "at least so many; more if the degree needs them"})),
        slow(method<&T::commit_evaluations, &Bounds::commit_evaluations>(
            "commit_evaluations",
            "The commitment, without blinding, to the polynomial with these values on a domain.",
            kDomain,
            Param{"evaluations",
                  "missing ones are zero; of a multiple of the domain's size every k-th counts"})),
        slow(method<&T::lagrange_commitment, &Bounds::lagrange_commitment>(
            "lagrange_commitment", "The commitment to one Lagrange polynomial of a domain.",
            kDomain, Param{"index", "which one"})),
        slow(method<&T::lagrange_commitments, &Bounds::lagrange_commitments>(
            "lagrange_commitments",
            "The commitments to the first Lagrange polynomials of a domain as flat bytes: x and y "
            "of each chunk in 32 little-endian bytes, zeros for the identity; all chunks of the "
            "first commitment, then those of the next. Each one that is not known yet takes as "
            "long as commit().",
            kDomain, Param{"count", "how many, at most domainSize"})),
        slow(method<&T::encode_lagrange_basis, &Bounds::encode_lagrange_basis>(
            "encode_lagrange_basis",
            "All Lagrange commitments of a domain as a file. Computes them if they are not cached, "
            "which takes many seconds for large domains.",
            kDomain)),
        slow(method<&T::load_lagrange_basis, &Bounds::load_lagrange_basis>(
            "load_lagrange_basis",
            "Adds the commitments of a file to this SRS, which trusts them as its own bases. "
            "Returns the size of their domain.",
            Param{"bytes", "as encodeLagrangeBasis() writes them"})),
        slow(method<&T::b_poly_commitment, &Bounds::b_poly_commitment>(
            "b_poly_commitment", "The commitment to the polynomial that folds the SRS.",
            Param{"challenges", "of an opening proof, at most log2(size)"})),
        slow(method<&T::batch_accumulator_generate, &Bounds::batch_accumulator_generate>(
            "batch_accumulator_generate",
            "The commitments to the polynomials that fold the SRS, one for each opening proof.",
            Param{"count", "how many"}, kChallenges)),
        slow(method<&T::batch_accumulator_check, &Bounds::batch_accumulator_check>(
            "batch_accumulator_check",
            "Whether batchAccumulatorGenerate returns these commitments. Checks all of them with "
            "one multi-scalar multiplication.",
            Param{"commitments", "points of the curve"}, kChallenges)));
  }
};

}  // namespace onggi::bindings
