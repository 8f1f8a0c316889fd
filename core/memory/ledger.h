// The ledger counts the living native objects by type. Each object that JavaScript can own, and
// each body that such objects share, has one LedgerEntry, so the ledger lists exactly the living
// objects. An entry costs a few relaxed atomic additions and takes no lock. The trace records its
// events.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/memory/trace.h"

namespace onggi {

// One type of native object, such as the SRS of one curve. Types are never destroyed, because
// entries may be destroyed after any static destructor.
class LedgerType {
 public:
  // The type with this name, registered on first use. Takes a lock: keep the reference.
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

// The ledger's entry for one native object, which has the same lifetime. Movable; a moved-from
// entry counts nothing.
class LedgerEntry {
 public:
  // `bytes`: what the object occupies by capacity, including itself. `site`: for the trace.
  LedgerEntry(LedgerType& type, size_t bytes, Site site = Site::here());
  LedgerEntry(LedgerEntry&& other) noexcept;
  LedgerEntry& operator=(LedgerEntry&& other) noexcept;
  LedgerEntry(const LedgerEntry&) = delete;
  LedgerEntry& operator=(const LedgerEntry&) = delete;
  ~LedgerEntry();

  // Sets the size after a change. Two threads must not call it for the same entry at the same time.
  void resize(size_t bytes);

  uint64_t id() const { return id_; }  // 1, 2, 3, …; unique in the process
  uint32_t thread() const {
    return thread_;
  }  // number of the creating thread; 1 is the first one seen
  size_t bytes() const { return bytes_; }

 private:
  void give_back();
  void trace(TraceEvent event, Site site = {}) const;

  LedgerType* type_;  // null after a move
  uint64_t id_;
  uint32_t thread_;
  size_t bytes_;
};

// The sum of bytes of all living entries.
size_t ledger_live_bytes();

struct LedgerUsage {
  std::string name;
  size_t count = 0;
  size_t bytes = 0;
  size_t peak_bytes = 0;

  bool operator==(const LedgerUsage&) const = default;
};

// The state of the ledger at one moment. With several threads, the numbers of a type may differ by
// a few operations.
struct LedgerSnapshot {
  static LedgerSnapshot take();

  size_t live_bytes = 0;
  size_t peak_bytes = 0;           // maximum of live_bytes so far
  uint64_t entries = 0;            // number of entries created so far
  std::vector<LedgerUsage> types;  // all types seen so far, sorted by name
};

}  // namespace onggi
