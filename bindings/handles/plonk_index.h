// The prover's index of a circuit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "bindings/body.h"
#include "bindings/bounds/index.h"
#include "bindings/describe.h"
#include "bindings/handles/gate_vector.h"
#include "bindings/handles/srs.h"
#include "bindings/handles/verifier_index.h"
#include "bindings/handles/witness.h"
#include "bindings/values.h"
#include "core/codec/files/index_file.h"
#include "core/codec/json/circuit.h"
#include "core/field/random.h"
#include "core/kimchi/prover/prover.h"

namespace onggi::bindings {

template <class C>
class PlonkIndexHandle {
 public:
  using F = typename C::Scalar;
  using Made = Result<std::unique_ptr<PlonkIndexHandle>>;
  using SrsBody = std::shared_ptr<Body<Srs<C>>>;

  // `index` holds the SRS of `srs`.
  PlonkIndexHandle(std::shared_ptr<const ProverIndex<C>> index, SrsBody srs)
      : PlonkIndexHandle(make_body<PlonkIndexHandle>(std::move(index)), std::move(srs)) {}
  PlonkIndexHandle(std::shared_ptr<Body<ProverIndex<C>>> body, SrsBody srs)
      : srs_(std::move(srs)), body_(std::move(body)) {}

  static Made create(JsonView circuit, const SrsHandle<C>& srs) {
    BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(circuit.text));
    return make(std::move(decoded), srs);
  }

  static Made from_gates(const GateVectorHandle<C>& gates, uint32_t public_input_size,
                         const SrsHandle<C>& srs, std::optional<JsonView> extras) {
    BOOST_OUTCOME_TRY(circuit, circuit_of(gates, public_input_size, extras));
    return make(std::move(circuit), srs);
  }

  // Errors: those of decode_circuit, for the extras.
  static Result<Circuit<F>> circuit_of(const GateVectorHandle<C>& gates, uint32_t public_input_size,
                                       std::optional<JsonView> extras) {
    Circuit<F> circuit;
    if (extras) {
      BOOST_OUTCOME_TRY(decoded, decode_circuit<C>(extras->text));
      circuit = std::move(decoded);
    }
    circuit.gates = gates.gates();
    circuit.public_input_size = public_input_size;
    return circuit;
  }

  static Made decode(ByteView bytes, const SrsHandle<C>& srs) {
    BOOST_OUTCOME_TRY(index, decode_index<C>(bytes, Body<Srs<C>>::share(srs.body())));
    return std::make_unique<PlonkIndexHandle>(std::move(index), srs.body());
  }

  Bytes encode() const { return encode_index(**body_); }

  Result<> check_witness(const WitnessHandle<C>& witness, std::optional<JsonView> extras) const {
    BOOST_OUTCOME_TRY(input, witness.witness_with(extras));
    SystemRng rng;
    return ProverTask<C>::check(Body<ProverIndex<C>>::share(body_), std::move(input), rng);
  }

  void trim() const {
    if (!(*body_)->kept()) return;
    (*body_)->trim();
    body_->update_ledger();
  }

  std::unique_ptr<VerifierIndexHandle<C>> verifier_index() const {
    return std::make_unique<VerifierIndexHandle<C>>(*(*body_)->verifier_index(), srs_);
  }

  std::unique_ptr<SrsHandle<C>> srs() const { return std::make_unique<SrsHandle<C>>(srs_); }
  std::unique_ptr<GateVectorHandle<C>> gates() const {
    return std::make_unique<GateVectorHandle<C>>((*body_)->constraint_system().circuit().gates);
  }

  uint32_t domain_size() const { return static_cast<uint32_t>((*body_)->domain().size()); }
  uint32_t public_input_size() const {
    return static_cast<uint32_t>((*body_)->verifier_index()->public_input_size);
  }

