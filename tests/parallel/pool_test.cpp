#include "core/parallel/pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <set>
#include <thread>
#include <vector>

#include "core/memory/ledger.h"
#include "core/parallel/parallel_for.h"
#include "tests/parallel/with_threads.h"

namespace onggi::testing {
namespace {

class Pool : public ::testing::TestWithParam<size_t> {
 protected:
  WithThreads threads_{GetParam()};
};

TEST_P(Pool, VisitsEveryIndexOnceInRangesOfTheGrain) {
  EXPECT_EQ(parallel_workers(), GetParam());
  for (const size_t n : {0u, 1u, 7u, 64u, 1000u, 4097u}) {
    for (const size_t grain : {1u, 3u, 64u, 5000u}) {
      std::vector<int> visits(n);
      std::atomic<int> odd_ranges{0};
      parallel_for(n, grain, [&](size_t begin, size_t end) {
        if (begin % grain != 0 || end != std::min(n, begin + grain)) ++odd_ranges;
        for (size_t i = begin; i < end; ++i) ++visits[i];
      });
      EXPECT_EQ(visits, std::vector<int>(n, 1)) << n << " by " << grain;
      EXPECT_EQ(odd_ranges, 0) << n << " by " << grain;
    }
  }
}

// Each range waits until all ranges run, so the loop ends only if they run concurrently.
TEST_P(Pool, UsesAllThreadsWithOneLaneEach) {
  std::atomic<size_t> inside{0};
  std::vector<size_t> workers(GetParam());
  parallel_for_workers(GetParam(), 1, [&](size_t begin, size_t, size_t worker) {
    workers[begin] = worker;
    ++inside;
    while (inside < GetParam()) std::this_thread::yield();
  });
  std::sort(workers.begin(), workers.end());
  for (size_t i = 0; i < workers.size(); ++i) EXPECT_EQ(workers[i], i);
}

TEST_P(Pool, NeverRunsALaneTwiceAtOnce) {
  for (int round = 0; round < 200; ++round) {
    std::vector<std::atomic<int>> inside(GetParam());
    std::atomic<int> shared{0};
    parallel_for_workers(64, 1, [&](size_t, size_t, size_t worker) {
      if (++inside[worker] != 1) ++shared;
      --inside[worker];
    });
    ASSERT_EQ(shared, 0);
  }
}

TEST_P(Pool, RunsNestedLoopsOnTheirOwnThread) {
  std::atomic<int> strays{0};
  std::vector<int> sums(32);
  parallel_for(sums.size(), 1, [&](size_t outer, size_t) {
    const auto here = std::this_thread::get_id();
    if (parallel_workers() != 1) ++strays;
    parallel_for(100, 1, [&](size_t inner, size_t) {
      if (std::this_thread::get_id() != here) ++strays;
      sums[outer] += static_cast<int>(inner);
    });
  });
  EXPECT_EQ(strays, 0);
  EXPECT_EQ(sums, std::vector<int>(32, 4950));
}

TEST_P(Pool, ConcurrentCallersBothFinish) {
  std::atomic<int> wrong{0};
  const auto loops = [&] {
    for (int round = 0; round < 500; ++round) {
      std::vector<size_t> out(200);
      parallel_for(out.size(), 5, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) out[i] = i;
      });
      for (size_t i = 0; i < out.size(); ++i) wrong += out[i] != i;
    }
  };
  std::thread other(loops);
  loops();
  other.join();
  EXPECT_EQ(wrong, 0);
}

// All threads create and destroy entries at the same time; the test checks their ids and thread
// numbers.
TEST_P(Pool, LedgerCountsAreExactAcrossThreads) {
  LedgerType& type = LedgerType::named("PoolTest");
  const size_t live = ledger_live_bytes();
  constexpr size_t kEntries = 1000;
  std::vector<uint64_t> ids(kEntries);
  std::vector<uint32_t> threads(kEntries);
  std::atomic<size_t> inside{0};
  parallel_for(kEntries, kEntries / GetParam(), [&](size_t begin, size_t end) {
    ++inside;
    while (inside < GetParam()) std::this_thread::yield();
    for (size_t i = begin; i < end; ++i) {
      LedgerEntry entry(type, 10);
      entry.resize(20 + i);
      ids[i] = entry.id();
      threads[i] = entry.thread();
    }
  });
  EXPECT_EQ(ledger_live_bytes(), live);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), kEntries);
  EXPECT_EQ(std::set(threads.begin(), threads.end()).size(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Threads, Pool, ::testing::Values(1u, 2u, 4u));

TEST(PoolThreads, StartAndStopRepeatedly) {
  for (size_t round = 0; round < 50; ++round) {
    const WithThreads threads(1 + round % 4);
    std::atomic<size_t> sum{0};
    parallel_for(100, 1, [&](size_t i, size_t) { sum += i; });
    EXPECT_EQ(sum, 4950u);
  }
  EXPECT_EQ(parallel_workers(), 1u);
}

TEST(PoolDeathTest, LosingAWorkerEndsTheLoopByTheGivenFunction) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        set_pool_threads(2);
        parallel_for(2, 1, [caller = std::this_thread::get_id()](size_t, size_t) {
          if (std::this_thread::get_id() != caller) {
            abandon_pool([] { std::_Exit(3); });
            while (true) std::this_thread::yield();
          }
          std::this_thread::sleep_for(std::chrono::milliseconds(200));
        });
      },
      ::testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace onggi::testing
