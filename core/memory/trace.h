// The trace: one line for each entry that is created, resized or dropped in the ledger.
//
//   @{"event":"ALLOCATE","id":7,"type":"CurveSrs","bytes":4520,"thread":1,
//     "site":"bindings/handles/srs.h:36","time":1764000000000.125}          (on one line)
//   @{"event":"RESIZE","id":7,"type":"CurveSrs","bytes":9040,"thread":1,"time":…}
//   @{"event":"DROP","id":7,"type":"CurveSrs","bytes":9040,"thread":2,"time":…}
//
// `type` is the name of a LedgerType. `bytes` is by capacity: after the event, or before it for
// DROP. `time` is in milliseconds since 1970. Each id is allocated once and dropped once. A native
// process with the environment variable ONGGI_TRACE=file appends its trace to that file.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace onggi {

// A source location. As a default argument, it is the caller's.
struct Site {
  static constexpr Site here(const char* file = __builtin_FILE(),
                             uint32_t line = __builtin_LINE()) {
    return {file, line};
  }

  const char* file = nullptr;  // relative to the repository; null if unknown
  uint32_t line = 0;
};

// The destination of trace lines. Several threads may write at the same time.
class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void write(std::string_view line) = 0;  // a complete line with its newline
};

// Sets the sink; null disables the trace. The sink must outlive all writers.
void trace_to(TraceSink* sink);

// Stores lines until they are taken.
class TraceBuffer : public TraceSink {
 public:
  void write(std::string_view line) override;
  std::string take();

 private:
  std::mutex mutex_;
  std::string lines_;
};

// Appends to a file, with one write per line, so several processes can share it.
class TraceFile : public TraceSink {
 public:
  static std::unique_ptr<TraceFile> open(
      const char* path);  // on failure returns null and sets errno
  ~TraceFile() override;
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
  void write(std::string_view line) override;

 private:
  explicit TraceFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

enum class TraceEvent { allocate, resize, drop };

struct TraceRecord {
  TraceEvent event;
  uint64_t id;
  std::string_view type;
  size_t bytes;
  uint32_t thread;
  Site site;
};

// The sink, or null. Without a trace, an event costs only this read.
inline std::atomic<TraceSink*> current_trace_sink{nullptr};
inline TraceSink* trace_sink() { return current_trace_sink.load(std::memory_order_acquire); }

void write_trace(TraceSink& sink, const TraceRecord& record);

}  // namespace onggi
