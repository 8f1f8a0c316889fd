// A proof.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/body.h"
#include "bindings/bounds/proof.h"
#include "bindings/describe.h"
#include "bindings/handles/opening_proof.h"
#include "bindings/handles/proof_evaluations.h"
#include "bindings/handles/prover_commitments.h"
#include "bindings/values.h"
#include "core/codec/json/parts.h"
#include "core/codec/json/proof.h"
#include "core/codec/msgpack/proof.h"
#include "core/kimchi/proof.h"

namespace onggi::bindings {

template <class C>
class ProverProofHandle {
 public:
  using F = typename C::Scalar;
  using Made = Result<std::unique_ptr<ProverProofHandle>>;
  using PublicInput = std::optional<std::vector<F>>;

  explicit ProverProofHandle(ProverProof<C> proof)
      : body_(make_body<ProverProofHandle>(std::move(proof))) {}

  static Made from_bytes(ByteView bytes, PublicInput public_input) {
    return make(decode_proof_msgpack<C>(bytes), std::move(public_input));
  }

  static Made from_base64(std::string_view text, PublicInput public_input) {
    return make(decode_proof_base64<C>(text), std::move(public_input));
  }

  static Made from_json(JsonView json) { return make(decode_proof_json<C>(json.text), {}); }

  static Made from_parts(const ProverCommitmentsHandle<C>& commitments,
                         const OpeningProofHandle<C>& opening,
                         const ProofEvaluationsHandle<C>& evals, F ft_eval1,
                         std::vector<F> public_input, std::optional<JsonView> previous) {
    ProverProof<C> proof{.commitments = commitments.data(),
                         .opening = opening.data(),
                         .evals = evals.data(),
                         .ft_eval1 = ft_eval1,
                         .previous_challenges = {},
                         .public_input = std::move(public_input)};
    if (previous) {
      BOOST_OUTCOME_TRYV(JsonParts<C>::read(previous->text, proof.previous_challenges));
    }
    return std::make_unique<ProverProofHandle>(std::move(proof));
  }

  Bytes to_bytes() const { return encode_proof_msgpack(**body_); }
  std::string to_base64() const { return encode_proof_base64(**body_); }
  JsonText to_json() const { return {encode_proof_json(**body_)}; }
  std::vector<F> public_input() const { return (*body_)->public_input; }
  F ft_eval1() const { return (*body_)->ft_eval1; }
  JsonText previous_challenges() const {
    return {JsonParts<C>::write((*body_)->previous_challenges)};
  }

  std::unique_ptr<ProverCommitmentsHandle<C>> commitments() const {
    return part<ProverCommitmentsHandle<C>>((*body_)->commitments);
  }
  std::unique_ptr<OpeningProofHandle<C>> opening() const {
    return part<OpeningProofHandle<C>>((*body_)->opening);
  }
  std::unique_ptr<ProofEvaluationsHandle<C>> evals() const {
    return part<ProofEvaluationsHandle<C>>((*body_)->evals);
  }

  const std::shared_ptr<Body<ProverProof<C>>>& body() const { return body_; }

 private:
  template <class H, class Part>
  std::unique_ptr<H> part(const Part& part) const {
    return std::make_unique<H>(Body<ProverProof<C>>::part(body_, part));
  }

  static Made make(Result<ProverProof<C>> decoded, PublicInput public_input) {
    BOOST_OUTCOME_TRY(proof, std::move(decoded));
    if (public_input) proof.public_input = std::move(*public_input);
    return std::make_unique<ProverProofHandle>(std::move(proof));
  }

  std::shared_ptr<Body<ProverProof<C>>> body_;
};

template <class C>
struct Describe<ProverProofHandle<C>> {
  using T = ProverProofHandle<C>;
  using Curve = C;
  using Bounds = ProverProofBounds<C>;
  static constexpr const char* kNoun = "ProverProof";
  static constexpr const char* kDoc =
      "A proof with its public input. The bytes of a proof do not contain the public input; its "
      "JSON does.";
  static constexpr Transfer kTransfer = moves_by("to_json", "from_json");

  static constexpr auto members() {
    constexpr Param kPublic{"public_input", "the public input, none if left out"};
    return std::tuple(
        factory<&T::from_bytes, &Bounds::from_bytes>(
            "from_bytes", "Reads a proof.", Param{"bytes", "MessagePack, as toBytes() writes it"},
            kPublic),
        factory<&T::from_base64, &Bounds::from_base64>(
            "from_base64", "Reads a proof.", Param{"text", "base64 of the MessagePack"}, kPublic),
        factory<&T::from_json, &Bounds::from_json>(
            "from_json", "Reads a proof and its public input.", Param{"proof", "kimchi-proof/1"}),
        factory<&T::from_parts, &Bounds::from_parts>(
            "from_parts", "A proof from its parts, which are copied.",
            Param{"commitments", "of the prover"}, Param{"opening", "of all commitments"},
            Param{"evals", "at zeta and zeta·omega"},
            Param{"ft_eval1", "the evaluation of ft at zeta·omega"},
            Param{"public_input", "the public input"},
            Param{"previous_challenges", "`prev_challenges` of kimchi-proof/1, none if left out"}),
        method<&T::to_bytes, &Bounds::to_bytes>("to_bytes",
                                                "The proof as MessagePack, as the peer writes it."),
        method<&T::to_base64, &Bounds::to_base64>("to_base64", "The MessagePack in base64."),
        method<&T::to_json, &Bounds::to_json>("to_json",
                                              "The proof and its public input as kimchi-proof/1."),
        method<&T::public_input, &Bounds::public_input>("public_input", "The public input."),
        method<&T::commitments>("commitments", "The commitments. They keep the proof."),
        method<&T::opening>("opening", "The opening proof. It keeps the proof."),
        method<&T::evals>("evals", "The evaluations. They keep the proof."),
        method<&T::ft_eval1>("ft_eval1", "The evaluation of ft at zeta·omega."),
        method<&T::previous_challenges, &Bounds::previous_challenges>(
            "previous_challenges", "As `prev_challenges` of kimchi-proof/1."));
  }
};

}  // namespace onggi::bindings
