// The layers of a Fourier transform on elements, one by one. See domain.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "core/parallel/parallel_for.h"

namespace onggi::poly_detail {

// The number of elements that one kernel call processes, unless a layer's block is larger.
inline constexpr size_t kPiece = 512;
// The number of pieces in one range of a parallel loop, about 30 µs.
inline constexpr size_t kGrainPieces = 2;

// The kernels are separate functions because WebAssembly engines replace a function with its
// optimised code between calls, not inside a running loop.

// (lo, hi) ← (lo + c·hi, lo − c·hi)
template <class F>
[[gnu::noinline]] void butterflies(F* lo, F* hi, size_t n, const F& c) {
  for (size_t i = 0; i < n; ++i) {
    const F t = hi[i] * c;
    hi[i] = lo[i] - t;
    lo[i] += t;
  }
}

// The same for c = 1.
template <class F>
[[gnu::noinline]] void butterflies_one(F* lo, F* hi, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    const F t = hi[i];
    hi[i] = lo[i] - t;
    lo[i] += t;
  }
}

// One layer on the blocks [begin, end) of 2·half elements each, block b with twiddles[b].
template <class F>
[[gnu::noinline]] void butterfly_blocks(F* values, size_t half, const F* twiddles, size_t begin,
                                        size_t end) {
  for (size_t b = begin; b < end; ++b) {
    F* lo = values + b * 2 * half;
    F* hi = lo + half;
    for (size_t i = 0; i < half; ++i) {
      const F t = b == 0 ? hi[i] : hi[i] * twiddles[b];
      hi[i] = lo[i] - t;
      lo[i] += t;
    }
  }
}

// One layer on the whole array, which has at least kPiece elements in blocks of at least kPiece.
template <class F>
void wide_layer(std::span<F> values, size_t half, std::span<const F> twiddles) {
  const size_t pieces_per_block = 2 * half / kPiece;
  parallel_for(values.size() / kPiece, kGrainPieces, [&](size_t begin, size_t end) {
    for (size_t piece = begin; piece < end; ++piece) {
      const size_t block = piece / pieces_per_block;
      F* lo = values.data() + block * 2 * half + (piece % pieces_per_block) * (kPiece / 2);
      if (block == 0) {
        butterflies_one(lo, lo + half, kPiece / 2);
      } else {
        butterflies(lo, lo + half, kPiece / 2, twiddles[block]);
      }
    }
  });
}

// The layers of size `half` and all smaller ones. Their blocks of 2·half elements are independent
// and are processed one after the other.
template <class F>
void narrow_layers(std::span<F> values, size_t half, std::span<const F> twiddles) {
  const size_t width = 2 * half;
  const size_t grain = std::max<size_t>(kGrainPieces * kPiece / width, 1);
  parallel_for(values.size() / width, grain, [&](size_t begin, size_t end) {
    for (size_t h = half; h > 0; h /= 2) {
      const size_t blocks = width / (2 * h);
      for (size_t block = begin; block < end; ++block) {
        butterfly_blocks(values.data(), h, twiddles.data(), block * blocks, (block + 1) * blocks);
      }
    }
  });
}

}  // namespace onggi::poly_detail
