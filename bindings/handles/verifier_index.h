// The verifier's view of a circuit.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/lookup_verifier_index.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/srs.h"
#include "bindings/handles/verification_evals.h"
#include "bindings/values.h"
#include "core/codec/json/oracles.h"
#include "core/codec/json/verifier_index.h"
#include "core/codec/msgpack/verifier_index.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/permutation/keygen.h"
#include "core/kimchi/verifier/oracles.h"
#include "core/kimchi/verifier/verifier.h"

namespace onggi::bindings {

template <class C>
class VerifierIndexHandle {
 public:
  using F = typename C::Scalar;
  using Made = Result<std::unique_ptr<VerifierIndexHandle>>;
  using SrsBody = std::shared_ptr<Body<Srs<C>>>;

  // `index` holds the SRS of `srs`.
  VerifierIndexHandle(VerifierIndex<C> index, SrsBody srs)
      : srs_(std::move(srs)), body_(make_body<VerifierIndexHandle>(std::move(index))) {}

  static Made from_json(JsonView json, const SrsHandle<C>& srs) {
    return make(decode_verifier_index_file<C>(json.text), srs);
  }

  static Made deserialize(std::string_view text, const SrsHandle<C>& srs) {
    return make(decode_verifier_index<C>(text), srs);
  }

  static Made from_bytes(ByteView bytes, const SrsHandle<C>& srs,
                         std::optional<Revision> revision) {
    BOOST_OUTCOME_TRY(index, decode_verifier_index_msgpack<C>(bytes));
    index.revision = revision.value_or(Revision::berkeley);
    return make(std::move(index), srs);
  }

  static Made from_parts(uint32_t domain_size, uint32_t public_input_size,
                         uint32_t previous_challenges, uint32_t zk_rows,
                         const VerificationEvalsHandle<C>& evals, const SrsHandle<C>& srs,
                         std::optional<std::vector<F>> shifts,
                         const LookupVerifierIndexHandle<C>* lookup,
                         std::optional<Revision> revision) {
    if (domain_size > kMaxDomainSize) {
      return fail(Errc::size_out_of_range, fmt::format("the domain size must be at most {}, got {}",
                                                       kMaxDomainSize, domain_size));
    }
    BOOST_OUTCOME_TRY(domain, Domain<F>::create(domain_size));
    if (shifts && shifts->size() != kPermuted) {
      return fail(Errc::invalid_length,
                  fmt::format("{} shifts instead of {}", shifts->size(), kPermuted));
    }
    VerifierIndex<C> index{.domain = domain,
                           .max_poly_size = srs.size(),
                           .zk_rows = zk_rows,
                           .public_input_size = public_input_size,
                           .previous_challenges = previous_challenges,
                           .revision = revision.value_or(Revision::berkeley),
                           .commitments = evals.data(),
                           .shifts = permutation_shifts(domain),
                           .lookup = std::nullopt,
                           .srs = nullptr};
    if (shifts) std::copy(shifts->begin(), shifts->end(), index.shifts.begin());
    if (lookup) index.lookup = lookup->data();
    return make(std::move(index), srs);
  }

  JsonText to_json() const { return {encode_verifier_index_file(**body_)}; }
  Bytes to_bytes() const { return encode_verifier_index_msgpack(**body_); }
  std::string serialize() const { return encode_verifier_index(**body_); }
  typename C::Base digest() const { return (*body_)->digest(); }
  uint32_t domain_size() const { return static_cast<uint32_t>((*body_)->domain.size()); }
  uint32_t public_input_size() const { return static_cast<uint32_t>((*body_)->public_input_size); }

  uint32_t max_poly_size() const { return static_cast<uint32_t>((*body_)->max_poly_size); }
  uint32_t zk_rows() const { return static_cast<uint32_t>((*body_)->zk_rows); }
  uint32_t previous_challenges() const {
    return static_cast<uint32_t>((*body_)->previous_challenges);
  }
  F group_gen() const { return (*body_)->domain.omega(); }
  std::vector<F> shifts() const { return {(*body_)->shifts.begin(), (*body_)->shifts.end()}; }

  std::unique_ptr<VerificationEvalsHandle<C>> evals() const {
    return std::make_unique<VerificationEvalsHandle<C>>(
        Body<VerifierIndex<C>>::part(body_, (*body_)->commitments));
  }
  std::optional<std::unique_ptr<LookupVerifierIndexHandle<C>>> lookup() const {
    if (!(*body_)->lookup) return std::nullopt;
    return std::make_unique<LookupVerifierIndexHandle<C>>(
        Body<VerifierIndex<C>>::part(body_, *(*body_)->lookup));
  }
  std::unique_ptr<SrsHandle<C>> srs() const { return std::make_unique<SrsHandle<C>>(srs_); }

