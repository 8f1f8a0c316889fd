#include "core/memory/trace.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace onggi {
namespace {

const char* event_name(TraceEvent event) {
  switch (event) {
    case TraceEvent::allocate:
      return "ALLOCATE";
    case TraceEvent::resize:
      return "RESIZE";
    case TraceEvent::drop:
      return "DROP";
  }
  return "";
}

void append(std::string& line, uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  line.append(digits, end);
}

void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') line += '\\';
    line += static_cast<unsigned char>(c) < ' ' ? '?' : c;
  }
  line += '"';
}

// Compilers that run through a cache see paths relative to the build folder.
std::string place(Site site) {
  std::string_view file = site.file;
  while (file.starts_with("../")) file.remove_prefix(3);
  return std::string(file) + ':' + std::to_string(site.line);
}

void append_time(std::string& line) {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto count = static_cast<uint64_t>(duration_cast<microseconds>(now).count());
  char text[32];
  const int length =
      std::snprintf(text, sizeof text, "%llu.%03u", static_cast<unsigned long long>(count / 1000),
                    static_cast<unsigned>(count % 1000));
  line.append(text, static_cast<size_t>(length));
}

#ifndef __EMSCRIPTEN__
// Never closed: entries may be destroyed after any static destructor.
const bool traced_by_environment = [] {
  const char* path = std::getenv("ONGGI_TRACE");
  if (!path || !*path) return false;
  auto file = TraceFile::open(path);
  if (!file) {
    std::perror(path);
    return false;
  }
  std::string start = "@{\"event\":\"START\",\"pid\":" + std::to_string(getpid()) + ",\"time\":";
  append_time(start);
  file->write(start += "}\n");
  trace_to(file.release());
  return true;
}();
#endif

}  // namespace

void trace_to(TraceSink* sink) { current_trace_sink.store(sink, std::memory_order_release); }

void TraceBuffer::write(std::string_view line) {
  const std::lock_guard lock(mutex_);
  lines_ += line;
}

std::string TraceBuffer::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(lines_, {});
}

std::unique_ptr<TraceFile> TraceFile::open(const char* path) {
  const int descriptor = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) return nullptr;
  return std::unique_ptr<TraceFile>(new TraceFile(descriptor));
}

TraceFile::~TraceFile() { ::close(descriptor_); }

void TraceFile::write(std::string_view line) {
  while (!line.empty()) {
    const auto written = ::write(descriptor_, line.data(), line.size());
    if (written <= 0) return;  // if the disk is full, the analyzer finds a gap
    line.remove_prefix(static_cast<size_t>(written));
  }
}

void write_trace(TraceSink& sink, const TraceRecord& record) {
  std::string line = "@{\"event\":\"";
  line += event_name(record.event);
  line += "\",\"id\":";
  append(line, record.id);
  line += ",\"type\":";
  append_quoted(line, record.type);
  line += ",\"bytes\":";
  append(line, record.bytes);
  line += ",\"thread\":";
  append(line, record.thread);
  if (record.site.file) {
    line += ",\"site\":";
    append_quoted(line, place(record.site));
  }
  line += ",\"time\":";
  append_time(line);
  line += "}\n";
  sink.write(line);
}

}  // namespace onggi
