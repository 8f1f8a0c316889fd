// The ledger: what native memory is alive, by type. Every object that JavaScript can own, and every
// body that such objects share, carries one LedgerEntry; so the ledger lists exactly the objects
// that are alive. An entry costs a few relaxed atomic additions and takes no lock; its events are
// traced.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/memory/trace.h"

namespace onggi {

// One type of native object, e.g. "VestaSrs". Types are immortal: entries may be given back after
// any static destructor.
class LedgerType {
 public:
  // The type of that name, registered on first use. Takes a lock: keep the reference.
  static LedgerType& named(std::string_view name);

  std::string_view name() const { return name_; }

 private:
  friend class LedgerEntry;
  friend struct LedgerSnapshot;
  explicit LedgerType(std::string_view name) : name_(name) {}
  static std::vector<LedgerType*>& all();

  std::string name_;
  std::atomic<size_t> count_{0};
  std::atomic<size_t> bytes_{0};
  std::atomic<size_t> peak_bytes_{0};
};

// One native object in the ledger, from its construction to its destruction. Movable; the
// moved-from entry counts nothing.
class LedgerEntry {
 public:
  // `bytes`: what the object holds by capacity, itself included. `site`: for the trace.
  LedgerEntry(LedgerType& type, size_t bytes, Site site = Site::here());
  LedgerEntry(LedgerEntry&& other) noexcept;
  LedgerEntry& operator=(LedgerEntry&& other) noexcept;
  LedgerEntry(const LedgerEntry&) = delete;
  LedgerEntry& operator=(const LedgerEntry&) = delete;
  ~LedgerEntry();

  // Sets the size after it changed. Two threads must not call it on one entry at the same time.
  void resize(size_t bytes);

  uint64_t id() const { return id_; }          // 1, 2, 3 …, never twice in a process
  uint32_t thread() const { return thread_; }  // that made it: 1 for the first thread seen
  size_t bytes() const { return bytes_; }

 private:
  void give_back();
  void trace(TraceEvent event, Site site = {}) const;

  LedgerType* type_;  // null after a move
  uint64_t id_;
  uint32_t thread_;
  size_t bytes_;
};

// Bytes of all living entries.
size_t ledger_live_bytes();

struct LedgerUsage {
  std::string name;
  size_t count = 0;
  size_t bytes = 0;
  size_t peak_bytes = 0;

  bool operator==(const LedgerUsage&) const = default;
};

// The ledger at one moment. Under threads the numbers of one type may be a few operations apart.
struct LedgerSnapshot {
  static LedgerSnapshot take();

  size_t live_bytes = 0;
  size_t peak_bytes = 0;           // the highest live_bytes so far
  uint64_t entries = 0;            // made so far
  std::vector<LedgerUsage> types;  // every type seen so far, by name
};

}  // namespace onggi
