#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

#include "core/curve/fold.h"
#include "core/curve/lane_scale_impl.h"
#include "core/curve/scale_impl.h"
#include "core/memory/byte_count.h"
#include "core/parallel/parallel_for.h"

namespace onggi {
namespace fold_detail {

// Below this, the inversions of a block cost more than they save.
inline constexpr size_t kLeastLanes = 32;
// Field multiplications of a sum without a block: those of the doublings, and of each term.
inline constexpr size_t kFoldFew = 1000;
inline constexpr size_t kFoldTerm = 600;

template <class C>
Steps<> fold_few(std::span<const Affine<C>> points, std::span<const typename C::Scalar> scalars,
                 std::span<Affine<C>> out) {
  std::vector<Affine<C>> terms(scalars.size());
  std::vector<Jacobian<C>> sums(out.size());
  for (size_t j = 0; j < out.size(); ++j) {
    for (size_t i = 0; i < terms.size(); ++i) terms[i] = points[i * out.size() + j];
    sums[j] = straus_vartime<C>(terms, scalars);
    co_await pause_after(kFoldFew + terms.size() * kFoldTerm);
  }
  batch_to_affine<C>(sums, out);
}

// Folds the blocks that no other worker has taken; `next_block` counts them.
template <class C>
Steps<> fold_blocks(LaneScaler<C>& scaler, std::atomic<size_t>& next_block, size_t block,
                    std::span<const Affine<C>> points, std::span<const SplitDigits> digits,
                    std::span<Affine<C>> out) {
  while (true) {
    const size_t begin = block * next_block++;
    if (begin >= out.size()) co_return;
    const size_t size = std::min(block, out.size() - begin);
    scaler.begin(size);
    for (size_t i = 0; i < digits.size(); ++i) {
      scaler.set_points(i, points.subspan(i * out.size() + begin, size));
    }
    co_await scaler.sum_terms(digits, out.subspan(begin, size));
  }
}

}  // namespace fold_detail

template <class C>
size_t fold_work_bytes(size_t terms, size_t sums) {
  if (sums < fold_detail::kLeastLanes) {
    return (kStepsBytes + ByteCount(terms) * sizeof(Affine<C>) +
            ByteCount(sums) * (sizeof(Jacobian<C>) + sizeof(typename C::Base)) +
            straus_work_bytes<C>(terms))
        .value();
  }
  const size_t block =
      std::min(std::max(sums, fold_detail::kLeastLanes), LaneScaler<C>::block_lanes(terms));
  return (kStepsBytes + ByteCount(terms) * sizeof(SplitDigits) +
          ByteCount(parallel_workers()) * LaneScaler<C>::work_bytes(terms, block))
      .value();
}

template <class C>
ONGGI_FOR_SIZE Steps<> fold_many(std::span<const Affine<C>> points,
                                 std::span<const typename C::Scalar> scalars,
                                 std::span<Affine<C>> out) {
  assert(points.size() == scalars.size() * out.size());
  const size_t terms = scalars.size();
  if (out.size() < fold_detail::kLeastLanes || terms == 0) {
    co_await fold_detail::fold_few<C>(points, scalars, out);
    co_return;
  }
  std::vector<SplitDigits> digits;
  digits.reserve(terms);
  for (const auto& k : scalars) digits.emplace_back(glv_lattice<C>().split(k.to_canonical()));

  const size_t block = std::min(worker_share(out.size(), fold_detail::kLeastLanes),
                                LaneScaler<C>::block_lanes(terms));
  std::vector<LaneScaler<C>> scalers;
  while (scalers.size() < parallel_workers()) scalers.emplace_back(terms, block);
  std::atomic<size_t> next_block = 0;
  std::vector<Steps<>> computations;
  computations.reserve(scalers.size());
  for (LaneScaler<C>& scaler : scalers) {
    computations.push_back(
        fold_detail::fold_blocks<C>(scaler, next_block, block, points, digits, out));
  }
  co_await run_together(computations);
}

template <class C>
void fold_bases(std::span<Affine<C>> lo, std::span<const Affine<C>> hi,
                const typename C::Scalar& x) {
  assert(lo.size() == hi.size());
  std::vector<Affine<C>> multiples(hi.size());
  fold_many<C>(hi, {&x, 1}, multiples).run();
  std::vector<PackedPoint<C>> sums(lo.size()), packed(lo.size());
  pack_points<C>(lo, sums);
  pack_points<C>(multiples, packed);
  BatchAdder<C> adder(sums.data(), packed.data());
  for (uint32_t i = 0; i < lo.size(); ++i) adder.add(i, i, false);
  adder.flush();
  unpack_points<C>(sums, lo);
}

}  // namespace onggi
