#include "core/memory/trace.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/memory/ledger.h"

namespace onggi {
namespace {

using Json = nlohmann::json;

std::vector<Json> parse(const std::string& text) {
  std::vector<Json> events;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    EXPECT_EQ(line[0], '@') << line;
    events.push_back(Json::parse(line.substr(1)));
  }
  return events;
}

// The events that `work` writes to the trace.
template <class Work>
std::vector<Json> traced(Work&& work) {
  TraceBuffer buffer;
  TraceSink* const before = trace_sink();
  trace_to(&buffer);
  work();
  trace_to(before);
  return parse(buffer.take());
}

TEST(Trace, WritesOneLinePerEvent) {
  LedgerType& type = LedgerType::named("Traced");
  uint64_t id = 0;
  const uint32_t line = __LINE__ + 2;
  const auto events = traced([&] {
    LedgerEntry entry(type, 100);
    id = entry.id();
    entry.resize(250);
    entry.resize(250);
  });
  ASSERT_EQ(events.size(), 3u);
  const std::vector<std::pair<std::string, size_t>> expected{
      {"ALLOCATE", 100}, {"RESIZE", 250}, {"DROP", 250}};
  double time = 1.7e12;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i]["event"], expected[i].first);
    EXPECT_EQ(events[i]["bytes"], expected[i].second);
    EXPECT_EQ(events[i]["id"], id);
    EXPECT_EQ(events[i]["type"], "Traced");
    EXPECT_GE(events[i]["thread"], 1);
    EXPECT_GE(events[i]["time"], time);
    time = events[i]["time"];
  }
  EXPECT_EQ(events[0]["site"], "tests/memory/trace_test.cpp:" + std::to_string(line));
  EXPECT_FALSE(events[1].contains("site"));
}

TEST(Trace, AMoveWritesNothing) {
  LedgerType& type = LedgerType::named("TracedMove");
  const auto events = traced([&] {
    LedgerEntry a(type, 1);
    LedgerEntry b(std::move(a));
    LedgerEntry c(type, 2);
    c = std::move(b);
  });
  std::multiset<std::string> names;
  for (const Json& event : events) names.insert(event["event"]);
  EXPECT_EQ(names, (std::multiset<std::string>{"ALLOCATE", "ALLOCATE", "DROP", "DROP"}));
}

TEST(Trace, EscapesStringsForJson) {
  LedgerType& type = LedgerType::named("a \"type\"\\with\nmore");
  const auto events = traced([&] { LedgerEntry(type, 1, Site{"a\\b\".h", 7}); });
  EXPECT_EQ(events[0]["type"], "a \"type\"\\with?more");
  EXPECT_EQ(events[0]["site"], "a\\b\".h:7");
}

TEST(Trace, WithoutASinkNothingIsWritten) {
  LedgerType& type = LedgerType::named("Untraced");
  TraceBuffer buffer;
  TraceSink* const before = trace_sink();
  trace_to(&buffer);
  trace_to(nullptr);
  { const LedgerEntry entry(type, 1); }
  trace_to(before);
  EXPECT_EQ(buffer.take(), "");
}

TEST(Trace, AppendsToAFile) {
  const std::string path = testing::TempDir() + "onggi_trace_test.log";
  std::remove(path.c_str());
  LedgerType& type = LedgerType::named("TracedFile");
  TraceSink* const before = trace_sink();
  for (int round = 0; round < 2; ++round) {
    const auto file = TraceFile::open(path.c_str());
    ASSERT_TRUE(file);
    trace_to(file.get());
    { const LedgerEntry entry(type, 1); }
    trace_to(before);
  }
  std::stringstream content;
  content << std::ifstream(path).rdbuf();
  std::remove(path.c_str());
  const auto events = parse(content.str());
  ASSERT_EQ(events.size(), 4u);
  EXPECT_NE(events[0]["id"], events[2]["id"]);
  EXPECT_FALSE(TraceFile::open("/no/such/folder/file"));
}

#ifndef __EMSCRIPTEN__
TEST(Trace, LinesStayWholeUnderThreads) {
  LedgerType& type = LedgerType::named("TracedThreads");
  constexpr int kThreads = 4;
  constexpr int kRounds = 2000;
  const auto events = traced([&] {
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < kRounds; ++i) LedgerEntry(type, 8).resize(24);
      });
    }
    for (std::thread& thread : threads) thread.join();
  });
  std::map<std::string, std::set<uint64_t>> ids;
  std::set<uint32_t> numbers;
  for (const Json& event : events) {
    EXPECT_TRUE(ids[event["event"]].insert(event["id"].get<uint64_t>()).second) << event;
    numbers.insert(event["thread"].get<uint32_t>());
  }
  EXPECT_EQ(ids["ALLOCATE"].size(), size_t{kThreads} * kRounds);
  EXPECT_EQ(ids["ALLOCATE"], ids["DROP"]);
  EXPECT_EQ(ids["ALLOCATE"], ids["RESIZE"]);
  EXPECT_EQ(numbers.size(), size_t{kThreads});
}
#endif

}  // namespace
}  // namespace onggi
