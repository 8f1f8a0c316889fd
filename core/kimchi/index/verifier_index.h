// The verifier's view of a circuit: its domain and the commitments to its fixed columns.
// Source: Kimchi book, "Verifier Index"; field names and order are the peer's.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/commitment/poly_comm.h"
#include "core/commitment/srs.h"
#include "core/kimchi/circuit/constraint_system.h"
#include "core/kimchi/circuit/gate.h"
#include "core/kimchi/circuit/revision.h"
#include "core/kimchi/lookup/info.h"
#include "core/poly/domain.h"

namespace onggi {

template <class C>
struct LookupVerifierIndex {
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
  Revision revision = Revision::berkeley;  // the peer's own formats do not say it
  VerifierCommitments<C> commitments;
  std::array<F, kPermuted> shifts;
  std::optional<LookupVerifierIndex<C>> lookup;
  std::shared_ptr<const Srs<C>> srs;  // null after decoding: attach one before verifying

  // Chunks per committed column.
  size_t num_chunks() const { return chunks_for(domain.size(), max_poly_size); }

  // The element of the base field that every transcript of this index starts with.
  typename C::Base digest() const;

  // Bytes on the heap, by capacity; the SRS is shared and counts for itself.
  size_t heap_bytes() const;
};

}  // namespace onggi
