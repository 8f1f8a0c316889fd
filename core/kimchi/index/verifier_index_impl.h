#pragma once

#include "core/kimchi/index/verifier_index.h"
#include "core/kimchi/selectors.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// The order is the peer's, foreign_field_mul before foreign_field_add. Domain, shifts and sizes are
// not part of the digest.
template <class C>
typename C::Base VerifierIndex<C>::digest() const {
  FqSponge<C> sponge;
  auto absorb = [&sponge](const PolyComm<C>& comm) { sponge.absorb_commitment(comm.chunks); };
  auto absorb_if = [&absorb](const std::optional<PolyComm<C>>& comm) {
    if (comm) absorb(*comm);
  };
  for (const auto& comm : commitments.sigma_comm) absorb(comm);
  for (const auto& comm : commitments.coefficients_comm) absorb(comm);
  for (GateType type : kBaseGates) absorb(base_selector_commitment(commitments, type));
  absorb_if(commitments.range_check0_comm);
  absorb_if(commitments.range_check1_comm);
  absorb_if(commitments.foreign_field_mul_comm);
  absorb_if(commitments.foreign_field_add_comm);
  absorb_if(commitments.xor_comm);
  absorb_if(commitments.rot_comm);
  if (lookup) {
    for (const auto& comm : lookup->lookup_table) absorb(comm);
    absorb_if(lookup->table_ids);
    absorb_if(lookup->runtime_tables_selector);
    absorb_if(lookup->xor_selector);
    absorb_if(lookup->lookup_selector);
    absorb_if(lookup->range_check_selector);
    absorb_if(lookup->foreign_field_mul_selector);
  }
  return sponge.digest_base();
}

template <class C>
size_t VerifierIndex<C>::heap_bytes() const {
  size_t bytes = domain.heap_bytes();
  auto count = [&bytes](const PolyComm<C>& comm) {
    bytes += comm.chunks.capacity() * sizeof(Affine<C>);
  };
  auto count_if = [&count](const std::optional<PolyComm<C>>& comm) {
    if (comm) count(*comm);
  };
  for (const auto& comm : commitments.sigma_comm) count(comm);
  for (const auto& comm : commitments.coefficients_comm) count(comm);
  for (GateType type : kBaseGates) count(base_selector_commitment(commitments, type));
  for (GateType type : kOptionalGates) count_if(optional_selector_commitment(commitments, type));
  if (lookup) {
    bytes += lookup->lookup_table.capacity() * sizeof(PolyComm<C>);
    for (const auto& comm : lookup->lookup_table) count(comm);
    for (const auto* comm : {&lookup->xor_selector, &lookup->lookup_selector,
                             &lookup->range_check_selector, &lookup->foreign_field_mul_selector,
                             &lookup->table_ids, &lookup->runtime_tables_selector}) {
      count_if(*comm);
    }
  }
  return bytes;
}

}  // namespace onggi
