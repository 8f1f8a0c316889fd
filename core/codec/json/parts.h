// Separate parts of circuits, proofs and indexes as JSON, spelled as inside the kimchi-*/1 files.
// Source: docs/file-formats.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/kimchi/circuit/circuit.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/proof.h"

namespace onggi {

template <class C>
struct JsonParts {
  using F = typename C::Scalar;

  // Reads a part. Unknown keys are ignored. After an error, the caller must not use `out`. Errors
  // name the place, e.g. `w_comm[3][0]`: malformed_json, missing_field, invalid_length,
  // noncanonical_field_element, point_not_on_curve, unknown_gate, size_out_of_range.
  static Result<> read(std::string_view json, Wires& out);
  static Result<> read(std::string_view json, Gate<F>& out);
  static Result<> read(std::string_view json, LookupTable<F>& out);
  static Result<> read(std::string_view json, RuntimeTableConfig<F>& out);
  static Result<> read(std::string_view json, PolyComm<C>& out);
  static Result<> read(std::string_view json, OpeningProof<C>& out);
  static Result<> read(std::string_view json, ProofEvaluations<F>& out);
  static Result<> read(std::string_view json, ProverCommitments<C>& out);
  static Result<> read(std::string_view json, VerifierCommitments<C>& out);
  static Result<> read(std::string_view json, LookupVerifierIndex<C>& out);
  static Result<> read(std::string_view json, std::vector<RecursionChallenge<C>>& out);

  // Writes a part on one line.
  static std::string write(const Wires& part);
  static std::string write(const Gate<F>& part);
  static std::string write(const PolyComm<C>& part);
  static std::string write(const OpeningProof<C>& part);
  static std::string write(const PointEvaluations<F>& part);
  static std::string write(const ProofEvaluations<F>& part);
  static std::string write(const ProverCommitments<C>& part);
  static std::string write(const VerifierCommitments<C>& part);
  static std::string write(const LookupInfo& part);
  static std::string write(const LookupVerifierIndex<C>& part);
  static std::string write(const std::vector<RecursionChallenge<C>>& part);
};

}  // namespace onggi
