// Every handle class, one line per noun; both curves have them all.
#pragma once

#include "bindings/describe.h"
#include "bindings/handles/circuit_builder.h"
#include "bindings/handles/circuit_task.h"
#include "bindings/handles/gate.h"
#include "bindings/handles/gate_vector.h"
#include "bindings/handles/lookup_verifier_index.h"
#include "bindings/handles/opening_proof.h"
#include "bindings/handles/plonk_index.h"
#include "bindings/handles/plonk_index_task.h"
#include "bindings/handles/poly_comm.h"
#include "bindings/handles/proof_evaluations.h"
#include "bindings/handles/prover_commitments.h"
#include "bindings/handles/prover_proof.h"
#include "bindings/handles/prover_task.h"
#include "bindings/handles/srs.h"
#include "bindings/handles/srs_task.h"
#include "bindings/handles/vec_vec.h"
#include "bindings/handles/vector.h"
#include "bindings/handles/verification_batch.h"
#include "bindings/handles/verification_evals.h"
#include "bindings/handles/verifier_index.h"
#include "bindings/handles/verifier_task.h"
#include "bindings/handles/witness.h"
#include "core/curve/pasta.h"

namespace onggi::bindings {

template <class C>
using HandleClasses = TypeList<    //
    VectorHandle<C>,               //
    VecVecHandle<C>,               //
    SrsHandle<C>,                  //
    SrsTaskHandle<C>,              //
    PolyCommHandle<C>,             //
    GateHandle<C>,                 //
    GateVectorHandle<C>,           //
    CircuitBuilderHandle<C>,       //
    CircuitTaskHandle<C>,          //
    WitnessHandle<C>,              //
    PlonkIndexHandle<C>,           //
    PlonkIndexTaskHandle<C>,       //
    VerifierIndexHandle<C>,        //
    VerificationEvalsHandle<C>,    //
    LookupVerifierIndexHandle<C>,  //
    ProverProofHandle<C>,          //
    ProverCommitmentsHandle<C>,    //
    OpeningProofHandle<C>,         //
    ProofEvaluationsHandle<C>,     //
    ProverTaskHandle<C>,           //
    VerificationBatchHandle<C>,    //
    VerifierTaskHandle<C>>;

using Curves = TypeList<Vesta, Pallas>;

// Calls visit.template operator()<T>() for every T of the list.
template <class... Types, class Visit>
void for_each_type(TypeList<Types...>, Visit&& visit) {
  (visit.template operator()<Types>(), ...);
}

}  // namespace onggi::bindings
