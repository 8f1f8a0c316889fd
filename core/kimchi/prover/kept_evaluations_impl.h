// Bodies of index/kept_evaluations.h.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/curve/group_fft.h"
#include "core/kimchi/index/kept_evaluations.h"
#include "core/kimchi/index/prover_index.h"
#include "core/kimchi/prover/quotient_coset.h"
#include "core/memory/byte_count.h"

namespace onggi {

static_assert(kKeptParts == kQuotientCosets + 1);

template <class C>
ONGGI_FOR_SIZE Steps<> evaluate_to_keep(const ProverIndex<C>& index, size_t part,
                                        KeptEvaluations<C>& kept) {
  using F = typename C::Scalar;
  if (part < kQuotientCosets) {
    QuotientCoset<C> coset(index, part);
    co_await coset.evaluate_columns(F::one());
    using Columns = typename QuotientCoset<C>::Columns;
    kept.cosets.push_back(std::make_shared<const Columns>(std::move(coset).take_columns()));
  } else if (index.domain().size() <= index.srs()->size()) {
    auto points = co_await index.srs()->lagrange_points(index.domain());
    kept.lagrange = std::make_shared<const std::vector<Affine<C>>>(std::move(points));
  }
}

template <class C>
ONGGI_FOR_SIZE size_t kept_evaluations_bytes(const ProverIndex<C>& index) {
  const size_t n = index.domain().size();
  ByteCount columns = 2;  // powers
  for (size_t coset = 0; coset < kQuotientCosets; ++coset) {
    columns += QuotientCoset<C>(index, coset).column_count();
  }
  const size_t lagrange =
      n <= index.srs()->size() ? n * sizeof(Affine<C>) + group_fft_work_bytes<C>(n) : 0;
  return (columns * (n * sizeof(PackedElement<typename C::Scalar>) + kAllocatorOverhead) +
          lagrange + kStepsBytes)
      .value();
}

}  // namespace onggi
