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
#include "bindings/describe.h"
#include "bindings/values.h"
#include "core/codec/json_proof.h"
#include "core/codec/msgpack_proof.h"
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
    return own(decode_proof_msgpack<C>(bytes), std::move(public_input));
  }

  static Made from_base64(std::string_view text, PublicInput public_input) {
    return own(decode_proof_base64<C>(text), std::move(public_input));
  }

  static Made from_json(JsonView json) { return own(decode_proof_json<C>(json.text), {}); }

  Bytes to_bytes() const { return encode_proof_msgpack(**body_); }
  std::string to_base64() const { return encode_proof_base64(**body_); }
  JsonText to_json() const { return {encode_proof_json(**body_)}; }
  std::vector<F> public_input() const { return (*body_)->public_input; }

  const std::shared_ptr<Body<ProverProof<C>>>& body() const { return body_; }

 private:
  static Made own(Result<ProverProof<C>> decoded, PublicInput public_input) {
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
  static constexpr const char* kNoun = "ProverProof";
  static constexpr const char* kDoc =
      "A proof together with its public input. The bytes of a proof do not contain the public "
      "input, its JSON does.";

  static constexpr auto members() {
    constexpr Param kPublic{"public_input", "the public input, none if left out"};
    return std::tuple(
        factory<&T::from_bytes>("from_bytes", "Reads a proof.",
                                Param{"bytes", "MessagePack, as toBytes() writes it"}, kPublic),
        factory<&T::from_base64>("from_base64", "Reads a proof.",
                                 Param{"text", "base64 of the MessagePack"}, kPublic),
        factory<&T::from_json>("from_json", "Reads a proof and its public input.",
                               Param{"proof", "kimchi-proof/1"}),
        method<&T::to_bytes>("to_bytes", "The proof as MessagePack, as the peer writes it."),
        method<&T::to_base64>("to_base64", "The MessagePack in base64."),
        method<&T::to_json>("to_json", "The proof and its public input as kimchi-proof/1."),
        method<&T::public_input>("public_input", "The public input."));
  }
};

}  // namespace onggi::bindings
