// Many scalar multiplications in parallel lanes: all lanes double together and add together, with
// batched affine additions. Used by folding and the group FFT.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/curve/affine.h"
#include "core/curve/batch_add.h"
#include "core/curve/endomorphism.h"
#include "core/curve/signed_digits.h"
#include "core/parallel/steps.h"

namespace onggi {

// A block of `lanes` sums of `terms` points, with the odd multiples of each point. The time depends
// on points and scalars.
template <class C>
class LaneScaler {
 public:
  // The number of lanes in a block for this number of terms: large enough to share an inversion,
  // small enough to bound the scratch memory.
  static size_t block_lanes(size_t terms);

  // Bytes that such a block allocates: eight points per point, the sums, and the queues of
  // additions.
  static size_t work_bytes(size_t terms, size_t most_lanes);

  LaneScaler(size_t terms, size_t most_lanes);

  // Starts a block of `lanes` lanes, at most `most_lanes`. The caller must then set all its points.
  void begin(size_t lanes) { lanes_ = lanes; }
  // One point for each lane.
  void set_points(size_t term, std::span<const Affine<C>> points) {
    pack_points<C>(points, std::span(table_).subspan(term * lanes_, lanes_));
  }

  // These two end a block. `out` has one element per lane.
  // out[lane] = Σ_term scalars[term]·(point of the term and lane).
  Steps<> sum_terms(std::span<const SplitDigits> scalars, std::span<Affine<C>> out);
  // out[lane] = scalars[lane]·(point of the lane), for one term.
  Steps<> scale_each(std::span<const SplitDigits> scalars, std::span<Affine<C>> out);

 private:
  // These two make the table of odd multiples.
  void build_twice();
  void build_multiple(size_t m, BatchAdder<C>& adder);
  // Queues and flushes the additions of one bit, and returns the multiplications that they took.
  using AddDigits = size_t (LaneScaler::*)(std::span<const SplitDigits> scalars, unsigned bit,
                                           BatchAdder<C>& adder) const;
  size_t add_terms(std::span<const SplitDigits> scalars, unsigned bit, BatchAdder<C>& adder) const;
  size_t add_each(std::span<const SplitDigits> scalars, unsigned bit, BatchAdder<C>& adder) const;
  // Doubles and adds from the highest digit that is set down.
  Steps<> run(std::span<const SplitDigits> scalars, std::span<Affine<C>> out, AddDigits add_digits);
  void add(BatchAdder<C>& adder, size_t lane, size_t term, size_t half, int digit) const;

  size_t terms_;
  size_t lanes_ = 0;
  // table_[((half·kOddMultiples + m)·terms + term)·lanes + lane] = (2m + 1)·(point of the term and
  // lane); for half 1, its image under the endomorphism.
  std::vector<PackedPoint<C>> table_;
  std::vector<PackedPoint<C>> sums_;  // one for each lane
  batch_add_detail::Inverses<typename C::Base> inverses_;
};

}  // namespace onggi
