// The verifier's index: the domain of a circuit and the commitments to its fixed columns. Source:
// Kimchi book, "Verifier Index". Names and order of the fields are the peer's.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/gates/gate_list.h"
#include "core/kimchi/lookup/info.h"
#include "core/poly/domain.h"

namespace onggi {

template <class C>
struct LookupVerifierIndex {
  using Curve = C;

  bool joint_lookup_used = false;
  std::vector<PolyComm<C>> lookup_table;
  std::optional<PolyComm<C>> xor_selector;
  std::optional<PolyComm<C>> lookup_selector;
  std::optional<PolyComm<C>> range_check_selector;
  std::optional<PolyComm<C>> foreign_field_mul_selector;
  std::optional<PolyComm<C>> table_ids;
  LookupInfo info;
  std::optional<PolyComm<C>> runtime_tables_selector;

  bool operator==(const LookupVerifierIndex&) const = default;
};

// The commitments of an index, without its SRS.
template <class C>
struct VerifierCommitments {
  using Curve = C;

  std::array<PolyComm<C>, 7> sigma_comm;
  std::array<PolyComm<C>, 15> coefficients_comm;
  PolyComm<C> generic_comm;
  PolyComm<C> psm_comm;
  PolyComm<C> complete_add_comm;
  PolyComm<C> mul_comm;
  PolyComm<C> emul_comm;
  PolyComm<C> endomul_scalar_comm;
  std::optional<PolyComm<C>> range_check0_comm;
  std::optional<PolyComm<C>> range_check1_comm;
  std::optional<PolyComm<C>> foreign_field_add_comm;
  std::optional<PolyComm<C>> foreign_field_mul_comm;
  std::optional<PolyComm<C>> xor_comm;
  std::optional<PolyComm<C>> rot_comm;
  std::array<std::optional<PolyComm<C>>, kUnserializedSelectors> unserialized_selectors;

  bool operator==(const VerifierCommitments&) const = default;
};

template <class C>
struct VerifierIndex {
  using F = typename C::Scalar;

  Domain<F> domain;
  size_t max_poly_size = 0;  // the size of the SRS
  size_t zk_rows = 0;
  size_t public_input_size = 0;
  size_t previous_challenges = 0;
  Revision revision = Revision::berkeley;  // not stored in the peer's formats
  VerifierCommitments<C> commitments;
  std::array<F, kPermuted> shifts;
  std::optional<LookupVerifierIndex<C>> lookup;
  std::shared_ptr<const Srs<C>> srs;  // null after decoding; must be set before verification

  // The number of chunks per committed column.
  size_t num_chunks() const { return chunks_for(domain.size(), max_poly_size); }

  // The base field element that each transcript for this index absorbs first.
  typename C::Base digest() const;

  // Allocated bytes by capacity, without the shared SRS.
  size_t heap_bytes() const;
};

}  // namespace onggi
