// Parallel loops with one thread and with several.
#include "core/parallel/parallel_for.h"

#include <gtest/gtest.h>

#include <vector>

namespace onggi {
namespace {

TEST(ParallelFor, CallsConsecutiveRangesOfTheGrain) {
  std::vector<std::pair<size_t, size_t>> ranges;
  parallel_for(7, 3, [&](size_t begin, size_t end) { ranges.emplace_back(begin, end); });
  EXPECT_EQ(ranges, (std::vector<std::pair<size_t, size_t>>{{0, 3}, {3, 6}, {6, 7}}));
  parallel_for(0, 3, [&](size_t, size_t) { ADD_FAILURE(); });
}

TEST(ParallelFor, HasOneLaneWithOneThread) {
  EXPECT_EQ(parallel_workers(), 1u);
  parallel_for_workers(9, 2, [](size_t, size_t, size_t worker) { EXPECT_EQ(worker, 0u); });
  EXPECT_EQ(worker_share(100, 7), 100u);
  EXPECT_EQ(worker_share(5, 7), 7u);
}

}  // namespace
}  // namespace onggi
