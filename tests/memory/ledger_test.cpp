#include "core/memory/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace onggi {
namespace {

LedgerUsage usage(std::string_view name) {
  for (const LedgerUsage& type : LedgerSnapshot::take().types) {
    if (type.name == name) return type;
  }
  return {};
}

TEST(Ledger, CountsLivingEntries) {
  LedgerType& type = LedgerType::named("CountsWhatLives");
  const size_t before = LedgerSnapshot::take().live_bytes;
  {
    const LedgerEntry a(type, 100);
    const LedgerEntry b(type, 23);
    EXPECT_EQ(usage("CountsWhatLives"), (LedgerUsage{"CountsWhatLives", 2, 123, 123}));
    EXPECT_EQ(LedgerSnapshot::take().live_bytes, before + 123);
  }
  EXPECT_EQ(usage("CountsWhatLives"), (LedgerUsage{"CountsWhatLives", 0, 0, 123}));
  EXPECT_EQ(LedgerSnapshot::take().live_bytes, before);
}

TEST(Ledger, OneTypePerName) {
  EXPECT_EQ(&LedgerType::named("NamesAreTypes"), &LedgerType::named("NamesAreTypes"));
  EXPECT_NE(&LedgerType::named("NamesAreTypes"), &LedgerType::named("NamesAreOther"));
  EXPECT_EQ(LedgerType::named("NamesAreTypes").name(), "NamesAreTypes");
  const auto types = LedgerSnapshot::take().types;
  EXPECT_TRUE(std::is_sorted(types.begin(), types.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(Ledger, EveryEntryHasAUniqueId) {
  LedgerType& type = LedgerType::named("OwnId");
  const uint64_t made = LedgerSnapshot::take().entries;
  std::set<uint64_t> ids;
  for (int i = 0; i < 100; ++i) ids.insert(LedgerEntry(type, 1).id());
  EXPECT_EQ(ids.size(), 100u);
  EXPECT_EQ(*ids.begin(), made + 1);
  EXPECT_EQ(LedgerSnapshot::take().entries, made + 100);
}

TEST(Ledger, AMoveKeepsIdBytesAndCount) {
  LedgerType& type = LedgerType::named("Moving");
  LedgerEntry a(type, 10);
  const uint64_t id = a.id();
  LedgerEntry b(std::move(a));
  EXPECT_EQ(b.id(), id);
  EXPECT_EQ(usage("Moving").count, 1u);
  LedgerEntry c(type, 5);
  c = std::move(b);
  EXPECT_EQ(c.id(), id);
  EXPECT_EQ(usage("Moving"), (LedgerUsage{"Moving", 1, 10, 15}));
  LedgerEntry& self = c;
  c = std::move(self);
  EXPECT_EQ(usage("Moving"), (LedgerUsage{"Moving", 1, 10, 15}));
}

TEST(Ledger, ResizingChangesBytesAndPeak) {
  LedgerType& type = LedgerType::named("Resizing");
  LedgerEntry entry(type, 10);
  entry.resize(70);
  EXPECT_EQ(usage("Resizing"), (LedgerUsage{"Resizing", 1, 70, 70}));
  entry.resize(30);
  EXPECT_EQ(usage("Resizing"), (LedgerUsage{"Resizing", 1, 30, 70}));
  EXPECT_EQ(entry.bytes(), 30u);
  const LedgerEntry heir(std::move(entry));
  entry.resize(1000);
  EXPECT_EQ(usage("Resizing"), (LedgerUsage{"Resizing", 1, 30, 70}));
}

TEST(Ledger, PeakIsTheHighestSum) {
  LedgerType& type = LedgerType::named("Peak");
  const size_t before = LedgerSnapshot::take().live_bytes;
  const size_t large = LedgerSnapshot::take().peak_bytes + 1000;
  { const LedgerEntry entry(type, large); }
  EXPECT_EQ(LedgerSnapshot::take().peak_bytes, before + large);
  { const LedgerEntry entry(type, 1); }
  EXPECT_EQ(LedgerSnapshot::take().peak_bytes, before + large);
}

#ifndef __EMSCRIPTEN__
TEST(Ledger, CountsAreExactUnderThreads) {
  LedgerType& type = LedgerType::named("Threads");
  const size_t before = LedgerSnapshot::take().live_bytes;
  constexpr int kThreads = 4;
  constexpr int kRounds = 20000;
  std::vector<std::set<uint64_t>> ids(kThreads);
  std::vector<uint32_t> numbers(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        LedgerEntry entry(type, 8);
        entry.resize(24);
        ids[t].insert(entry.id());
        numbers[t] = entry.thread();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<uint64_t> all;
  for (const auto& part : ids) all.insert(part.begin(), part.end());
  EXPECT_EQ(all.size(), size_t{kThreads} * kRounds);
  EXPECT_EQ(std::set<uint32_t>(numbers.begin(), numbers.end()).size(), size_t{kThreads});
  EXPECT_EQ(usage("Threads").count, 0u);
  EXPECT_EQ(usage("Threads").bytes, 0u);
  EXPECT_EQ(LedgerSnapshot::take().live_bytes, before);
}
#endif

}  // namespace
}  // namespace onggi