  Result<bool> verify(const ProverProofHandle<C>& proof) const {
    SystemRng rng;
    auto verdict = onggi::verify<C>(**body_, **proof.body(), rng);
    update_ledger();
    return verdict;
  }

  Result<JsonText> oracles(const ProverProofHandle<C>& proof) const {
    BOOST_OUTCOME_TRY(found, onggi::oracles<C>(**body_, **proof.body()));
    update_ledger();
    return JsonText{encode_oracles(found)};
  }

  // Must be called after each use of a proof, which may fill the caches of the index and the SRS.
  void update_ledger() const {
    body_->update_ledger();
    srs_->update_ledger();
  }

  const std::shared_ptr<Body<VerifierIndex<C>>>& body() const { return body_; }
  const SrsBody& srs_body() const { return srs_; }

 private:
  static Made make(Result<VerifierIndex<C>> decoded, const SrsHandle<C>& srs) {
    BOOST_OUTCOME_TRY(index, std::move(decoded));
    if (index.max_poly_size != srs.size()) {
      return fail(Errc::srs_too_small,
                  fmt::format("the index is for an SRS of {} points, this one has {}",
                              index.max_poly_size, srs.size()));
    }
    index.srs = Body<Srs<C>>::share(srs.body());
    return std::make_unique<VerifierIndexHandle>(std::move(index), srs.body());
  }

  SrsBody srs_;
  std::shared_ptr<Body<VerifierIndex<C>>> body_;
};

template <class C>
struct Describe<VerifierIndexHandle<C>> {
  using T = VerifierIndexHandle<C>;
  using Curve = C;
  using Bounds = VerifierIndexBounds<C>;
  static constexpr const char* kNoun = "VerifierIndex";
  static constexpr const char* kDoc =
      "The commitments to a circuit, which a verifier needs. It shares its SRS.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json", "srs");

  static constexpr auto members() {
    constexpr Param kProof{"proof", "with its public input"};
    constexpr Param kSrs{"srs", "the SRS that the index was made with"};
    return std::tuple(
        slow(factory<&T::from_json, &Bounds::from_json>("from_json", "Reads a verifier index.",
                                                        Param{"index", "kimchi-verifier-index/1"},
                                                        kSrs)),
        slow(factory<&T::deserialize, &Bounds::deserialize>(
            "deserialize", "Reads the peer's own text.", Param{"text", "as serialize() writes it"},
            kSrs)),
        factory<&T::from_bytes, &Bounds::from_bytes>("from_bytes", "Reads the peer's MessagePack.",
                                                     Param{"bytes", "as toBytes() writes it"}, kSrs,
                                                     kRevisionParam),
        method<&T::to_bytes, &Bounds::to_bytes>("to_bytes",
                                                "The peer's MessagePack, equal byte by byte."),
        factory<&T::from_parts, &Bounds::from_parts>(
            "from_parts", "A verifier index from its parts. It copies them, except for the SRS.",
            Param{"domain_size", "rows, a power of two up to 2^20"},
            Param{"public_input_size", "the number of public inputs"},
            Param{"previous_challenges", "how many each proof has"},
            Param{"zk_rows", "rows at the end that hold randomness"},
            Param{"evals", "the commitments to the circuit"}, kSrs,
            Param{"shifts", "the seven of the permutation; the domain's own if left out"},
            Param{"lookup", "left out if the circuit has no lookups"}, kRevisionParam),
        method<&T::to_json, &Bounds::to_json>(
            "to_json", "The index as kimchi-verifier-index/1, with its digest."),
        method<&T::serialize, &Bounds::serialize>("serialize",
                                                  "The peer's own text, equal byte by byte."),
        method<&T::digest>("digest",
                           "The element that each transcript for this index absorbs first."),
        getter<&T::domain_size>("domain_size", "Rows of the circuit, padding included."),
        getter<&T::public_input_size>("public_input_size", "The number of public inputs."),
        getter<&T::previous_challenges>("previous_challenges",
                                        "The number of previous challenges in each proof."),
        getter<&T::max_poly_size>("max_poly_size", "The size of the SRS, the largest chunk."),
        getter<&T::zk_rows>("zk_rows", "Rows at the end that hold randomness."),
        method<&T::group_gen>("group_gen", "The generator omega of the domain."),
        method<&T::shifts>("shifts", "The seven shifts of the permutation."),
        method<&T::evals>("evals", "The commitments to the circuit. They keep the index."),
        method<&T::lookup>("lookup", "What lookups add, or null. It keeps the index."),
        method<&T::srs>("srs", "The SRS, shared."),
        method<&T::verify, &Bounds::verify>(
            "verify",
            "Whether the proof is valid. A proof that does not fit the index is not valid.",
            kProof),
        slow(method<&T::oracles, &Bounds::oracles>(
            "oracles", "All challenges of a proof, as kimchi-oracles/1.", kProof)));
  }
};

}  // namespace onggi::bindings
