#pragma once

#include "core/kimchi/columns.h"
#include "core/kimchi/index/verifier_index.h"
#include "core/sponge/fq_sponge.h"

namespace onggi {

// The digest does not include domain, shifts and sizes.
template <class C>
typename C::Base VerifierIndex<C>::digest() const {
  FqSponge<C> sponge;
  columns::visit_index(*this, [&sponge](const PolyComm<C>& commitment) {
    sponge.absorb_commitment(commitment.chunks);
  });
  return sponge.digest_base();
}

template <class C>
size_t VerifierIndex<C>::heap_bytes() const {
  size_t bytes = domain.heap_bytes();
  if (lookup) bytes += lookup->lookup_table.capacity() * sizeof(PolyComm<C>);
  columns::visit_index(*this, [&bytes](const PolyComm<C>& commitment) {
    bytes += commitment.chunks.capacity() * sizeof(Affine<C>);
  });
  return bytes;
}

}  // namespace onggi