  uint32_t previous_challenges() const {
    return static_cast<uint32_t>((*body_)->verifier_index()->previous_challenges);
  }
  uint32_t max_poly_size() const {
    return static_cast<uint32_t>((*body_)->verifier_index()->max_poly_size);
  }
  uint32_t zk_rows() const { return static_cast<uint32_t>((*body_)->verifier_index()->zk_rows); }

  const std::shared_ptr<Body<ProverIndex<C>>>& body() const { return body_; }
  const SrsBody& srs_body() const { return srs_; }

 private:
  static Made make(Circuit<F> circuit, const SrsHandle<C>& srs) {
    auto index = ProverIndex<C>::create(std::move(circuit), Body<Srs<C>>::share(srs.body()));
    srs.body()->update_ledger();
    if (!index) return std::move(index).as_failure();
    return std::make_unique<PlonkIndexHandle>(std::move(index).value(), srs.body());
  }

  SrsBody srs_;
  std::shared_ptr<Body<ProverIndex<C>>> body_;
};

struct PlonkIndexParams {
  static constexpr Param kSrs{"srs", "its size is the largest chunk"};
  static constexpr Param kGates{"gates", "row by row"};
  static constexpr Param kPublicInputSize{"public_input_size", "how many rows are public inputs"};
  static constexpr Param kExtras{"extras",
                                 "kimchi-circuit/1 with an empty list of gates: lookup tables and "
                                 "the number of previous challenges; neither if left out"};
};

template <class C>
struct Describe<PlonkIndexHandle<C>> {
  using T = PlonkIndexHandle<C>;
  using Curve = C;
  using Bounds = PlonkIndexBounds<C>;
  static constexpr const char* kNoun = "PlonkIndex";
  static constexpr const char* kDoc =
      "The prover's index of a circuit. It shares the SRS that it was created with.";
  static constexpr Transfer kTransfer = moves_by("encode", "decode", "srs");

  static constexpr auto members() {
    return std::tuple(
        factory<&T::create, &Bounds::create>("create", "The index of a circuit.",
                                             Param{"circuit", "kimchi-circuit/1"},
                                             PlonkIndexParams::kSrs),
        factory<&T::from_gates, &Bounds::from_gates>(
            "from_gates", "The index of a circuit, from its gates.", PlonkIndexParams::kGates,
            PlonkIndexParams::kPublicInputSize, PlonkIndexParams::kSrs, PlonkIndexParams::kExtras),
        slow(factory<&T::decode, &Bounds::decode>(
            "decode", "Loads the index of a circuit from a file, without computing it again.",
            Param{"bytes", "as encode() writes them"}, PlonkIndexParams::kSrs)),
        slow(method<&T::encode, &Bounds::encode>(
            "encode", "The index in onggi's own file format, which decode() reads.")),
        slow(method<&T::check_witness, &Bounds::check_witness>(
            "check_witness",
            "Throws if a witness does not satisfy the circuit: unsatisfied_gate names row, gate "
            "and "
            "constraint, unsatisfied_copy the two cells, value_not_in_table row and cells.",
            Param{"witness", "not padded"}, kWitnessData)),
        method<&T::trim>("trim",
                         "Frees what option keepEvaluations has kept. Proofs stay possible, and "
                         "take longer."),
        method<&T::verifier_index, &Bounds::verifier_index>(
            "verifier_index", "The verifier's index of this circuit."),
        method<&T::srs>("srs", "The SRS, shared."),
        method<&T::gates, &Bounds::gates>("gates", "A copy of the circuit's gates."),
        getter<&T::domain_size>("domain_size", "Rows of the circuit, padding included."),
        getter<&T::public_input_size>("public_input_size", "The number of public inputs."),
        getter<&T::previous_challenges>("previous_challenges",
                                        "The number of previous challenges in each proof."),
        getter<&T::max_poly_size>("max_poly_size", "The size of the SRS, the largest chunk."),
        getter<&T::zk_rows>("zk_rows", "Rows at the end that hold randomness."));
  }
};

}  // namespace onggi::bindings
