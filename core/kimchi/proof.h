// A proof and its parts. Source: Kimchi book, "Proof". The index determines the numbers of chunks.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/commitment/ipa/proof.h"
#include "core/commitment/poly_comm.h"
#include "core/kimchi/circuit/circuit.h"

namespace onggi {

// The number of chunks of the quotient t per chunk of a column.
inline constexpr size_t kQuotientChunks = 7;

// The evaluations of one polynomial at zeta and zeta·omega, one per chunk.
template <class F>
struct PointEvaluations {
  std::vector<F> zeta;
  std::vector<F> zeta_omega;

  bool operator==(const PointEvaluations&) const = default;
};

template <class F>
struct ProofEvaluations {
  using Field = F;
  using Eval = PointEvaluations<F>;
  using Maybe = std::optional<Eval>;

  Maybe public_input;
  std::array<Eval, 15> w;
  Eval z;
  std::array<Eval, 6> s;
  std::array<Eval, 15> coefficients;
  Eval generic_selector;
  Eval poseidon_selector;
  Eval complete_add_selector;
  Eval mul_selector;
  Eval emul_selector;
  Eval endomul_scalar_selector;
  Maybe range_check0_selector;
  Maybe range_check1_selector;
  Maybe foreign_field_add_selector;
  Maybe foreign_field_mul_selector;
  Maybe xor_selector;
  Maybe rot_selector;
  Maybe lookup_aggregation;
  Maybe lookup_table;
  std::array<Maybe, 5> lookup_sorted;
  Maybe runtime_lookup_table;
  Maybe runtime_lookup_table_selector;
  Maybe xor_lookup_selector;
  Maybe lookup_gate_lookup_selector;
  Maybe range_check_lookup_selector;
  Maybe foreign_field_mul_lookup_selector;
  std::array<Maybe, kUnserializedSelectors> unserialized_selectors;

  bool operator==(const ProofEvaluations&) const = default;
};

template <class C>
struct LookupCommitments {
  using Curve = C;

  std::vector<PolyComm<C>> sorted;
  PolyComm<C> aggregation;
  std::optional<PolyComm<C>> runtime;

  bool operator==(const LookupCommitments&) const = default;
};

template <class C>
struct ProverCommitments {
  using Curve = C;

  std::array<PolyComm<C>, 15> w_comm;
  PolyComm<C> z_comm;
  PolyComm<C> t_comm;  // up to kQuotientChunks per chunk of a column
  std::optional<LookupCommitments<C>> lookup;

  bool operator==(const ProverCommitments&) const = default;
};

template <class C>
struct ProverProof {
  using F = typename C::Scalar;

  ProverCommitments<C> commitments;
  OpeningProof<C> opening;
  ProofEvaluations<F> evals;
  F ft_eval1;
  std::vector<RecursionChallenge<C>> previous_challenges;
  std::vector<F> public_input;  // not part of the encoded proof

  bool operator==(const ProverProof&) const = default;
};

}  // namespace onggi
