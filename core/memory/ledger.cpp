#include "core/memory/ledger.h"

#include <pthread.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

namespace onggi {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

std::atomic<uint64_t> next_id{1};
std::atomic<uint32_t> next_thread{1};
std::atomic<size_t> total_live{0};
std::atomic<size_t> total_peak{0};
std::mutex types_mutex;

// Thread numbers. Not thread_local: single-threaded WebAssembly modules that link objects compiled
// for threads have no thread-local storage.
pthread_key_t make_thread_key() {
  pthread_key_t key{};
  if (pthread_key_create(&key, nullptr) != 0) std::abort();
  return key;
}

uint32_t this_thread() {
  static const pthread_key_t key = make_thread_key();
  auto number = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pthread_getspecific(key)));
  if (number == 0) {
    number = next_thread.fetch_add(1, kRelaxed);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the pointer is the number.
    pthread_setspecific(key, reinterpret_cast<void*>(static_cast<uintptr_t>(number)));
  }
  return number;
}

void raise(std::atomic<size_t>& peak, size_t value) {
  size_t seen = peak.load(kRelaxed);
  while (seen < value && !peak.compare_exchange_weak(seen, value, kRelaxed)) {
  }
}

void add(std::atomic<size_t>& bytes, std::atomic<size_t>& peak, size_t amount) {
  raise(peak, bytes.fetch_add(amount, kRelaxed) + amount);
}

}  // namespace

std::vector<LedgerType*>& LedgerType::all() {
  static auto& types = *new std::vector<LedgerType*>;
  return types;
}

LedgerType& LedgerType::named(std::string_view name) {
  const std::lock_guard lock(types_mutex);
  for (LedgerType* type : all()) {
    if (type->name_ == name) return *type;
  }
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): types are never destroyed.
  return *all().emplace_back(new LedgerType(name));
}

LedgerEntry::LedgerEntry(LedgerType& type, size_t bytes, Site site)
    : type_(&type), id_(next_id.fetch_add(1, kRelaxed)), thread_(this_thread()), bytes_(bytes) {
  type.count_.fetch_add(1, kRelaxed);
  add(type.bytes_, type.peak_bytes_, bytes);
  add(total_live, total_peak, bytes);
  trace(TraceEvent::allocate, site);
}

LedgerEntry::LedgerEntry(LedgerEntry&& other) noexcept
    : type_(std::exchange(other.type_, nullptr)),
      id_(other.id_),
      thread_(other.thread_),
      bytes_(std::exchange(other.bytes_, 0)) {}

LedgerEntry& LedgerEntry::operator=(LedgerEntry&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  type_ = std::exchange(other.type_, nullptr);
  id_ = other.id_;
  thread_ = other.thread_;
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

LedgerEntry::~LedgerEntry() { give_back(); }

void LedgerEntry::give_back() {
  if (!type_) return;
  type_->count_.fetch_sub(1, kRelaxed);
  type_->bytes_.fetch_sub(bytes_, kRelaxed);
  total_live.fetch_sub(bytes_, kRelaxed);
  trace(TraceEvent::drop);
}

void LedgerEntry::trace(TraceEvent event, Site site) const {
  if (TraceSink* sink = trace_sink()) [[unlikely]] {
    write_trace(*sink, {event, id_, type_->name_, bytes_, this_thread(), site});
  }
}

void LedgerEntry::resize(size_t bytes) {
  if (!type_ || bytes == bytes_) return;
  if (bytes >= bytes_) {
    add(type_->bytes_, type_->peak_bytes_, bytes - bytes_);
    add(total_live, total_peak, bytes - bytes_);
  } else {
    type_->bytes_.fetch_sub(bytes_ - bytes, kRelaxed);
    total_live.fetch_sub(bytes_ - bytes, kRelaxed);
  }
  bytes_ = bytes;
  trace(TraceEvent::resize);
}

size_t ledger_live_bytes() { return total_live.load(kRelaxed); }

LedgerSnapshot LedgerSnapshot::take() {
  LedgerSnapshot snapshot;
  {
    const std::lock_guard lock(types_mutex);
    for (const LedgerType* type : LedgerType::all()) {
      snapshot.types.push_back({type->name_, type->count_.load(kRelaxed),
                                type->bytes_.load(kRelaxed), type->peak_bytes_.load(kRelaxed)});
    }
  }
  std::sort(snapshot.types.begin(), snapshot.types.end(),
            [](const LedgerUsage& a, const LedgerUsage& b) { return a.name < b.name; });
  snapshot.live_bytes = ledger_live_bytes();
  snapshot.peak_bytes = total_peak.load(kRelaxed);
  snapshot.entries = next_id.load(kRelaxed) - 1;
  return snapshot;
}

}  // namespace onggi
